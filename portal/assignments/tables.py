"""Courses that somebody is asked to finish by a day: for a person, a team or everyone on a rung."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Key, UtcMoment


class Assignment(Base):
    __tablename__ = "assignments"
    __table_args__ = (CheckConstraint("target_kind IN ('person', 'team', 'rung')", name="target_kind"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    course_slug: Mapped[str] = mapped_column(ForeignKey("courses.slug"))
    target_kind: Mapped[str] = mapped_column(String(10))
    target: Mapped[str] = mapped_column(String(60))  # person id, team id or rung
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    assigned_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcMoment)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class AssignmentPerson(Base):
    """Whom an assignment reached when it was given; who joins a team or rung later is added by a scan."""

    __tablename__ = "assignment_people"
    __table_args__ = (UniqueConstraint("assignment_id", "person_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    told_at: Mapped[datetime] = mapped_column(UtcMoment)
    due_on: Mapped[date]  # moved by absence
