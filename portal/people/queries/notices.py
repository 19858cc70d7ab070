"""What people were told, and since when it counts for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.db import db
from portal.people.tables import Notice, NoticeReceipt


def latest_notice() -> Notice | None:
    """The notice in force."""
    return db.session.scalar(select(Notice).order_by(Notice.id.desc()).limit(1))


def list_noticed_at(person_ids: Iterable[int]) -> dict[int, datetime]:
    """Since when each person counts as told: acknowledged, or delivered and reminded twice. Who was not told is left out."""
    told = func.min(func.coalesce(NoticeReceipt.acknowledged_at, NoticeReceipt.reminded_again_at))
    rows = db.session.execute(
        select(NoticeReceipt.person_id, told)
        .where(NoticeReceipt.person_id.in_(tuple(person_ids)))
        .group_by(NoticeReceipt.person_id)
    )
    return {person: moment for person, moment in rows if moment is not None}


def noticed_at(person_id: int) -> datetime | None:
    """Since when one person counts as told; None: not yet."""
    return list_noticed_at([person_id]).get(person_id)


def find_receipt(person_id: int, notice_id: int) -> NoticeReceipt | None:
    """The receipt of one notice by one person."""
    return db.session.scalar(
        select(NoticeReceipt).where(NoticeReceipt.person_id == person_id, NoticeReceipt.notice_id == notice_id)
    )


@dataclass(frozen=True)
class Told:
    """The notice in force, as one person was told it; `text` is {"zh", "en"}."""

    text: dict[str, str]
    published_at: datetime
    acknowledged_at: datetime | None


def find_told(person_id: int) -> Told | None:
    """The notice in force with this person's receipt; None where there is none or it was not delivered yet."""
    notice = latest_notice()
    receipt = find_receipt(person_id, notice.id) if notice is not None else None
    if notice is None or receipt is None:
        return None
    return Told(notice.text, notice.published_at, receipt.acknowledged_at)
