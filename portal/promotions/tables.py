"""Promotion and probation cases: checklist as it stood, endorsement, at least two deciders, a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class PromotionCase(Base):
    __tablename__ = "promotion_cases"
    __table_args__ = (
        CheckConstraint("kind IN ('promotion', 'probation')", name="kind"),
        CheckConstraint("state IN ('open', 'approved', 'declined', 'withdrawn')", name="state"),
        Index(
            "uq_promotion_cases_open", "person_id", "kind", unique=True,
            sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    from_rung: Mapped[str] = mapped_column(String(60))
    to_rung: Mapped[str] = mapped_column(String(60))
    place: Mapped[str | None] = mapped_column(String(80))  # cases for one place are rivals
    conditions: Mapped[str] = mapped_column(Text, default="")  # probation: agreed at the start
    checks: Mapped[list[Any]] = mapped_column(Json)  # probation: [{"on", "text", "by"}]
    opened_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcMoment)
    decide_by: Mapped[date | None]
    endorsed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    endorsement: Mapped[str | None] = mapped_column(Text)
    endorsed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    state: Mapped[str] = mapped_column(String(12), default="open")
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(Json)  # the checklist as it stood at the decision
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    effective_on: Mapped[date | None]
    look_again_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Decider(Base):
    """Somebody appointed to decide a case, and their vote with its reason."""

    __tablename__ = "deciders"
    __table_args__ = (UniqueConstraint("case_id", "person_id"), CheckConstraint("vote IN ('approve', 'decline')", name="vote"))
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("promotion_cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    appointed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    vote: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)
    voted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
