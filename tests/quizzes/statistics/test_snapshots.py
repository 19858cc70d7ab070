"""From attempts to snapshots: who counts, what is pooled, what is left out; computed once and again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db, transaction
from portal.jobs import run_all
from portal.people.rules import Accommodation
from portal.quizzes import service
from portal.quizzes.queries.statistics import find_error_millionths, list_gates, list_of_question, list_quiz_snapshots
from portal.quizzes.rules.statistics.gates import GateState
from portal.quizzes.service import statistics
from portal.quizzes.tables import Attempt, Correction, Mark, QuestionStatistics, QuestionVersion, Quiz, QuizStatistics, QuizVersion
from tests.factories import EPOCH, grant, make_person, save
from tests.quizzes.statistics.sitting import sit, sit_many

LATER = EPOCH + timedelta(days=3)


def compute(app: Flask, slug: str = "exam") -> statistics.Computed:
    found = statistics.compute(slug, app.config["PORTAL"].time_zone, LATER)
    with transaction():
        statistics.store(found)
    return found


def test_first_attempts_of_people_who_are_not_staff_count(content: Flask) -> None:
    with content.app_context():
        people = sit_many(12)
        sit(people[0], lambda _n: True, at=EPOCH + timedelta(days=2))  # a second attempt
        staff, later_staff = make_person("Staff"), make_person("Later")
        grant(staff, "assessor")
        grant(later_staff, "author", from_on=LATER.date())
        sit(staff, lambda _n: True)
        sit(later_staff, lambda _n: True)
        compute(content)
        (snapshot,) = list_quiz_snapshots("exam")
        assert snapshot.n == 13
        assert snapshot.data["left_out"] == {"staff": 1, "unmarked": 0}
        assert snapshot.is_current
        assert snapshot.error_millionths is None  # under thirty


def test_under_ten_answers_nothing_is_kept_but_the_number(content: Flask) -> None:
    with content.app_context():
        sit_many(9)
        compute(content)
        (snapshot,) = list_quiz_snapshots("exam")
        assert (snapshot.n, set(snapshot.data)) == (9, {"left_out"})
        for row in db.session.scalars(select(QuestionStatistics)):
            assert row.data["figures"] is None
            assert not row.needs_look
            assert 0 < row.n <= 9


def test_figures_of_a_drawn_exam(content: Flask) -> None:
    with content.app_context():
        people = sit_many(40)
        compute(content)
        (snapshot,) = list_quiz_snapshots("exam")
        assert snapshot.n == 40
        assert sum(snapshot.data["tenths"]) == 40
        assert snapshot.data["usual_seconds"] == 10
        assert 0.5 < snapshot.data["reliability"] < 1
        assert snapshot.error_millionths == int(snapshot.data["error"] * 1_000_000)
        attempt = sit(people[0], lambda _n: True, at=LATER)
        assert find_error_millionths(attempt) == snapshot.error_millionths
        rows = db.session.scalars(select(QuestionStatistics)).all()
        assert len(rows) == 12
        assert sum(row.n for row in rows) == 240
        assert sum(row.data["setting"]["exposure"] for row in rows) == pytest.approx(6)
        figures = [row.data["figures"] for row in rows]
        assert all(one["discrimination"] > 0 for one in figures)
        assert {one["id"] for one in figures[0]["choices"]} == {"right", "wrong", "worse", "nothing"}
        assert sum(one["n"] for one in figures[0]["choices"]) == rows[0].n
        gate = list_gates()["exam"]
        assert gate.state is GateState.PROVISIONAL
        assert any("comes from no study" in one for one in gate.lacking)
        assert list_gates()["practice"].state is GateState.NONE


def test_wording_is_pooled_and_scoring_is_not(content: Flask) -> None:
    with content.app_context():
        sit_many(12)
        version = db.session.scalars(select(QuestionVersion).where(QuestionVersion.question_id == "pool/exam-0")).one()
        scored = dict(
            question_id=version.question_id,
            type=version.type,
            skill=version.skill,
            level=2,
            objective=version.objective,
            points=1,
            facts=version.facts,
            prose=version.prose,
            release_id=1,
        )
        reworded = QuestionVersion(scoring_hash=version.scoring_hash, prose_hash="b" * 64, **scored)
        rescored = QuestionVersion(scoring_hash="c" * 64, prose_hash="b" * 64, **scored)
        save(reworded, rescored)
        for one, count in ((reworded, 3), (rescored, 2)):
            marks = db.session.scalars(select(Mark).where(Mark.question_version_id == version.id).order_by(Mark.id)).all()
            proposer, approver = make_person(), make_person()
            correction = Correction(
                kind="key",
                question_id=version.question_id,
                to_version_id=one.id,
                reason="x",
                proposed_by=proposer.id,
                proposed_at=EPOCH,
                dry_run={},
                approved_by=approver.id,
                approved_at=EPOCH,
                effective_at=EPOCH,
            )
            save(correction)
            taken = {row.supersedes_id for row in db.session.scalars(select(Mark))}
            save(*(
                Mark(attempt_id=row.attempt_id, position=row.position, question_version_id=one.id, earned=1, possible=1, points=1, rule_version=1, effective_at=EPOCH, recorded_at=EPOCH, given_by=f"correction:{correction.id}", supersedes_id=row.id, correction_id=correction.id)
                for row in [row for row in marks if row.id not in taken][:count]
            ))  # fmt: skip
        compute(content)
        found = list_of_question("pool/exam-0")
        assert {one.scoring_hash: one.n for one in found}["c" * 64] == 2
        pooled = next(one for one in found if one.scoring_hash == version.scoring_hash)
        assert pooled.version_id == reworded.id  # the newest wording
        assert sum(one.n for one in found) == len(
            db.session.scalars(select(Mark.id).where(Mark.question_version_id == version.id)).all()
        )


def test_what_waits_for_a_marker_is_left_out_and_a_void_question_too(content: Flask) -> None:
    with content.app_context():
        sit_many(12)
        void = db.session.scalars(select(Mark).order_by(Mark.id)).first()
        assert void is not None
        save(
            Mark(
                attempt_id=void.attempt_id,
                position=void.position,
                question_version_id=void.question_version_id,
                earned=0,
                possible=0,
                points=1,
                rule_version=1,
                effective_at=EPOCH,
                recorded_at=EPOCH,
                given_by="x",
                supersedes_id=void.id,
            )
        )
        person = make_person()
        with transaction():
            from_form = sit_form(person.id)
        found = compute(content)
        assert from_form
        assert found.quizzes[0]["n"] == 12
        assert found.quizzes[0]["data"]["left_out"]["unmarked"] == 1
        assert sum(row["n"] for row in found.questions) == 12 * 6 - 1


def sit_form(person_id: int) -> int:
    """A finished attempt without marks."""
    attempt = db.session.get_one(Attempt, service.start(person_id, "exam", "zh", 0, Accommodation(), EPOCH, 5))
    attempt.finished_at = EPOCH
    return attempt.id


def test_computing_again_changes_nothing_and_the_scan_works_only_on_what_is_new(content: Flask) -> None:
    with content.app_context():
        sit_many(12)
        assert statistics.list_stale() == ("exam",)
        first, second = compute(content), compute(content)
        assert (first.quizzes, first.questions) == (second.quizzes, second.questions)
        assert len(db.session.scalars(select(QuizStatistics.id)).all()) == 1
        assert statistics.list_stale() == ()
        sit(make_person(), lambda _n: True)
        assert statistics.list_stale() == ("exam",)
        assert "statistics" in run_all(LATER)
        assert list_quiz_snapshots("exam")[0].n == 13
        assert statistics.list_stale() == ()


def test_another_blueprint_is_another_version_and_another_title_is_not(content: Flask) -> None:
    with content.app_context():
        sit_many(12)
        row = db.session.scalars(select(QuizVersion).where(QuizVersion.slug == "exam")).one()
        for number, change in enumerate(({"pass_percent": 70}, {"minutes": 21}), 1):
            save(QuizVersion(slug="exam", fingerprint=str(number) * 64, data={**row.data, **change}, release_id=row.release_id))
        marked, timed = db.session.scalars(
            select(QuizVersion).where(QuizVersion.slug == "exam").order_by(QuizVersion.id).offset(1)
        ).all()
        with transaction():
            db.session.get_one(Quiz, "exam").current_version_id = marked.id
        compute(content)
        assert [one.is_current for one in list_quiz_snapshots("exam")] == [True]
        with transaction():
            db.session.get_one(Quiz, "exam").current_version_id = timed.id
        sit(make_person(), lambda _n: True)
        compute(content)
        assert [(one.is_current, one.n) for one in list_quiz_snapshots("exam")] == [(True, 1), (False, 12)]
        assert list_gates()["exam"].n == 1


def test_the_command_computes_all_or_one(content: Flask) -> None:
    with content.app_context():
        sit_many(3)
    runner = content.test_cli_runner()
    assert "exam: 3 first attempts" in runner.invoke(args=["statistics", "compute"]).output
    assert "exam: 3 first attempts" in runner.invoke(args=["statistics", "compute", "--quiz", "exam"]).output
    wrong = runner.invoke(args=["statistics", "compute", "--quiz", "nothing"])
    assert wrong.exit_code == 1
    assert "Nobody has finished a quiz 'nothing' yet." in wrong.output


def test_the_command_says_so_where_there_is_nothing(content: Flask) -> None:
    assert "Nobody has finished a quiz yet." in content.test_cli_runner().invoke(args=["statistics", "compute"]).output
