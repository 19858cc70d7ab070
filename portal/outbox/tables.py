"""Work to do, written in the transaction that causes it, and the leases under which scans run once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class OutboxItem(Base):
    __tablename__ = "outbox_items"
    __table_args__ = (Index("ix_outbox_items_waiting", "done_at", "due_at"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)  # one event, one item
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    due_at: Mapped[datetime] = mapped_column(UtcMoment)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    last_error: Mapped[str | None] = mapped_column(Text)


class Lease(Base):
    __tablename__ = "leases"
    __table_args__ = (UniqueConstraint("name", "due_at"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime] = mapped_column(UtcMoment)
    taken_at: Mapped[datetime] = mapped_column(UtcMoment)
    finished_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    outcome: Mapped[str | None] = mapped_column(Text)
