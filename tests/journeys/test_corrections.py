"""Our own error is corrected: whoever loses nothing by it is raised, and nothing that was reached is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock, journeys, regrading
from portal.audit.tables import AuditEntry
from portal.certifications.tables import CertificationPeriod
from portal.courses.tables import CourseCompletion
from portal.db import db, transaction
from portal.errors import NotFound, PortalError
from portal.framework.queries import current_release
from portal.framework.tables import Definition
from portal.outbox.tables import OutboxItem
from portal.people.tables import Person
from portal.promotions.tables import PromotionCase
from portal.quizzes.queries import get_attempt_trace
from portal.quizzes.queries.corrections import find_correction, list_steps
from portal.quizzes.rules.editing import Edit
from portal.quizzes.service import correcting
from portal.quizzes.service import regrading as marking
from portal.quizzes.tables import Correction, Mark, Score
from portal.reviews.queries import list_of_person
from portal.reviews.service.computing import compute
from portal.reviews.service.corrected import correction_note
from portal.reviews.tables import Review, ReviewCycle
from portal.skills.queries import list_levels
from tests import factories
from tests.content import sample
from tests.journeys.correcting import (
    QUESTION,
    RIGHT,
    WRONG,
    approve,
    correct,
    dry_run_of,
    edited,
    hand_in,
    propose,
    result,
    scores,
    sit,
    start,
    store,
)  # fmt: skip


@pytest.fixture
def author(session: Session) -> Person:
    return factories.make_person("Author")


@pytest.fixture
def approver(session: Session) -> Person:
    return factories.make_person("Approver")


@pytest.fixture
def bad_key(session: Session, tmp_path: Path) -> Path:
    """The exam draws all six questions; the key of the first is wrong. Four of six pass."""
    exam = {**edited()}
    store(tmp_path, exam)
    return tmp_path


def hire() -> Person:
    person = factories.make_person("Lin Xiao")
    factories.put_on_rung(person)
    factories.give_notice(person)
    return person


def two_wrong() -> dict[str, str]:
    """Right everywhere but in one other question: with the wrong key that is four of six, with the right one five."""
    return {"pool/exam-1": WRONG}


def mend(folder: Path) -> None:
    """The author mends the key of the first question."""
    [edit] = store(folder, edited(key=RIGHT))
    assert (edit.question_id, edit.edit) == (QUESTION, Edit.SCORING)


def test_a_wrong_key_is_corrected_and_raises_to_a_certificate(bad_key: Path, author: Person, approver: Person) -> None:
    person = hire()
    certify_all_but_the_exam(person)
    before = sit(person, two_wrong())
    assert (before.earned, before.possible, before.is_passed) == (4, 6, False)
    mend(bad_key)
    assert result(before.attempt_id).earned == 4  # syncing moves nothing
    number = propose(author)
    tried = dry_run_of(number)
    assert (tried["attempts"], tried["changed"], tried["raised"], tried["lowered"]) == (1, 1, 1, 0)
    assert {"pass_gained": 1, "certificate_gained": 1}.items() <= tried["lines"].items()
    assert tried["rows"][0]["before"] == [4, 6]
    assert result(before.attempt_id).earned == 4
    approve(number, approver)
    assert result(before.attempt_id).earned == 4
    regrading.run(number)
    after = result(before.attempt_id)
    assert (after.earned, after.possible, after.is_passed, after.correction_id, after.kept_by) == (5, 6, True, number, None)
    [period] = periods(person)
    assert period.evidence["exam"] == f"attempt:{before.attempt_id}"
    [step] = list_steps([before.attempt_id])[before.attempt_id]
    assert (step.before, step.after, step.is_kept) == ((4, 6), (5, 6), False)
    old, new = db.session.scalars(select(Mark).where(Mark.question_version_id.in_(versions())).order_by(Mark.id))
    assert (new.supersedes_id, new.given_by, new.position) == (old.id, f"correction:{number}", old.position)


def versions() -> list[int]:
    return [one.id for one in correcting.queries.list_versions(QUESTION)]


def certify_all_but_the_exam(person: Person) -> None:
    """The course is done and the practical was observed long ago."""
    now = clock.now()
    with transaction():
        db.session.add(CourseCompletion(person_id=person.id, course_slug="asking", completed_at=now, release_id=current_release()))
    assessor = factories.make_person("Assessor")
    factories.grant(assessor, "assessor")
    with transaction():
        practical = journeys.practicals.request_practical(
            person.id, "onboarding", journeys._framework().rubrics["visit"], person.id, now
        )
    with transaction():
        journeys.score_practical(practical, assessor.id, {"asks": 4}, "", now.date(), None, now)


def periods(person: Person) -> list[CertificationPeriod]:
    db.session.close()
    query = select(CertificationPeriod).where(
        CertificationPeriod.person_id == person.id, CertificationPeriod.issued_at.is_not(None)
    )
    return list(db.session.scalars(query))


def test_what_it_would_lower_stays_in_force_and_is_marked_kept(bad_key: Path, author: Person, approver: Person) -> None:
    person = hire()
    certify_all_but_the_exam(person)
    review, case = signed_review(person), decided_case(person)
    before = sit(person, {QUESTION: WRONG, "pool/exam-1": WRONG})  # the wrong key paid for the wrong answer
    assert (before.earned, before.is_passed) == (5, True)
    [period] = periods(person)
    level = list_levels([person.id], clock.now().date())[person.id]
    mend(bad_key)
    number = correct(author, approver)
    after = result(before.attempt_id)
    assert (after.earned, after.possible, after.is_passed, after.kept_by) == (4, 6, True, number)
    [group] = after.per_skill
    assert (group["earned"], group["is_passed"], group["demonstrates"]) == (4, True, True)
    [kept] = periods(person)
    assert (kept.id, kept.valid_until, kept.kept_by) == (period.id, period.valid_until, number)
    assert list_levels([person.id], clock.now().date())[person.id] == level
    assert db.session.get_one(Review, review).look_again_reason == f"correction:{number}"
    assert db.session.get_one(PromotionCase, case).look_again_at is not None
    assert correction_note(f"attempt:{before.attempt_id}") == {
        "zh": f"；成绩由 83% 更正为 67%（更正 {number}，保留）",
        "en": f"; score corrected from 83 % to 67 % (correction {number}, kept)",
    }
    assert correction_note("practical_score:1") == {"zh": "", "en": ""}
    trace = compute(list_of_person(person.id)[0], clock.now().date())
    [certificate] = [s for one in trace.components for item in one.items for s in item.sources if s.kind == "certificate"]
    assert certificate.text["en"].count(f"(correction {number}, kept))") == 1
    lines = dry_run_of(number)["lines"]
    assert {"pass_kept": 1, "certificate_kept": 1, "signed_review": 1, "decided_case": 1}.items() <= lines.items()


def signed_review(person: Person) -> int:
    now = clock.now()
    template = db.session.scalars(select(Definition.id).where(Definition.kind == "review_template")).one()
    cycle = ReviewCycle(
        template_id=template, title={}, period_from=now.date(), period_until=now.date(), opened_by=person.id, opened_at=now,
        feedback_until=now.date(),
    )  # fmt: skip
    factories.save(cycle)
    row = Review(cycle_id=cycle.id, person_id=person.id, manager_id=person.id, rung="representative", state="signed")
    factories.save(row)
    return row.id


def decided_case(person: Person) -> int:
    now = clock.now()
    row = PromotionCase(
        kind="promotion", person_id=person.id, from_rung="representative", to_rung="supervisor", conditions="", checks=[], opened_by=person.id,
        opened_at=now, state="approved",
    )  # fmt: skip
    factories.save(row)
    return row.id


def test_a_void_question_gives_everyone_full_points(bad_key: Path, author: Person, approver: Person) -> None:
    gains, has = hire(), hire()
    low, high = sit(gains, two_wrong()), sit(has, {QUESTION: WRONG})
    number = correct(author, approver, "void")
    assert (result(low.attempt_id).earned, result(low.attempt_id).is_passed) == (5, True)
    assert result(high.attempt_id).score_id == high.score_id  # full points already: nothing is written
    assert dry_run_of(number)["changed"] == 1


def test_what_is_void_stays_void(bad_key: Path, author: Person, approver: Person) -> None:
    person = hire()
    low = sit(person, two_wrong())
    correct(author, approver, "void")
    store(bad_key, edited(key="worse"))
    with pytest.raises(PortalError, match="409"):
        propose(author)
    assert result(low.attempt_id).earned == 5


def test_twice_is_as_once(bad_key: Path, author: Person, approver: Person) -> None:
    person = hire()
    attempt = sit(person, two_wrong()).attempt_id
    mend(bad_key)
    number = correct(author, approver)
    counted = ledger()
    assert regrading.run(number) == 0
    regrading.run_waiting()
    assert ledger() == counted
    assert find_correction(number).state == "done"
    again = correct(author, approver)
    assert dry_run_of(again)["changed"] == 0
    assert len(scores([attempt])) == 2


def ledger() -> list[int]:
    db.session.close()
    tables = (Mark, Score, CertificationPeriod, OutboxItem, AuditEntry)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_a_killed_run_goes_on_where_it_was(
    bad_key: Path, author: Person, approver: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [hire() for _n in range(5)]
    before = [sit(one, two_wrong()) for one in people]
    mend(bad_key)
    monkeypatch.setattr(marking, "BATCH", 2)
    number = propose(author)
    approve(number, approver)
    ticks = iter(range(100))

    def kill_after(count: int):
        def tick() -> None:
            if next(ticks) == count:
                raise KeyboardInterrupt

        return tick

    with pytest.raises(KeyboardInterrupt):
        regrading.run(number, kill_after(2))
    assert find_correction(number).reached_attempt_id == before[3].attempt_id
    assert [result(one.attempt_id).earned for one in before] == [4] * 5  # inert
    with pytest.raises(KeyboardInterrupt):
        regrading.run(number, kill_after(7))  # in the middle of what follows
    assert find_correction(number).effective_at is not None
    assert find_correction(number).followed_at is None
    assert [result(one.attempt_id).earned for one in before] == [5] * 5
    regrading.run_waiting()
    assert find_correction(number).state == "done"
    assert len(scores([one.attempt_id for one in before])) == 10
    told = db.session.scalar(select(func.count()).select_from(OutboxItem).where(OutboxItem.kind == "score_corrected"))
    noted = db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "attempt.corrected"))
    assert told == noted == 5


def test_an_attempt_that_ends_while_it_is_written_or_later_is_corrected_too(
    bad_key: Path, author: Person, approver: Person
) -> None:
    first, during, later, fooled = hire(), hire(), hire(), hire()
    told_first = sit(first, two_wrong())
    open_during, open_later, open_fooled = start(during), start(later), start(fooled)
    mend(bad_key)
    number = propose(author)
    approve(number, approver)
    batch = marking.read_batch(number)
    with transaction():
        assert marking.write_batch(number, batch, clock.now())
    with transaction():
        assert marking.write_batch(number, batch, clock.now())  # another run with the same batch: nothing is written twice
    assert len(scores([told_first.attempt_id])) == 2
    told = hand_in(open_during, during, two_wrong())
    assert told.earned == 4  # not in force yet
    regrading.run(number)
    assert (result(open_during).earned, result(open_during).is_passed) == (5, True)
    assert hand_in(open_later, later, two_wrong()).earned == 5
    # who is told only after it took effect was never told of a pass: nothing is kept
    ended = hand_in(open_fooled, fooled, {QUESTION: WRONG, "pool/exam-1": WRONG})
    assert (ended.earned, ended.is_passed, ended.kept_by) == (4, False, None)
    assert list_levels([fooled.id], clock.now().date())[fooled.id] == {} or not ended.is_passed


def test_a_question_is_corrected_again(bad_key: Path, author: Person, approver: Person) -> None:
    person, other = hire(), hire()
    first = sit(person, two_wrong())
    mend(bad_key)
    one = correct(author, approver)
    second = sit(other, two_wrong())
    assert second.earned == 5
    store(bad_key, edited(key="worse"))
    two = correct(author, approver)
    assert [result(a.attempt_id).earned for a in (first, second)] == [4, 4]
    assert result(first.attempt_id).kept_by == two  # it had passed by the first correction
    chain = scores([first.attempt_id])
    assert [row.correction_id for row in chain] == [None, one, two]
    assert [row.supersedes_id for row in chain] == [None, chain[0].id, chain[1].id]
    store(bad_key, edited(key=RIGHT))  # and back: the version of the first correction stands again
    correct(author, approver)
    assert [result(a.attempt_id).earned for a in (first, second)] == [5, 5]
    assert result(first.attempt_id).kept_by is None


def test_what_is_drawn_after_a_correction_is_marked_as_it_was_drawn(bad_key: Path, author: Person, approver: Person) -> None:
    sit(hire(), two_wrong())
    mend(bad_key)
    correct(author, approver)
    store(bad_key, edited(key=WRONG))  # the author goes back on purpose
    assert sit(hire(), {QUESTION: WRONG}).earned == 6


def test_marks_that_people_gave_are_untouched(bad_key: Path, author: Person, approver: Person) -> None:
    person = hire()
    attempt = sit(person, two_wrong()).attempt_id
    mark = db.session.scalars(select(Mark).where(Mark.attempt_id == attempt, Mark.question_version_id.in_(versions()))).one()
    given = Mark(
        attempt_id=attempt, position=mark.position, question_version_id=mark.question_version_id, earned=1, possible=2, points=1,
        rule_version=1, effective_at=clock.now(), recorded_at=clock.now(), given_by=f"person:{author.id}", supersedes_id=mark.id,
    )  # fmt: skip
    factories.save(given)
    number = correct(author, approver, "void")
    assert dry_run_of(number)["changed"] == 0
    assert result(attempt).earned == 4


def test_practice_is_lowered_plainly(bad_key: Path, author: Person, approver: Person) -> None:
    person = hire()
    before = sit(person, slug="practice")
    assert before.is_passed
    files = edited(key=RIGHT)
    bank = {"bank": "asking", "pool": "practice", "questions": [dict(one) for one in _practice()]}
    for choice in bank["questions"][0]["choices"]:
        choice.pop("correct", None)
    bank["questions"][0]["choices"][1]["correct"] = True
    store(bad_key, files | {"quizzes/asking.yaml": bank})
    number = correct(author, approver, question="asking/practice-0")
    after = result(before.attempt_id)
    assert (after.earned, after.is_passed, after.kept_by) == (1, False, None)
    assert dry_run_of(number)["lines"] == {"pass_lost": 1}
    trace = get_attempt_trace(before.attempt_id, "en", True, True, False)
    assert trace is not None
    [one] = [question for question in trace.questions if question.question == "asking/practice-0"]
    assert (one.mark, one.correction_id) == ((0, 1, 1), number)
    assert [choice["correct"] for choice in one.facts["choices"]] == [
        False,
        True,
        False,
    ]  # the corrected key, not the one that was seen
    assert one.key == one.drawn["order"].index(1)


def _practice() -> list[dict]:
    return sample.files()["quizzes/asking.yaml"]["questions"]


def test_two_corrections_are_written_one_after_the_other(bad_key: Path, author: Person, approver: Person) -> None:
    attempt = sit(hire(), two_wrong()).attempt_id
    mend(bad_key)
    one, two = propose(author), propose(author, "void", "pool/exam-1")
    approve(one, approver)
    with pytest.raises(PortalError, match="409"):
        approve(two, approver)
    regrading.run(one)
    approve(two, approver)
    regrading.run(two)
    assert result(attempt).earned == 6
    assert [row.correction_id for row in scores([attempt])] == [None, one, two]


def test_nobody_approves_their_own_proposal_or_their_own_result(bad_key: Path, author: Person) -> None:
    person = hire()
    sit(person, two_wrong())
    mend(bad_key)
    number = propose(author)
    for somebody in (author, person):
        with pytest.raises(PortalError, match="409"):
            approve(number, somebody)
    assert find_correction(number).approved_at is None
    assert regrading.run(number) == 0
    assert len(db.session.scalars(select(Score)).all()) == 1


def test_a_proposal_goes_stale_and_is_withdrawn(bad_key: Path, author: Person, approver: Person) -> None:
    attempt = sit(hire(), two_wrong()).attempt_id
    mend(bad_key)
    number = propose(author)
    assert propose(author) == number  # a second click
    with pytest.raises(PortalError, match="409"):
        propose(author, "void")
    store(bad_key, edited(key="worse"))
    with pytest.raises(PortalError, match="409"):
        approve(number, approver)
    with transaction():
        correcting.withdraw(number, author.id, clock.now())
    with transaction():
        correcting.withdraw(number, author.id, clock.now())
    correct(author, approver, "void")
    assert result(attempt).earned == 5


def test_a_correction_needs_a_reason_and_a_question(bad_key: Path, author: Person) -> None:
    with pytest.raises(PortalError, match="422"):
        propose(author, reason="  ")
    with pytest.raises(NotFound):
        propose(author, question="pool/nothing")
    assert db.session.scalars(select(Correction)).all() == []


def test_an_approved_correction_is_not_withdrawn(bad_key: Path, author: Person, approver: Person) -> None:
    sit(hire(), two_wrong())
    mend(bad_key)
    number = propose(author)
    approve(number, approver)
    with pytest.raises(PortalError, match="409"), transaction():
        correcting.withdraw(number, author.id, clock.now())


def test_a_batch_is_worked_out_again_where_the_ledger_has_gone_on(bad_key: Path, author: Person, approver: Person) -> None:
    attempt = sit(hire(), two_wrong())
    mend(bad_key)
    number = propose(author)
    approve(number, approver)
    batch = marking.read_batch(number)
    old = scores([attempt.attempt_id])[0]
    factories.save(
        Score(
            attempt_id=old.attempt_id, earned=3, possible=6, is_passed=False, per_skill=old.per_skill, effective_at=clock.now(),
            recorded_at=clock.now(), given_by="person:1", supersedes_id=old.id,
        )
    )  # fmt: skip
    with transaction():
        assert marking.write_batch(number, batch, clock.now())
    assert len(scores([attempt.attempt_id])) == 2
    regrading.run(number)
    assert result(attempt.attempt_id).earned == 5
    assert scores([attempt.attempt_id])[-1].supersedes_id != old.id
