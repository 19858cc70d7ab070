"""Practicals that wait, and scores in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from portal.db import db
from portal.people import queries as people
from portal.practicals.rules import Candidate
from portal.practicals.tables import Practical, PracticalScore


@dataclass(frozen=True)
class PracticalValue:
    """A practical with the score in force, if any."""

    id: int
    person_id: int
    kind: str
    certification: str | None
    rubric_definition_id: int
    requested_at: datetime
    assessor_id: int | None
    scheduled_on: date | None
    closed_at: datetime | None
    score_id: int | None
    scored_by: int | None
    ratings: Mapping[str, int] | None
    earned: int | None
    possible: int | None
    is_passed: bool | None
    feedback: str | None
    observed_on: date | None


def _select() -> Any:
    inner = aliased(PracticalScore)
    newest = select(func.max(inner.id)).where(inner.practical_id == Practical.id).correlate(Practical).scalar_subquery()
    return (
        select(Practical, PracticalScore)
        .select_from(Practical)
        .outerjoin(PracticalScore, and_(PracticalScore.practical_id == Practical.id, PracticalScore.id == newest))
    )


def _value(row: Any) -> PracticalValue:
    practical, score = row
    scored = (
        (score.id, score.scored_by, score.ratings, score.earned, score.possible, score.is_passed, score.feedback, score.observed_on)
        if score
        else (None,) * 8
    )
    return PracticalValue(
        practical.id, practical.person_id, practical.kind, practical.certification_slug, practical.rubric_id, practical.requested_at,
        practical.assessor_id, practical.scheduled_on, practical.closed_at, *scored,
    )  # fmt: skip


def find_practical(practical_id: int) -> PracticalValue | None:
    """One practical."""
    row = db.session.execute(_select().where(Practical.id == practical_id).execution_options(populate_existing=True)).first()
    return _value(row) if row else None


def list_waiting() -> list[PracticalValue]:
    """Certifying practicals that nobody has scored, the longest waiting first."""
    query = (
        _select()
        .where(Practical.kind == "certifying", Practical.closed_at.is_(None))
        .order_by(Practical.scheduled_on, Practical.requested_at)
    )
    return [_value(row) for row in db.session.execute(query)]


def list_practicals(person_ids: Iterable[int]) -> dict[int, tuple[PracticalValue, ...]]:
    """All practicals of these people, newest first. One statement."""
    query = _select().where(Practical.person_id.in_(tuple(person_ids))).order_by(Practical.id.desc())
    found: defaultdict[int, list[PracticalValue]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row[0].person_id].append(_value(row))
    return {person: tuple(values) for person, values in found.items()}


def find_observed_on(score_id: int) -> date | None:
    """On which day the practical was observed that a score is of."""
    return db.session.scalar(select(PracticalScore.observed_on).where(PracticalScore.id == score_id))


def get_candidate(person_id: int, today: date) -> Candidate:
    """Who stands how to a person."""
    return Candidate(
        person_id,
        frozenset(people.list_managers_above(person_id, today)),
        frozenset(people.list_report_ids(person_id, today)),
        people.list_relatives(person_id),
    )
