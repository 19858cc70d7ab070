"""Reviews, cycles, texts, feedback and appeals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from portal.db import db
from portal.framework.rules import Text
from portal.reviews.rules.acting import ReviewState
from portal.reviews.tables import Appeal, Excuse, FeedbackAnswer, FeedbackInvitation, Review, ReviewCycle, ReviewText


@dataclass(frozen=True)
class CycleValue:
    """A cycle."""

    id: int
    template_id: int
    title: Text
    team_id: int | None
    period_from: date
    period_until: date
    opened_by: int
    feedback_until: date
    closed_at: datetime | None


@dataclass(frozen=True)
class ReviewValue:
    """A review with its cycle."""

    id: int
    person_id: int
    manager_id: int
    rung: str
    state: str
    rating: str | None
    rating_reason: str | None
    signed_by: int | None
    signed_at: datetime | None
    snapshot: dict[str, Any] | None
    acknowledged_at: datetime | None
    look_again_at: datetime | None
    look_again_reason: str | None
    cycle: CycleValue

    @property
    def standing(self) -> ReviewState:
        """What decides about acting on it."""
        return ReviewState(self.person_id, self.manager_id, self.state, self.signed_by)


@dataclass(frozen=True)
class Rating:
    """A rating of record."""

    review_id: int
    cycle_id: int
    period_until: date
    rating: str
    signed_at: datetime


def _cycle(row: ReviewCycle) -> CycleValue:
    return CycleValue(
        row.id,
        row.template_id,
        row.title,
        row.team_id,
        row.period_from,
        row.period_until,
        row.opened_by,
        row.feedback_until,
        row.closed_at,
    )


def _review(row: Any) -> ReviewValue:
    review, cycle = row
    return ReviewValue(
        review.id, review.person_id, review.manager_id, review.rung, review.state, review.rating, review.rating_reason,
        review.signed_by, review.signed_at, review.snapshot, review.acknowledged_at, review.look_again_at,
        review.look_again_reason, _cycle(cycle),
    )  # fmt: skip


def _select() -> Any:
    return (
        select(Review, ReviewCycle)
        .select_from(Review)
        .join(ReviewCycle, ReviewCycle.id == Review.cycle_id)
        .execution_options(populate_existing=True)
    )


def find_review(review_id: int) -> ReviewValue | None:
    """One review."""
    row = db.session.execute(_select().where(Review.id == review_id)).first()
    return _review(row) if row else None


def list_of_person(person_id: int) -> list[ReviewValue]:
    """A person's reviews, newest first."""
    return [_review(row) for row in db.session.execute(_select().where(Review.person_id == person_id).order_by(Review.id.desc()))]


def list_to_write(manager_id: int) -> list[ReviewValue]:
    """Reviews that a manager has to write."""
    query = _select().where(Review.manager_id == manager_id, Review.state == "open").order_by(ReviewCycle.feedback_until, Review.id)
    return [_review(row) for row in db.session.execute(query)]


def list_of_cycle(cycle_id: int) -> list[ReviewValue]:
    """All reviews of a cycle."""
    return [_review(row) for row in db.session.execute(_select().where(Review.cycle_id == cycle_id).order_by(Review.id))]


def list_cycles() -> list[CycleValue]:
    """All cycles, newest first."""
    return [_cycle(row) for row in db.session.scalars(select(ReviewCycle).order_by(ReviewCycle.id.desc()))]


def find_cycle(cycle_id: int) -> CycleValue | None:
    """One cycle."""
    row = db.session.get(ReviewCycle, cycle_id)
    return _cycle(row) if row else None


def list_ratings(person_ids: Iterable[int]) -> dict[int, tuple[Rating, ...]]:
    """Ratings of record, newest first. One statement."""
    rows = db.session.execute(
        select(Review.person_id, Review.id, Review.cycle_id, ReviewCycle.period_until, Review.rating, Review.signed_at)
        .select_from(Review)
        .join(ReviewCycle, ReviewCycle.id == Review.cycle_id)
        .where(Review.person_id.in_(tuple(person_ids)), Review.state != "open", Review.rating.is_not(None))
        .order_by(ReviewCycle.period_until.desc(), Review.id.desc())
    )
    found: defaultdict[int, list[Rating]] = defaultdict(list)
    for person, review_id, cycle_id, period_until, rating, signed_at in rows:
        if rating is not None and signed_at is not None:
            found[person].append(Rating(review_id, cycle_id, period_until, rating, signed_at))
    return {person: tuple(ratings) for person, ratings in found.items()}


def list_texts(review_id: int) -> dict[tuple[str, str], ReviewText]:
    """The latest text of each writer and item."""
    rows = db.session.scalars(select(ReviewText).where(ReviewText.review_id == review_id).order_by(ReviewText.id))
    return {(row.writer, row.item): row for row in rows}


def list_feedback(review_id: int, source: str) -> list[tuple[int, str]]:
    """Answers of colleagues or customers, by their random ids: no order of time."""
    rows = db.session.execute(
        select(FeedbackAnswer.value, FeedbackAnswer.comment)
        .where(FeedbackAnswer.review_id == review_id, FeedbackAnswer.source == source)
        .order_by(FeedbackAnswer.id)
    )
    return [(row.value, row.comment) for row in rows]


def list_invitations(review_id: int) -> Sequence[FeedbackInvitation]:
    """Who is invited."""
    return db.session.scalars(
        select(FeedbackInvitation).where(FeedbackInvitation.review_id == review_id).order_by(FeedbackInvitation.id)
    ).all()


def list_my_invitations(colleague_id: int, today: date) -> list[ReviewValue]:
    """Reviews for which my feedback is asked, and still open."""
    query = (
        _select()
        .join(FeedbackInvitation, FeedbackInvitation.review_id == Review.id)
        .where(
            FeedbackInvitation.colleague_id == colleague_id,
            FeedbackInvitation.is_answered.is_(False),
            ReviewCycle.feedback_until >= today,
        )
        .order_by(ReviewCycle.feedback_until)
    )
    return [_review(row) for row in db.session.execute(query)]


def list_excuses(cycle_id: int) -> Sequence[Excuse]:
    """What HR has excused in a cycle."""
    return db.session.scalars(select(Excuse).where(Excuse.cycle_id == cycle_id).order_by(Excuse.id)).all()


def find_appeal(appeal_id: int) -> Appeal | None:
    """One appeal."""
    return db.session.get(Appeal, appeal_id, populate_existing=True)


def list_appeals(person_id: int | None = None, subject: str | None = None, is_open: bool = False) -> Sequence[Appeal]:
    """Appeals of a person, about a subject, or all; newest first."""
    query = select(Appeal).order_by(Appeal.id.desc())
    if person_id is not None:
        query = query.where(Appeal.person_id == person_id)
    if subject is not None:
        query = query.where(Appeal.subject == subject)
    if is_open:
        query = query.where(Appeal.outcome.is_(None))
    return db.session.scalars(query).all()


def count_by_state(cycle_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many reviews of each cycle are in which state. One statement."""
    rows = db.session.execute(
        select(Review.cycle_id, Review.state, func.count())
        .where(Review.cycle_id.in_(tuple(cycle_ids)))
        .group_by(Review.cycle_id, Review.state)
    )
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for cycle, state, count in rows:
        found[cycle][state] = count
    return dict(found)


def count_look_again(person_ids: Iterable[int]) -> int:
    """Signed reviews that are marked for another look."""
    query = (
        select(func.count())
        .select_from(Review)
        .where(Review.look_again_at.is_not(None), or_(Review.person_id.in_(tuple(person_ids))))
    )
    return db.session.scalar(query) or 0


def list_people_reviewed(person_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Whether each person has `open` and `signed` reviews. One statement."""
    rows = db.session.execute(select(Review.person_id, Review.state).where(Review.person_id.in_(tuple(person_ids))).distinct())
    found: defaultdict[int, set[str]] = defaultdict(set)
    for person, state in rows:
        found[person].add("open" if state == "open" else "signed")
    return {person: frozenset(states) for person, states in found.items()}


def count_of_people(people: Any) -> tuple[int, int]:
    """Open and signed reviews of the people whom a statement selects as person_id."""
    ids = select(people.subquery().c.person_id)
    rows = dict(
        db.session.execute(select(Review.state, func.count()).where(Review.person_id.in_(ids)).group_by(Review.state)).all()
    )
    return rows.get("open", 0), sum(count for state, count in rows.items() if state != "open")
