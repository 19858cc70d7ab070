"""Quality gates: shown to authors and HR, closed with a reason, kept as a ledger; what they change in open reviews and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal import clock
from portal import content as content_room
from portal.audit.tables import AuditEntry
from portal.db import db, transaction
from portal.framework.queries import current_release, get_framework
from portal.framework.tables import Definition
from portal.people.tables import Person
from portal.practicals.tables import Practical, PracticalScore
from portal.quizzes.queries.statistics import find_gate, list_gates
from portal.quizzes.rules.statistics.gates import GateState
from portal.quizzes.service import statistics
from portal.quizzes.tables import GateDecision, QuizStatistics
from portal.reviews import service
from portal.reviews.queries import find_review
from portal.reviews.rules.calculation import Item
from portal.reviews.tables import Review, ReviewCycle
from portal.skills.tables import Evidence
from tests.content import sample
from tests.factories import EPOCH, give_notice, grant, make_person, put_on_rung, save
from tests.quizzes.statistics.sitting import sit

GATE = "/authoring/gates/exam"
CLOSE = {"decision": "close", "reason": "The key of three questions was wrong."}


@pytest.fixture
def hr(content: Flask, sign_in: Callable[[Person], FlaskClient]) -> FlaskClient:
    """HR's browser."""
    with content.app_context():
        person = make_person("Harriet")
        grant(person, "hr")
    return sign_in(person)


def test_a_young_exam_is_provisional_and_says_what_is_missing(author: FlaskClient, hr: FlaskClient) -> None:
    for browser in (author, hr):
        page = browser.get(GATE).text
        assert "provisional: counts, and says so" in page
        assert "0 of 30 first attempts are there." in page
        assert "comes from no study" in page
        assert "2 things are missing" in browser.get("/authoring/gates").text
    assert "provisional" in author.get("/authoring").text


def test_closing_and_opening_with_a_reason(content: Flask, author: FlaskClient, hr: FlaskClient) -> None:
    assert hr.post(GATE, data={"decision": "close", "reason": " "}).status_code == 422
    for _click in range(2):
        assert hr.post(GATE, data=CLOSE).status_code == 303
    page = author.get(GATE).text
    assert "gate closed" in page
    assert CLOSE["reason"] in page
    assert "Harriet" not in page
    assert author.post(GATE, data={"decision": "open", "reason": "Mended."}).status_code == 303
    with content.app_context():
        assert [one.is_closed for one in db.session.scalars(select(GateDecision).order_by(GateDecision.id))] == [True, False]
        assert {one.action for one in db.session.scalars(select(AuditEntry).where(AuditEntry.subject == "quiz:exam"))} == {
            "gate.closed",
            "gate.opened",
        }
        gate = find_gate("exam")
        assert gate is not None and gate.state is GateState.PROVISIONAL
        db.session.remove()
        for statement in ("UPDATE gate_decisions SET reason = 'x'", "DELETE FROM gate_decisions"):
            with db.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
                connection.execute(text(statement))


def test_practice_has_no_gate(content: Flask, author: FlaskClient) -> None:
    assert author.get("/authoring/gates/practice").status_code == 404
    assert author.post("/authoring/gates/practice", data=CLOSE).status_code == 409
    assert author.post("/authoring/gates/nothing", data=CLOSE).status_code == 404
    with content.app_context():
        assert list_gates()["practice"].lacking == ()


def test_nobody_else_comes_in(
    content: Flask, learner: FlaskClient, client: FlaskClient, sign_in: Callable[[Person], FlaskClient]
) -> None:
    with content.app_context():
        person = make_person("Assessor")
        grant(person, "assessor")
    for browser in (learner, sign_in(person)):
        assert browser.get(GATE).status_code == browser.get("/authoring/gates").status_code == 404
        assert browser.post(GATE, data=CLOSE).status_code == 404
    assert client.get(GATE).status_code == 302


def test_both_languages(author: FlaskClient) -> None:
    author.post("/language", data={"language": "zh"})
    pages = author.get(GATE).text + author.get("/authoring/gates").text
    assert "试行" in pages
    assert "%(" not in pages


@dataclass(frozen=True)
class Reviewed:
    """A representative with an open review."""

    person: Person
    review_id: int

    def learning(self) -> Item:
        """The item that the requirements make."""
        review = find_review(self.review_id)
        assert review is not None
        found = service.compute(review, date(2026, 2, 1))
        return next(one for one in found.components if one.id == "learning").items[0]


@pytest.fixture
def reviewed(content: Flask) -> Reviewed:
    """A representative whose rung asks for the certificate that the exam is for."""
    with content.app_context():
        person, manager = make_person("Rep"), make_person("Boss")
        put_on_rung(person)
        give_notice(person, at=EPOCH - timedelta(days=1))
        template = next(iter(get_framework(current_release()).review_templates.values()))
        cycle = ReviewCycle(
            template_id=template.definition_id, title={"zh": "x", "en": "x"}, period_from=date(2026, 1, 1), period_until=date(2026, 3, 31),
            opened_by=manager.id, opened_at=EPOCH, feedback_until=date(2026, 4, 10),
        )  # fmt: skip
        save(cycle)
        review = Review(cycle_id=cycle.id, person_id=person.id, manager_id=manager.id, rung="representative")
        save(review)
        return Reviewed(person, review.id)


def test_a_closed_gate_leaves_the_requirement_out_whichever_way_it_went(
    content: Flask, hr: FlaskClient, reviewed: Reviewed
) -> None:
    with content.app_context():
        sit(reviewed.person, lambda _n: False)
        before = reviewed.learning()
        assert before.state == "covered"
        assert before.value == 0
        db.session.remove()
    hr.post(GATE, data=CLOSE)
    with content.app_context():
        item = reviewed.learning()
        assert item.state == "missing"
        assert item.detail == {"zh": "没有可计的要求", "en": "nothing is counted"}
        assert CLOSE["reason"] in item.sources[0].text["en"]
        assert "not counted" in item.sources[0].text["en"]
        db.session.remove()
    hr.post(GATE, data={"decision": "open", "reason": "Mended."})
    with content.app_context():
        assert reviewed.learning().value == 0


def test_a_signed_review_is_marked_and_not_rewritten(content: Flask, hr: FlaskClient, reviewed: Reviewed) -> None:
    with content.app_context():
        sit(reviewed.person, lambda _n: True)
        with transaction():
            review = db.session.get_one(Review, reviewed.review_id)
            review.state, review.snapshot, review.snapshot_hash = "signed", {"kept": True}, "x"
    hr.post(GATE, data=CLOSE)
    with content.app_context():
        review = db.session.get_one(Review, reviewed.review_id)
        assert review.look_again_reason == "gate:exam"
        assert (review.snapshot, review.snapshot_hash, review.state) == ({"kept": True}, "x", "signed")


def test_a_level_by_a_closed_exam_is_left_out_unless_something_else_shows_it(
    content: Flask, tmp_path: Path, hr: FlaskClient, reviewed: Reviewed
) -> None:
    with content.app_context():
        ladder = sample.files()["courses/career-ladder.yaml"]
        ladder["rungs"][0]["asks"] = {"skills": {sample.SKILL: 2}}
        found, problems = content_room.read(sample.write(tmp_path, {"courses/career-ladder.yaml": ladder}))
        assert problems == []
        with transaction():
            content_room.sync(found, content_room.fingerprint_of(tmp_path), clock.now())
        assert reviewed.learning().value == 0
        sit(reviewed.person, lambda _n: True)
        met = reviewed.learning()
        assert met.value == 1
        assert met.sources[0].text["en"].endswith("(provisional: the exam has not passed its quality gate yet): met")
        db.session.remove()
    hr.post(GATE, data=CLOSE)
    with content.app_context():
        assert reviewed.learning().state == "missing"
        rubric_id = db.session.scalars(select(Definition.id).where(Definition.kind == "rubric")).first()
        practical = Practical(
            person_id=reviewed.person.id,
            kind="certifying",
            rubric_id=rubric_id,
            requested_at=EPOCH,
            requested_by=reviewed.person.id,
        )
        save(practical)
        score = PracticalScore(
            practical_id=practical.id, scored_by=reviewed.person.id, ratings={}, earned=1, possible=1, is_passed=True, feedback="",
            observed_on=date(2026, 1, 20), effective_at=EPOCH, recorded_at=EPOCH,
        )  # fmt: skip
        save(score)
        save(
            Evidence(
                person_id=reviewed.person.id, skill=sample.SKILL, level=2, kind="practical", source=f"practical_score:{score.id}",
                demonstrated_on=date(2026, 1, 20), recorded_at=EPOCH,
            )
        )  # fmt: skip
        assert reviewed.learning().value == 1


def test_a_level_that_a_closed_exam_examines_is_not_missed_by_who_failed_it(
    content: Flask, tmp_path: Path, hr: FlaskClient, reviewed: Reviewed
) -> None:
    with content.app_context():
        ladder = sample.files()["courses/career-ladder.yaml"]
        ladder["rungs"][0]["asks"] = {"skills": {sample.SKILL: 2}}
        found, _problems = content_room.read(sample.write(tmp_path, {"courses/career-ladder.yaml": ladder}))
        with transaction():
            content_room.sync(found, content_room.fingerprint_of(tmp_path), clock.now())
        sit(reviewed.person, lambda _n: False)
        assert reviewed.learning().value == 0
        db.session.remove()
    hr.post(GATE, data=CLOSE)
    with content.app_context():
        assert reviewed.learning().state == "missing"


def test_results_near_the_mark_say_so_and_offer_another_form(content: Flask, sign_in: Callable[[Person], FlaskClient]) -> None:
    with content.app_context():
        person, other = make_person("Near"), make_person("Far")
        near = sit(person, lambda n: n < 4)  # 67 % of 80
        far = sit(other, lambda _n: False)
        with transaction():
            db.session.execute(text("DELETE FROM quiz_statistics"))
        _with_error(content, 150_000)
    page = sign_in(person).get(f"/attempts/{near}/result").text
    assert "Within measurement error" in page
    assert "about 15.0 percent points" in page
    assert "Take another form" in page or "Finish the courses" in page or "You can try again from" in page
    assert "Provisional: this exam" in page
    page = sign_in(other).get(f"/attempts/{far}/result").text
    assert "Within measurement error" not in page
    assert "Provisional: this exam" in page


def _with_error(app: Flask, millionths: int) -> None:
    """The snapshot of an exam whose error is known."""
    found = statistics.compute("exam", app.config["PORTAL"].time_zone, EPOCH)
    with transaction():
        statistics.store(found)
        db.session.scalars(select(QuizStatistics)).one().error_millionths = millionths


def test_without_a_known_error_nothing_is_said(content: Flask, sign_in: Callable[[Person], FlaskClient]) -> None:
    with content.app_context():
        person = make_person("Near")
        attempt = sit(person, lambda n: n < 4)
    assert "Within measurement error" not in sign_in(person).get(f"/attempts/{attempt}/result").text
