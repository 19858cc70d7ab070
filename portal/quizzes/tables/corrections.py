"""Corrections of our own errors, and the disputes that lead to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class Correction(Base):
    """A question is marked anew by another version, or left out. Its ledger rows are inert until `effective_at`."""

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint("kind IN ('key', 'void')", name="kind"),
        CheckConstraint("(kind = 'key') = (to_version_id IS NOT NULL)", name="version"),
        CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="two_people"),
        CheckConstraint("effective_at IS NULL OR approved_at IS NOT NULL", name="approved"),
        # one correction of a question at a time, whatever races:
        Index(
            "uq_corrections_open", "question_id", unique=True,
            sqlite_where=text("effective_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("effective_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"), index=True)
    to_version_id: Mapped[int | None] = mapped_column(ForeignKey("question_versions.id"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcMoment)
    dry_run: Mapped[dict[str, Any]] = mapped_column(Json)  # what the approver was shown: counts, and who crosses which line
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reached_attempt_id: Mapped[int] = mapped_column(Key, default=0)  # written up to this attempt; a killed run goes on from here
    effective_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    followed_at: Mapped[datetime | None] = mapped_column(UtcMoment)  # evidence, certificates and reviews have followed
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Dispute(Base):
    """A learner says that a question was wrong; an author answers."""

    __tablename__ = "disputes"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        CheckConstraint("(answered_at IS NULL) = (is_upheld IS NULL)", name="answer"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int]
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"), index=True)
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(UtcMoment)
    answer: Mapped[str | None] = mapped_column(Text)
    is_upheld: Mapped[bool | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("corrections.id"))
