"""Evidence: which level of which skill was demonstrated, by what, until when. A ledger."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Key, UtcMoment


class Evidence(Base):
    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("source", "skill", "level"),
        Index("ix_evidence_person", "person_id", "skill"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        CheckConstraint("kind IN ('exam', 'practical')", name="kind"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    skill: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(40))  # attempt:12 or practical_score:7
    demonstrated_on: Mapped[date]
    until_on: Mapped[date | None]  # stated expiry; None: does not end
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
