"""People, how they sign in, how they stand to each other and since when. `until_on` includes its day; None: still so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case; what one signs in with
    name: Mapped[str] = mapped_column(String(120))
    employee_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    locale: Mapped[str | None] = mapped_column(String(2))  # zh, en; None: as the browser asks
    location: Mapped[str | None] = mapped_column(String(60))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


class Account(Base):
    __tablename__ = "accounts"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    is_enabled: Mapped[bool] = mapped_column(default=True)


class SignIn(Base):
    """A session on one device; ended ones stay for the record."""

    __tablename__ = "sign_ins"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of what the cookie holds
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class SetPasswordLink(Base):
    __tablename__ = "set_password_links"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class LimitCounter(Base):
    """Counters of the rate limit, shared by all processes."""

    __tablename__ = "limit_counters"
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, index=True)


class RoleGrant(Base):
    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint("role IN ('hr', 'assessor', 'author', 'administrator')", name="role"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))  # hr: the unit; None with hr: all
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[dict[str, str]] = mapped_column(Json)  # {"zh", "en"}
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))


class TeamMembership(Base):
    __tablename__ = "team_memberships"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Relation(Base):
    """`person` stands to `other` as `kind` says: person reports_to other, is mentored_by, delegates_to, is relative_of."""

    __tablename__ = "relations"
    __table_args__ = (
        CheckConstraint("kind IN ('reports_to', 'mentored_by', 'delegates_to', 'relative_of')", name="kind"),
        CheckConstraint("person_id <> other_id", name="two_people"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days"),
        Index("ix_relations_other", "other_id", "kind"),
        Index("ix_relations_person", "person_id", "kind"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(20))
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class RungPeriod(Base):
    __tablename__ = "rung_periods"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days"),
        UniqueConstraint("person_id", "from_on"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    rung: Mapped[str] = mapped_column(String(60), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    promotion_case_id: Mapped[int | None]  # the decision that brought it; no foreign key: promotions are to the right


class Absence(Base):
    """Days away. The portal never stores why."""

    __tablename__ = "absences"
    __table_args__ = (CheckConstraint("until_on >= from_on", name="days"), UniqueConstraint("person_id", "from_on"))
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]


class Notice(Base):
    """What people are told: what is assessed, how it counts, from when, which uses are excluded."""

    __tablename__ = "notices"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    text: Mapped[dict[str, Any]] = mapped_column(Json)  # {"zh": Markdown, "en": Markdown}
    published_at: Mapped[datetime] = mapped_column(UtcMoment)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class NoticeReceipt(Base):
    """Delivery of a notice to one person; acknowledging is a receipt, two reminders stand in for it."""

    __tablename__ = "notice_receipts"
    __table_args__ = (UniqueConstraint("person_id", "notice_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    delivered_at: Mapped[datetime] = mapped_column(UtcMoment)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reminded_again_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class AccommodationRequest(Base):
    """A wish for more time or another form; granting it is HR's."""

    __tablename__ = "accommodation_requests"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    wish: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    time_factor_percent: Mapped[int | None]  # granted: 100 is the usual time
    extra_attempts: Mapped[int | None]  # granted, for each exam
    until_on: Mapped[date | None]  # the last day of what is granted; None: until further notice
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reason: Mapped[str | None] = mapped_column(Text)
