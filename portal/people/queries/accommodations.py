"""Accommodations: what was asked for, and what is granted on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from portal.db import db
from portal.people.rules import USUAL_TIME, Accommodation
from portal.people.tables import AccommodationRequest


@dataclass(frozen=True)
class AskedAccommodation:
    """A wish, and what was decided about it; `time_factor_percent` None: not granted, or not decided yet."""

    id: int
    person_id: int
    wish: str
    asked_at: datetime
    time_factor_percent: int | None
    extra_attempts: int | None
    until_on: date | None
    decided_by: int | None
    decided_at: datetime | None
    reason: str | None


def find_accommodation(person_id: int, on: date) -> Accommodation:
    """What is granted to a person on a day: of several grants the most generous part of each."""
    row = db.session.execute(
        select(
            func.max(AccommodationRequest.id),
            func.max(AccommodationRequest.time_factor_percent),
            func.max(AccommodationRequest.extra_attempts),
        ).where(
            AccommodationRequest.person_id == person_id,
            AccommodationRequest.time_factor_percent.is_not(None),
            or_(AccommodationRequest.until_on.is_(None), AccommodationRequest.until_on >= on),
        )
    ).one()
    return Accommodation(row[0], row[1] or USUAL_TIME, row[2] or 0)


def list_accommodations(person_ids: Iterable[int]) -> list[AskedAccommodation]:
    """Wishes of these people: open ones first, the oldest of them at the top, then the latest decisions."""
    rows = db.session.scalars(select(AccommodationRequest).where(AccommodationRequest.person_id.in_(tuple(person_ids))))
    found = [
        AskedAccommodation(
            row.id, row.person_id, row.wish, row.asked_at, row.time_factor_percent, row.extra_attempts, row.until_on, row.decided_by,
            row.decided_at, row.reason,
        )
        for row in rows
    ]  # fmt: skip
    is_open = sorted((one for one in found if one.decided_at is None), key=lambda one: one.id)
    decided = [one for one in found if one.decided_at is not None]
    return is_open + sorted(decided, key=lambda one: (one.decided_at, one.id), reverse=True)
