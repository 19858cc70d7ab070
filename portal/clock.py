"""Time is passed in: views, jobs and commands ask here once, rules never do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The organisation's calendar day of a moment."""
    return moment.astimezone(zone).date()
