"""Questions and quizzes in all versions that anyone saw; attempts, answer events and the ledger of marks and scores."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class Question(Base):
    __tablename__ = "questions"
    id: Mapped[str] = mapped_column(String(130), primary_key=True)  # bank/id, for ever
    pool: Mapped[str] = mapped_column(String(10))  # practice, exam
    current_version_id: Mapped[int | None]
    retired_at: Mapped[datetime | None] = mapped_column(UtcMoment)  # e.g. disclosed in an appeal


class QuestionVersion(Base):
    __tablename__ = "question_versions"
    __table_args__ = (UniqueConstraint("question_id", "scoring_hash", "prose_hash"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"))
    scoring_hash: Mapped[str] = mapped_column(String(64))  # of what scores
    prose_hash: Mapped[str] = mapped_column(String(64))  # of what is read
    type: Mapped[str] = mapped_column(String(30))
    skill: Mapped[str] = mapped_column(String(60), index=True)
    level: Mapped[int]
    objective: Mapped[str] = mapped_column(String(80))
    points: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)  # language-free: keys, order, values
    prose: Mapped[dict[str, Any]] = mapped_column(Json)  # {"zh": …, "en": …}, Markdown rendered
    release_id: Mapped[int] = mapped_column(ForeignKey("content_releases.id"))


class Quiz(Base):
    __tablename__ = "quizzes"
    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    current_version_id: Mapped[int | None]
    is_current: Mapped[bool] = mapped_column(default=True)


class QuizVersion(Base):
    __tablename__ = "quiz_versions"
    __table_args__ = (UniqueConstraint("slug", "fingerprint"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(ForeignKey("quizzes.slug"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    release_id: Mapped[int] = mapped_column(ForeignKey("content_releases.id"))


class Attempt(Base):
    """One sitting. What it was started with is frozen in `form` and the columns beside it."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("person_id", "quiz_slug", "number"),
        # one attempt at a time for a person and a quiz, whatever races:
        Index(
            "uq_attempts_open", "person_id", "quiz_slug", unique=True,
            sqlite_where=text("finished_at IS NULL"), postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_attempts_due", "deadline_at", sqlite_where=text("finished_at IS NULL"), postgresql_where=text("finished_at IS NULL")),
        CheckConstraint("purpose IN ('practice', 'certification', 'evidence')", name="purpose"),
        CheckConstraint("pass_percent BETWEEN 0 AND 100", name="pass_percent"),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    quiz_slug: Mapped[str] = mapped_column(ForeignKey("quizzes.slug"), index=True)
    quiz_version_id: Mapped[int] = mapped_column(ForeignKey("quiz_versions.id"))
    number: Mapped[int]  # 1, 2, 3 …
    purpose: Mapped[str] = mapped_column(String(20))
    seed: Mapped[int] = mapped_column(Key)
    form: Mapped[list[Any]] = mapped_column(Json)  # [{"version", "points", "order", "parameters", "skill", "level"}]
    question_count: Mapped[int]
    pass_percent: Mapped[int]
    policies: Mapped[dict[str, Any]] = mapped_column(Json)  # shows, cuts per skill
    locale: Mapped[str] = mapped_column(String(2))
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    deadline_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    finished_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    finished_by: Mapped[str | None] = mapped_column(String(10))  # learner, deadline


class AnswerEvent(Base):
    """One save of one answer; only ever added. The last counting one before the deadline is the answer."""

    __tablename__ = "answer_events"
    __table_args__ = (UniqueConstraint("attempt_id", "position", "number"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int]  # of the question in the form, from 0
    number: Mapped[int]  # the server's, 1, 2, 3 … per question
    save_id: Mapped[str] = mapped_column(String(40), unique=True)  # the device's; a replay returns the first answer
    based_on: Mapped[int]  # the number that the device had seen
    counts: Mapped[bool]  # False: built on an older number, or late
    is_late: Mapped[bool]
    answer: Mapped[Any] = mapped_column(Json)
    locale: Mapped[str] = mapped_column(String(2))
    received_at: Mapped[datetime] = mapped_column(UtcMoment)


class Mark(Base):
    """Ledger: what one answer earned, as two integers reduced from an exact fraction. The latest effective row holds."""

    __tablename__ = "marks"
    __table_args__ = (
        Index("ix_marks_attempt", "attempt_id", "position"),
        Index("ix_marks_version", "question_version_id", "attempt_id"),  # whom a correction of the question touches
        CheckConstraint("earned >= 0 AND earned <= possible AND possible >= 0", name="range"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int]
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"))
    earned: Mapped[int] = mapped_column(Key)  # earned/possible of this question's points …
    possible: Mapped[int] = mapped_column(Key)  # … 1/3 of 2 points is 2 of 6 here, reduced: 1 of 3, points 2
    points: Mapped[int]  # what the question is worth in this form
    rule_version: Mapped[int]
    effective_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    given_by: Mapped[str] = mapped_column(String(60))  # rule, person:17, correction:3
    reason: Mapped[str | None] = mapped_column(Text)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("marks.id"), unique=True)
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("corrections.id"))  # inert until the correction takes effect


class Score(Base):
    """Ledger: the result of one attempt, with its own possible. The latest effective row holds."""

    __tablename__ = "scores"
    __table_args__ = (CheckConstraint("earned >= 0 AND earned <= possible", name="range"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    earned: Mapped[int] = mapped_column(Key)
    possible: Mapped[int] = mapped_column(Key)
    is_passed: Mapped[bool]
    per_skill: Mapped[list[Any]] = mapped_column(
        Json
    )  # [{"skill", "level", "earned", "possible", "questions", "cut", "is_passed"}]
    effective_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    given_by: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str | None] = mapped_column(Text)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("scores.id"), unique=True)
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("corrections.id"))  # inert until the correction takes effect
    kept_by: Mapped[int | None] = mapped_column(Key)  # the correction that would have lowered the pass, which stays in force
