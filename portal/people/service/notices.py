"""Notice: telling people what is assessed, and keeping the receipts. Two reminders stand in for an acknowledgement."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.audit import service as audit
from portal.db import db
from portal.people import queries
from portal.people.queries.notices import find_receipt
from portal.people.tables import Notice, NoticeReceipt

BETWEEN_REMINDERS = timedelta(days=5)


def publish(texts: dict[str, str], actor_id: int | None, now: datetime) -> Notice:
    """Publish a notice; it is delivered to each person when they next come."""
    notice = Notice(text=texts, published_at=now, published_by=actor_id)
    db.session.add(notice)
    db.session.flush()
    audit.record(actor_id, "notice.published", f"notice:{notice.id}", None, {}, now)
    return notice


def deliver(person_id: int, now: datetime) -> NoticeReceipt | None:
    """Note that the notice in force was put before a person; None where there is none."""
    notice = queries.latest_notice()
    if notice is None:
        return None
    receipt = find_receipt(person_id, notice.id)
    if receipt is None:
        receipt = NoticeReceipt(notice_id=notice.id, person_id=person_id, delivered_at=now)
        db.session.add(receipt)
        db.session.flush()
    return receipt


def acknowledge(person_id: int, now: datetime) -> None:
    """The receipt. It is no consent, and waives nothing; the first one stays."""
    receipt = deliver(person_id, now)
    if receipt is not None and receipt.acknowledged_at is None:
        receipt.acknowledged_at = now


def remind(now: datetime) -> int:
    """Log a reminder for everyone who was told five days ago and has not said so; twice at most. Returns how many."""
    waiting = db.session.scalars(
        select(NoticeReceipt).where(NoticeReceipt.acknowledged_at.is_(None), NoticeReceipt.reminded_again_at.is_(None))
    )
    count = 0
    for receipt in waiting:
        if now - (receipt.reminded_at or receipt.delivered_at) < BETWEEN_REMINDERS:
            continue
        if receipt.reminded_at is None:
            receipt.reminded_at = now
        else:
            receipt.reminded_again_at = now
        count += 1
    return count
