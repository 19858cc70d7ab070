"""The audit trail: plain ids, no names, no foreign keys; chained by HMAC, held append-only by triggers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class AuditEntry(Base):
    __tablename__ = "audit_entries"
    number: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)  # 1, 2, 3 … without a hole
    at: Mapped[datetime] = mapped_column(UtcMoment)
    actor_id: Mapped[int | None]  # who did it; None: the portal itself
    action: Mapped[str] = mapped_column(String(60))  # e.g. review.signed
    subject: Mapped[str] = mapped_column(String(80))  # kind:id, e.g. review:17
    person_id: Mapped[int | None] = mapped_column(index=True)  # whom it is about
    detail: Mapped[dict[str, Any]] = mapped_column(Json)  # ids and numbers only
    mac: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True)  # always 1
    count: Mapped[int] = mapped_column(Key)
    mac: Mapped[str] = mapped_column(String(64))
