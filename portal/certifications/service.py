"""Issuing, renewing and revoking certificates."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, update

from portal.audit import service as audit
from portal.certifications import queries
from portal.certifications.rules import Parts, valid_until, window_opens_on
from portal.certifications.tables import CertificationPeriod, Exemption
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.framework.queries import current_release, get_framework
from portal.framework.rules import Certification
from portal.i18n import lazy
from portal.outbox import service as outbox
from portal.people.tables import Person

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def make_code() -> str:
    """A code that nobody guesses: 16 letters without look-alikes, about 79 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(16))


def issue_if_earned(person_id: int, certification: Certification, now: datetime, today: date, zone: ZoneInfo) -> int | None:
    """Issue the certificate if its last part is passed now. Returns the period, or None where nothing is issued.

    Takes part in the caller's transaction and locks the person, so that two last parts at once issue one certificate.
    """
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    parts = queries.parts_of(person_id, certification, today, zone)
    if not parts.is_complete or _is_held(person_id, certification, parts):
        return None
    period = _period(person_id, certification, parts)
    period.valid_from = parts.last_on or today
    period.valid_until = valid_until(period.valid_from, certification, _previous_until(person_id, certification, parts.cycle))
    period.ends_on = period.valid_until + timedelta(days=certification.grace_days)
    period.evidence = _evidence(parts)
    period.code, period.issued_at, period.definition_id = make_code(), now, certification.definition_id
    db.session.flush()
    outbox.add("certificate_issued", f"certificate:{period.id}", {"period": period.id}, now, now)
    return period.id


def _is_held(person_id: int, certification: Certification, parts: Parts) -> bool:
    """Whether this cycle is earned, or a certificate is in force and no renewal is open."""
    latest = db.session.scalar(
        select(CertificationPeriod)
        .where(
            CertificationPeriod.person_id == person_id, CertificationPeriod.certification_slug == certification.id,
            CertificationPeriod.valid_from.is_not(None),
        )
        .order_by(CertificationPeriod.cycle.desc())
        .limit(1)
    )  # fmt: skip
    if latest is None:
        return False
    if latest.cycle >= parts.cycle:
        return True
    is_renewal = len(parts.parts) == 1 and parts.parts[0].kind == "exam" and bool(certification.courses or certification.practical)
    return not is_renewal and latest.revoked_at is None and (latest.ends_on or date.min) >= (parts.last_on or date.min)


def _period(person_id: int, certification: Certification, parts: Parts) -> CertificationPeriod:
    row = db.session.scalar(
        select(CertificationPeriod).where(
            CertificationPeriod.person_id == person_id, CertificationPeriod.certification_slug == certification.id,
            CertificationPeriod.cycle == parts.cycle,
        )
    )  # fmt: skip
    if row is None:
        first = min((part.passed.on for part in parts.parts if part.passed), default=date.min)
        row = CertificationPeriod(
            person_id=person_id, certification_slug=certification.id, cycle=parts.cycle, definition_id=certification.definition_id,
            window_opens_on=first, evidence={},
        )  # fmt: skip
        db.session.add(row)
    return row


def _previous_until(person_id: int, certification: Certification, cycle: int) -> date | None:
    return db.session.scalar(
        select(CertificationPeriod.valid_until).where(
            CertificationPeriod.person_id == person_id, CertificationPeriod.certification_slug == certification.id,
            CertificationPeriod.cycle == cycle - 1, CertificationPeriod.revoked_at.is_(None),
        )
    )  # fmt: skip


def _evidence(parts: Parts) -> dict[str, object]:
    found: dict[str, object] = {
        "courses": {part.id: part.passed.on.isoformat() for part in parts.parts if part.kind == "course" and part.passed}
    }
    for part in parts.parts:
        if part.kind != "course" and part.passed is not None:
            found[part.kind] = part.passed.source
    return found


def revoke(period_id: int, reason: str, actor_id: int, now: datetime) -> None:
    """Take a certificate back, with a reason; the row stays."""
    period = db.session.scalar(select(CertificationPeriod).where(CertificationPeriod.id == period_id).with_for_update())
    if period is None or period.valid_from is None:
        raise NotFound
    if not reason.strip():
        raise PortalError(422, lazy("Say why; the person will read it."))
    if period.revoked_at is None:
        period.revoked_at, period.revoked_by, period.revoked_reason = now, actor_id, reason.strip()
        audit.record(actor_id, "certificate.revoked", f"certificate:{period.id}", period.person_id, {}, now)


def mark_kept(period_ids: Iterable[int], correction_id: int) -> None:
    """Certificates that a correction would have lowered stay in force and name it; what an earlier one kept keeps its name."""
    db.session.execute(
        update(CertificationPeriod)
        .where(CertificationPeriod.id.in_(tuple(period_ids)), CertificationPeriod.kept_by.is_(None))
        .values(kept_by=correction_id)
    )


def exempt(person_id: int, slug: str, from_on: date, until_on: date | None, reason: str, actor_id: int, now: datetime) -> None:
    """Note that somebody need not earn a certification, from a day on, with a reason."""
    if not reason.strip():
        raise PortalError(422, lazy("Say why; the person will read it."))
    if until_on is not None and until_on < from_on:
        raise PortalError(422, lazy("The last day is before the first."))
    row = Exemption(
        person_id=person_id, certification_slug=slug, from_on=from_on, until_on=until_on, granted_by=actor_id, reason=reason.strip()
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor_id, "exemption.granted", f"exemption:{row.id}", person_id, {"certification": slug}, now)


def end_exemption(exemption_id: int, on: date, actor_id: int, now: datetime) -> None:
    """The exemption holds to the end of a day; ending it again changes nothing."""
    row = db.session.scalar(select(Exemption).where(Exemption.id == exemption_id).with_for_update())
    if row is None:
        raise NotFound
    if row.until_on is None or row.until_on > on:
        row.until_on = max(on, row.from_on)
        audit.record(actor_id, "exemption.ended", f"exemption:{row.id}", row.person_id, {}, now)


def scan(now: datetime) -> int:
    """Open the renewals whose window begins, once each, and leave word of them. Returns how many."""
    framework = get_framework(current_release())
    count = 0
    for certification in framework.certifications.values():
        if certification.renewal is None:
            continue
        last_day = now.date() + timedelta(days=certification.renewal.opens_days_before)
        for period in db.session.scalars(_due(certification.id, now.date(), last_day)):
            if period.valid_until is None:
                continue
            renewal = CertificationPeriod(
                person_id=period.person_id, certification_slug=certification.id, cycle=period.cycle + 1,
                definition_id=certification.definition_id, window_opens_on=window_opens_on(period.valid_until, certification),
                due_on=period.valid_until, ends_on=period.ends_on, evidence={},
            )  # fmt: skip
            db.session.add(renewal)
            outbox.add("renewal_opens", f"renewal:{period.id}", {"period": period.id}, now, now)
            count += 1
    return count


def _due(slug: str, first: date, last: date) -> Select[Any]:
    later = (
        select(CertificationPeriod.person_id, CertificationPeriod.cycle)
        .where(CertificationPeriod.certification_slug == slug)
        .subquery()
    )
    return (
        select(CertificationPeriod)
        .outerjoin(later, (later.c.person_id == CertificationPeriod.person_id) & (later.c.cycle == CertificationPeriod.cycle + 1))
        .where(
            CertificationPeriod.certification_slug == slug, CertificationPeriod.valid_until.between(first, last),
            CertificationPeriod.revoked_at.is_(None), later.c.cycle.is_(None),
        )
    )  # fmt: skip
