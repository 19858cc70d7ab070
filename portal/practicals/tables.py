"""Practicals: who is to be observed, who scores it, and the ledger of scores on the rubric."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class Practical(Base):
    __tablename__ = "practicals"
    __table_args__ = (
        CheckConstraint("kind IN ('certifying', 'coaching')", name="kind"),
        Index(
            "uq_practicals_waiting", "person_id", "certification_slug", unique=True,
            sqlite_where=text("kind = 'certifying' AND closed_at IS NULL"),
            postgresql_where=text("kind = 'certifying' AND closed_at IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # certifying by an assessor; coaching by a manager certifies nothing
    certification_slug: Mapped[str | None] = mapped_column(String(60))
    rubric_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))  # the rubric in the wording that was used
    requested_at: Mapped[datetime] = mapped_column(UtcMoment)
    requested_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    scheduled_on: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class PracticalScore(Base):
    __tablename__ = "practical_scores"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    practical_id: Mapped[int] = mapped_column(ForeignKey("practicals.id"), index=True)
    scored_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ratings: Mapped[dict[str, Any]] = mapped_column(Json)  # {criterion: 1..5}
    earned: Mapped[int] = mapped_column(Key)
    possible: Mapped[int] = mapped_column(Key)
    is_passed: Mapped[bool]
    feedback: Mapped[str] = mapped_column(Text, default="")
    observed_on: Mapped[date]
    effective_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    reason: Mapped[str | None] = mapped_column(Text)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("practical_scores.id"), unique=True)
