"""Work to do, and the turns of scans."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from portal.db import db
from portal.outbox.tables import Lease, OutboxItem


def _insert_once(table: Any, values: dict[str, Any], keys: list[str]) -> bool:
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=keys).returning(table.id)
    return db.session.execute(statement).first() is not None


def add(kind: str, key: str, payload: dict[str, Any], due_at: datetime, now: datetime) -> bool:
    """Write an item once: `key` names the event. Returns whether it is new."""
    values = {"kind": kind, "key": key, "payload": payload, "due_at": due_at, "created_at": now, "tries": 0}
    return _insert_once(OutboxItem, values, ["key"])


def take(name: str, due_at: datetime, now: datetime) -> bool:
    """Take the turn of a scan; False where another process has it."""
    return _insert_once(Lease, {"name": name, "due_at": due_at, "taken_at": now}, ["name", "due_at"])


def finish(name: str, due_at: datetime, now: datetime, outcome: str) -> None:
    """Note that a turn ended, and how."""
    lease = db.session.scalar(select(Lease).where(Lease.name == name, Lease.due_at == due_at))
    if lease is not None:
        lease.finished_at, lease.outcome = now, outcome
