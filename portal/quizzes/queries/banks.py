"""Banks and quizzes of the current release, as their authors see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.quizzes.queries.definitions import QuizValue, quiz_value
from portal.quizzes.tables import Question, QuestionVersion, Quiz, QuizVersion


@dataclass(frozen=True)
class BankValue:
    """A bank: how many questions it has now, and how many of them are retired from exams."""

    bank: str
    pool: str
    question_count: int
    retired_count: int


@dataclass(frozen=True)
class BankQuestionValue:
    """A question of a bank in its current version. `prose` is in both languages, as HTML."""

    id: str
    pool: str
    is_retired: bool
    version_id: int
    type: str
    skill: str
    level: int
    points: int
    prose: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The id without the bank."""
        return self.id.split("/", 1)[1]


def list_banks() -> tuple[BankValue, ...]:
    """All banks by name. One statement."""
    rows = db.session.execute(
        select(Question.id, Question.pool, Question.retired_at)
        .where(Question.current_version_id.is_not(None))
        .order_by(Question.id)
    )
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id.split("/")[0], []).append(row)
    return tuple(
        BankValue(bank, questions[0].pool, len(questions), sum(one.retired_at is not None for one in questions))
        for bank, questions in found.items()
    )


def list_bank_questions(bank: str) -> tuple[BankQuestionValue, ...]:
    """The questions of a bank by name; nothing where there is no such bank."""
    rows = db.session.execute(
        select(Question.pool, Question.retired_at, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Question.current_version_id)
        .where(Question.id.startswith(bank + "/", autoescape=True))
        .order_by(Question.id)
    )
    return tuple(_question(*row) for row in rows)


def _question(pool: str, retired_at: datetime | None, one: QuestionVersion) -> BankQuestionValue:
    return BankQuestionValue(
        one.question_id, pool, retired_at is not None, one.id, one.type, one.skill, one.level, one.points, one.prose
    )


def find_bank_question(question_id: str) -> BankQuestionValue | None:
    """A question in its current version; None where it is drawn no more."""
    row = db.session.execute(
        select(Question.pool, Question.retired_at, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Question.current_version_id)
        .where(Question.id == question_id)
    ).first()
    return _question(*row) if row else None


def list_current_quizzes() -> tuple[QuizValue, ...]:
    """All current quizzes by id. One statement."""
    rows = db.session.execute(
        select(QuizVersion.id, QuizVersion.data)
        .join(Quiz, Quiz.current_version_id == QuizVersion.id)
        .where(Quiz.is_current)
        .order_by(Quiz.slug)
    )
    return tuple(quiz_value(row.id, row.data) for row in rows)
