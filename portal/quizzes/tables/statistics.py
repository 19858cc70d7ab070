"""Snapshots of statistics, which a scan writes anew; and what people decide by them: cut-score studies and quality gates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class QuizStatistics(Base):
    """A quiz in one content version: those that differ in wording or pass mark only share a `key`."""

    __tablename__ = "quiz_statistics"
    __table_args__ = (UniqueConstraint("quiz_slug", "key"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    quiz_slug: Mapped[str] = mapped_column(ForeignKey("quizzes.slug"))
    key: Mapped[str] = mapped_column(String(64))
    n: Mapped[int]
    error_millionths: Mapped[int | None]  # standard error of measurement, of the possible; None: too few, or not to be computed
    gate: Mapped[dict[str, Any]] = mapped_column(
        Json
    )  # what the quality gate looks at; empty where the content version is not today's
    data: Mapped[dict[str, Any]] = mapped_column(Json)  # figures, to be shown
    seen: Mapped[str] = mapped_column(String(120))  # what there was when it was computed
    computed_at: Mapped[datetime] = mapped_column(UtcMoment)


class QuestionStatistics(Base):
    """A question in one scoring version, within a quiz in one content version."""

    __tablename__ = "question_statistics"
    __table_args__ = (
        UniqueConstraint("quiz_slug", "key", "question_id", "scoring_hash"),
        Index("ix_question_statistics_question", "question_id"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    quiz_slug: Mapped[str] = mapped_column(ForeignKey("quizzes.slug"))
    key: Mapped[str] = mapped_column(String(64))
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"))
    scoring_hash: Mapped[str] = mapped_column(String(64))
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"))  # the newest of its wordings
    n: Mapped[int]
    needs_look: Mapped[bool]
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    computed_at: Mapped[datetime] = mapped_column(UtcMoment)


class CutStudy(Base):
    """A modified Angoff study of a quiz: two rounds of estimates, then a result, perhaps adopted."""

    __tablename__ = "cut_studies"
    __table_args__ = (
        CheckConstraint("round IN (1, 2)", name="round"),
        CheckConstraint("(adopted_at IS NULL) = (adopted_percent IS NULL)", name="adopted"),
        CheckConstraint("adopted_at IS NULL OR closed_at IS NOT NULL", name="closed"),
        CheckConstraint("adopted_percent IS NULL OR adopted_percent BETWEEN 0 AND 100", name="percent"),
        # one study of a quiz at a time, whatever races:
        Index(
            "uq_cut_studies_open", "quiz_slug", unique=True,
            sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    quiz_slug: Mapped[str] = mapped_column(ForeignKey("quizzes.slug"), index=True)
    quiz_version_id: Mapped[int] = mapped_column(ForeignKey("quiz_versions.id"))
    weights: Mapped[list[Any]] = mapped_column(Json)  # [[question version, "points expected in a form"], …], frozen at the start
    round: Mapped[int] = mapped_column(default=1)
    opened_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcMoment)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    adopted_percent: Mapped[int | None]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    adopted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reason: Mapped[str | None] = mapped_column(Text)


class CutEstimate(Base):
    """A judge's estimate for one question in one round; it may be changed while the round lasts."""

    __tablename__ = "cut_estimates"
    __table_args__ = (
        UniqueConstraint("study_id", "round", "judge_id", "question_version_id"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("cut_studies.id"))
    round: Mapped[int]
    judge_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"))
    percent: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(UtcMoment)


class GateDecision(Base):
    """Somebody closed a quiz's quality gate, or opened it again. The latest row of a quiz holds; rows are only added."""

    __tablename__ = "gate_decisions"
    __table_args__ = (Index("ix_gate_decisions_quiz", "quiz_slug", "id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    quiz_slug: Mapped[str] = mapped_column(ForeignKey("quizzes.slug"))
    is_closed: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcMoment)
