"""Review cycles and reviews: what people wrote, what was calculated, what was decided, and the snapshot that keeps it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class ReviewCycle(Base):
    __tablename__ = "review_cycles"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))  # frozen wording and weights
    title: Mapped[dict[str, str]] = mapped_column(Json)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))  # None: all teams
    period_from: Mapped[date]
    period_until: Mapped[date]
    opened_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcMoment)
    feedback_until: Mapped[date]  # colleagues' and customers' feedback closes after this day
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Review(Base):
    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("cycle_id", "person_id"),
        CheckConstraint("state IN ('open', 'signed', 'acknowledged', 'appealed', 'decided')", name="state"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycles.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    manager_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    rung: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(14), default="open")
    rating: Mapped[str | None] = mapped_column(String(20))  # of record: a person's, on the template's scale
    rating_reason: Mapped[str | None] = mapped_column(Text)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(Json)  # all inputs and the whole calculation, at signing
    snapshot_hash: Mapped[str | None] = mapped_column(String(64))
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    look_again_at: Mapped[datetime | None] = mapped_column(UtcMoment)  # something changed after signing
    look_again_reason: Mapped[str | None] = mapped_column(Text)


class ReviewText(Base):
    """What the manager or the person themselves wrote and scored; the latest row of a writer and item holds."""

    __tablename__ = "review_texts"
    __table_args__ = (CheckConstraint("writer IN ('manager', 'self')", name="writer"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    writer: Mapped[str] = mapped_column(String(10))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    item: Mapped[str] = mapped_column(String(60))
    value: Mapped[int | None]  # on the template's anchored scale
    comment: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime] = mapped_column(UtcMoment)


class FeedbackInvitation(Base):
    __tablename__ = "feedback_invitations"
    __table_args__ = (UniqueConstraint("review_id", "colleague_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    colleague_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    invited_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    is_answered: Mapped[bool] = mapped_column(default=False)  # whether, not when


class FeedbackAnswer(Base):
    """A colleague's or customer's answer: no author, no time, and an id that tells no order."""

    __tablename__ = "feedback_answers"
    __table_args__ = (CheckConstraint("source IN ('colleagues', 'customers')", name="source"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # random
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    source: Mapped[str] = mapped_column(String(12))
    value: Mapped[int]
    comment: Mapped[str] = mapped_column(Text, default="")


class Excuse(Base):
    """A component that is missing for a class of cases and is excused, with one reason that everyone sees."""

    __tablename__ = "excuses"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycles.id"), index=True)
    component: Mapped[str] = mapped_column(String(60))
    item: Mapped[str | None] = mapped_column(String(60))
    applies_to: Mapped[dict[str, Any]] = mapped_column(Json)  # {"all": true}, {"rung": …}, {"team": id} or {"joined_after": day}
    reason: Mapped[str] = mapped_column(Text)
    excused_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    excused_at: Mapped[datetime] = mapped_column(UtcMoment)


class Appeal(Base):
    """Against a review or a result. Another human decides it, with a reason."""

    __tablename__ = "appeals"
    __table_args__ = (CheckConstraint("subject LIKE 'review:%' OR subject LIKE 'attempt:%'", name="subject"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    appealed_at: Mapped[datetime] = mapped_column(UtcMoment)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str | None] = mapped_column(String(12))  # upheld, dismissed
    reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class ReviewSnapshot(Base):
    """What was signed before an appeal was decided: kept, whatever is signed afterwards."""

    __tablename__ = "review_snapshots"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"))
    snapshot: Mapped[dict[str, Any]] = mapped_column(Json)
    snapshot_hash: Mapped[str] = mapped_column(String(64))
    rating: Mapped[str] = mapped_column(String(20))
    rating_reason: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    kept_at: Mapped[datetime] = mapped_column(UtcMoment)
