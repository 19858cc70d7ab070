"""Cycles: opening, excusing a class of cases, handing a review to another writer, marking for another look."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.framework.rules import ReviewTemplate
from portal.i18n import lazy
from portal.people import queries as people
from portal.reviews.tables import Excuse, Review, ReviewCycle

BATCH = 500
LONGEST_PERIOD = timedelta(days=731)


def open_cycle(
    template: ReviewTemplate, title: dict[str, str], team_id: int | None, period_from: date, period_until: date, feedback_until: date,
    actor_id: int, allowed: Iterable[int], today: date, now: datetime,
) -> int:  # fmt: skip
    """Open a cycle with a review for everyone of the team (or of all) on a rung that the template is for. Returns its id."""
    if period_until < period_from:
        raise PortalError(422, lazy("The period ends before it begins."))
    if period_until - period_from > LONGEST_PERIOD:
        raise PortalError(422, lazy("The period is longer than two years."))
    ids = set(allowed) & set(people.list_members(team_id, today)) if team_id else set(allowed)
    cards = people.list_people(ids, today)
    concerned = [card for card in cards.values() if card.rung in template.applies_to and card.manager_id is not None]
    if not concerned:
        raise PortalError(422, lazy("Nobody of yours is on a rung that this template is for."))
    cycle = ReviewCycle(
        template_id=template.definition_id, title=title, team_id=team_id, period_from=period_from, period_until=period_until,
        opened_by=actor_id, opened_at=now, feedback_until=feedback_until,
    )  # fmt: skip
    db.session.add(cycle)
    db.session.flush()
    db.session.add_all(
        Review(cycle_id=cycle.id, person_id=card.id, manager_id=card.manager_id, rung=card.rung) for card in concerned
    )
    audit.record(actor_id, "review_cycle.opened", f"review_cycle:{cycle.id}", None, {"reviews": len(concerned)}, now)
    return cycle.id


def excuse(
    cycle_id: int, component: str, item: str | None, applies_to: dict[str, Any], reason: str, actor_id: int, now: datetime
) -> None:
    """Excuse what is missing for a class of cases, with one reason that everyone concerned sees."""
    if not reason.strip():
        raise PortalError(422, lazy("Say why; everyone concerned reads it."))
    db.session.add(
        Excuse(
            cycle_id=cycle_id,
            component=component,
            item=item,
            applies_to=applies_to,
            reason=reason.strip(),
            excused_by=actor_id,
            excused_at=now,
        )
    )
    audit.record(actor_id, f"review.excused.{component}", f"review_cycle:{cycle_id}", None, {}, now)


def reassign(review_id: int, manager_id: int, actor_id: int, now: datetime) -> None:
    """Hand an open review to another writer: after a transfer, or while the manager is away."""
    review = db.session.scalar(select(Review).where(Review.id == review_id).with_for_update())
    if review is None:
        raise NotFound
    if review.state != "open" or manager_id == review.person_id:
        raise PortalError(409, lazy("Only an open review can be handed on, and not to the person it is about."))
    review.manager_id = manager_id
    audit.record(actor_id, "review.reassigned", f"review:{review_id}", review.person_id, {"manager": manager_id}, now)


def look_again(person_id: int, reason: str, now: datetime) -> None:
    """Mark a person's signed reviews for another look: something that they count has changed. Nothing in them is rewritten."""
    signed = Review.state.in_(("signed", "acknowledged", "appealed", "decided"))
    db.session.execute(
        update(Review).where(Review.person_id == person_id, signed).values(look_again_at=now, look_again_reason=reason)
    )


def look_again_at_all(person_ids: Iterable[int], reason: str, now: datetime) -> None:
    """The same for many people, in batches."""
    ids = tuple(person_ids)
    signed = Review.state.in_(("signed", "acknowledged", "appealed", "decided"))
    for start in range(0, len(ids), BATCH):
        mine = Review.person_id.in_(ids[start : start + BATCH])
        db.session.execute(update(Review).where(mine, signed).values(look_again_at=now, look_again_reason=reason))
