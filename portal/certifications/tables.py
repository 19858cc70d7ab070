"""Certification periods, one row per person, certification and cycle; a certificate is a period that was earned."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class CertificationPeriod(Base):
    __tablename__ = "certification_periods"
    __table_args__ = (
        UniqueConstraint("person_id", "certification_slug", "cycle"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="validity"),
        Index("ix_certification_periods_until", "valid_until"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    certification_slug: Mapped[str] = mapped_column(String(60), index=True)
    cycle: Mapped[int]  # 1 the first time, 2 the first renewal …
    definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))  # the version that was asked for
    window_opens_on: Mapped[date]
    due_on: Mapped[date | None]
    ends_on: Mapped[date | None]  # last day of grace
    valid_from: Mapped[date | None]  # None: not earned yet
    valid_until: Mapped[date | None]
    evidence: Mapped[dict[str, Any]] = mapped_column(Json)  # {"courses": {slug: moment}, "exam": attempt, "practical": score}
    code: Mapped[str | None] = mapped_column(String(32), unique=True)  # of the certificate
    issued_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revoked_reason: Mapped[str | None] = mapped_column(Text)
    kept_by: Mapped[int | None]  # the correction that would have lowered it and did not


class Exemption(Base):
    """A certification that somebody need not earn, decided with a reason."""

    __tablename__ = "exemptions"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    certification_slug: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    granted_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text)
