"""What people were told, and since when it counts for them."""

from __future__ import annotations

from collections.abc import Iterable
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
