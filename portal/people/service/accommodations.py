"""More time or a further attempt: asked for by the person, granted or declined by HR with a reason."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.i18n import lazy
from portal.outbox import service as outbox
from portal.people.rules import refusal_to_grant
from portal.people.tables import AccommodationRequest
from portal.words import say


def ask_accommodation(person_id: int, wish: str, now: datetime) -> None:
    """Note a wish for more time or another form; HR decides it."""
    db.session.add(AccommodationRequest(person_id=person_id, wish=wish.strip(), asked_at=now))


def _undecided(request_id: int, reason: str) -> AccommodationRequest:
    row = db.session.scalar(select(AccommodationRequest).where(AccommodationRequest.id == request_id).with_for_update())
    if row is None:
        raise NotFound
    if row.decided_at is not None:
        raise PortalError(409, lazy("This has been decided already."))
    if not reason.strip():
        raise PortalError(422, lazy("Say why; the person will read it."))
    return row


def grant_accommodation(
    request_id: int, time_factor_percent: int | None, extra_attempts: int | None, until_on: date | None, reason: str, actor_id: int,
    today: date, now: datetime,
) -> None:  # fmt: skip
    """Grant more time or further attempts, for every attempt that begins from now on."""
    row = _undecided(request_id, reason)
    wrong = refusal_to_grant(time_factor_percent, extra_attempts, until_on, today)
    if wrong is not None:
        raise PortalError(422, say(wrong))
    row.time_factor_percent, row.extra_attempts, row.until_on = time_factor_percent, extra_attempts, until_on
    _decide(row, reason, "granted", actor_id, now)


def decline_accommodation(request_id: int, reason: str, actor_id: int, now: datetime) -> None:
    """Decline, with a reason that the person reads. They may ask again."""
    _decide(_undecided(request_id, reason), reason, "declined", actor_id, now)


def _decide(row: AccommodationRequest, reason: str, how: str, actor_id: int, now: datetime) -> None:
    row.decided_by, row.decided_at, row.reason = actor_id, now, reason.strip()
    outbox.add("accommodation_decided", f"accommodation:{row.id}", {"request": row.id}, now, now)
    audit.record(actor_id, f"accommodation.{how}", f"accommodation:{row.id}", row.person_id, {}, now)
