"""Counters of the rate limit in our database, so that all processes count together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from limits.storage import Storage
from sqlalchemy import delete, select

from portal.db import db
from portal.people.tables import LimitCounter


class DatabaseStorage(Storage):
    """A storage of the `limits` library, for one unit of work at one moment."""

    STORAGE_SCHEME = ["portal+database"]  # the library's attribute

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now = now

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library may catch: nothing of ours."""
        return LookupError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count; a counter that ran out begins anew."""
        row = db.session.scalar(select(LimitCounter).where(LimitCounter.key == key).with_for_update())
        if row is None:
            row = LimitCounter(key=key, count=0, expires_at=self.now + timedelta(seconds=expiry))
            db.session.add(row)
        elif row.expires_at <= self.now:
            row.count, row.expires_at = 0, self.now + timedelta(seconds=expiry)
        row.count += amount
        db.session.flush()
        return row.count

    def get(self, key: str) -> int:
        """The count now."""
        row = db.session.get(LimitCounter, key)
        return row.count if row is not None and row.expires_at > self.now else 0

    def get_expiry(self, key: str) -> float:
        """When the counter runs out, as seconds since 1970."""
        row = db.session.get(LimitCounter, key)
        return (row.expires_at if row else datetime.now(UTC)).timestamp()

    def check(self) -> bool:
        """The database answers, or everything has failed already."""
        return True

    def clear(self, key: str) -> None:
        """Forget one counter."""
        db.session.execute(delete(LimitCounter).where(LimitCounter.key == key))

    def reset(self) -> int | None:
        """Forget all counters."""
        db.session.execute(delete(LimitCounter))
        return None
