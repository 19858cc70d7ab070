"""Asking for a practical, taking it, scoring it, and a manager's coaching on the same rubric."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from portal.db import db
from portal.errors import NotFound, PortalError
from portal.framework.rules import Rubric, rubric_score
from portal.i18n import lazy
from portal.people import queries as people
from portal.practicals import queries
from portal.practicals.labels import REFUSALS
from portal.practicals.rules import is_passed, refusal_to_assess
from portal.practicals.tables import Practical, PracticalScore


def request_practical(person_id: int, certification: str, rubric: Rubric, by: int, now: datetime) -> int:
    """Ask for the practical of a certification; one that waits already is the same. Returns its id."""
    waiting = db.session.scalar(
        select(Practical).where(
            Practical.person_id == person_id, Practical.certification_slug == certification, Practical.closed_at.is_(None),
            Practical.kind == "certifying",
        )
    )  # fmt: skip
    if waiting is None:
        waiting = Practical(
            person_id=person_id, kind="certifying", certification_slug=certification, rubric_id=rubric.definition_id,
            requested_at=now, requested_by=by,
        )  # fmt: skip
        db.session.add(waiting)
        db.session.flush()
    return waiting.id


def _locked(practical_id: int) -> Practical:
    practical = db.session.scalar(
        select(Practical).where(Practical.id == practical_id).with_for_update().execution_options(populate_existing=True)
    )
    if practical is None:
        raise NotFound
    return practical


def check_assessor(person_id: int, assessor_id: int, is_closed: bool, today: date) -> None:
    """Raise the refusal that keeps somebody from scoring a person's practical."""
    is_assessor = people.has_role(assessor_id, "assessor", today)
    refusal = refusal_to_assess(assessor_id, is_assessor, queries.get_candidate(person_id, today), is_closed)
    if refusal is not None:
        raise PortalError(409, REFUSALS[refusal])


def take(practical_id: int, assessor_id: int, scheduled_on: date | None, today: date) -> None:
    """Take a practical that waits, with a day."""
    practical = _locked(practical_id)
    check_assessor(practical.person_id, assessor_id, practical.closed_at is not None, today)
    practical.assessor_id, practical.scheduled_on = assessor_id, scheduled_on


def score(
    practical_id: int, assessor_id: int, rubric: Rubric, at_least_percent: int, ratings: Mapping[str, int], feedback: str,
    observed_on: date, reason: str | None, today: date, now: datetime,
) -> PracticalScore:  # fmt: skip
    """Score a practical, or with a `reason` correct the score: a new row that supersedes the one before."""
    practical = _locked(practical_id)
    before = queries.find_practical(practical_id)
    corrects = reason is not None and before is not None and before.scored_by == assessor_id  # one's own score only
    check_assessor(practical.person_id, assessor_id, practical.closed_at is not None and not corrects, today)
    earned, possible = _rated(rubric, ratings)
    row = PracticalScore(
        practical_id=practical_id, scored_by=assessor_id, ratings=dict(ratings), earned=earned, possible=possible,
        is_passed=is_passed(earned, possible, at_least_percent), feedback=feedback.strip(), observed_on=observed_on,
        effective_at=now, recorded_at=now, reason=reason, supersedes_id=before.score_id if before else None,
    )  # fmt: skip
    db.session.add(row)
    practical.closed_at, practical.assessor_id = practical.closed_at or now, practical.assessor_id or assessor_id
    db.session.flush()
    return row


def coach(
    person_id: int, manager_id: int, rubric: Rubric, ratings: Mapping[str, int], feedback: str, observed_on: date, now: datetime
) -> int:
    """A manager's role-play on a rubric: feedback for the person, evidence of nothing. Returns its id."""
    earned, possible = _rated(rubric, ratings)
    practical = Practical(
        person_id=person_id, kind="coaching", rubric_id=rubric.definition_id, requested_at=now, requested_by=manager_id,
        assessor_id=manager_id, closed_at=now,
    )  # fmt: skip
    db.session.add(practical)
    db.session.flush()
    db.session.add(
        PracticalScore(
            practical_id=practical.id, scored_by=manager_id, ratings=dict(ratings), earned=earned, possible=possible, is_passed=False,
            feedback=feedback.strip(), observed_on=observed_on, effective_at=now, recorded_at=now,
        )
    )  # fmt: skip
    return practical.id


def _rated(rubric: Rubric, ratings: Mapping[str, int]) -> tuple[int, int]:
    try:
        return rubric_score(rubric, ratings)
    except ValueError as error:
        raise PortalError(422, lazy("Rate every criterion from 1 to 5 before you save.")) from error
