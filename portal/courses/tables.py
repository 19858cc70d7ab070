"""Courses and lessons as they were synced (Markdown rendered once), and how far each person has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class Course(Base):
    __tablename__ = "courses"
    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json)  # course.yaml as checked, see courses/content.py
    fingerprint: Mapped[str] = mapped_column(String(64))
    is_current: Mapped[bool] = mapped_column(default=True)  # False: its folder is gone; progress stays


class Lesson(Base):
    __tablename__ = "lessons"
    __table_args__ = (UniqueConstraint("course_slug", "slug"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    course_slug: Mapped[str] = mapped_column(ForeignKey("courses.slug"))
    slug: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]  # from 0
    minutes: Mapped[int]  # reading and exercise, rounded up
    is_current: Mapped[bool] = mapped_column(default=True)


class LessonText(Base):
    __tablename__ = "lesson_texts"
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    html: Mapped[str] = mapped_column(Text)
    outline: Mapped[list[Any]] = mapped_column(Json)  # [{"id", "title"}] of its second-level headings
    plain: Mapped[str] = mapped_column(Text)  # for search
    fingerprint: Mapped[str] = mapped_column(String(64))


class LessonProgress(Base):
    __tablename__ = "lesson_progress"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(UtcMoment)
    seen_at: Mapped[datetime] = mapped_column(UtcMoment)
    place: Mapped[str | None] = mapped_column(String(120))  # id of the heading last read
    done_at: Mapped[datetime | None] = mapped_column(UtcMoment)  # by the learner's own act


class CourseCompletion(Base):
    """All lessons of a course done for the first time; a later version of the course does not take it back."""

    __tablename__ = "course_completions"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    course_slug: Mapped[str] = mapped_column(ForeignKey("courses.slug"), primary_key=True)
    completed_at: Mapped[datetime] = mapped_column(UtcMoment)
    release_id: Mapped[int] = mapped_column(ForeignKey("content_releases.id"))
