"""Quizzes and the questions that they may draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from portal.db import db
from portal.errors import NotFound
from portal.framework.rules import Text
from portal.quizzes.rules.attempting import ALWAYS, ExamCycle, Limits
from portal.quizzes.rules.drawing import Candidate
from portal.quizzes.rules.marking import Cut
from portal.quizzes.tables import Question, QuestionVersion, Quiz, QuizVersion


@dataclass(frozen=True)
class LineValue:
    """A line of a blueprint."""

    draw: int
    sources: tuple[str, ...]
    skill: str | None
    level: int | None


@dataclass(frozen=True)
class QuizValue:
    """A quiz in one version."""

    slug: str
    version_id: int
    title: Text
    purpose: str
    course: str | None
    questions: tuple[str, ...]
    lines: tuple[LineValue, ...]
    cuts: tuple[Cut, ...]
    minutes: int | None
    pass_percent: int
    pass_reason: Text | None
    attempts: int | None
    wait_hours: int
    lock_days: int | None
    shuffle: tuple[str, ...]
    shows: str
    markers: int = 1

    def limits(self, extra_attempts: int = 0, cycle: ExamCycle = ALWAYS) -> Limits:
        """What it allows, with what was granted to a person, in the cycle that they are in."""
        return Limits(self.attempts, self.wait_hours, self.purpose != "practice", self.lock_days, extra_attempts, cycle)

    @property
    def question_count(self) -> int:
        """How many questions a form has."""
        return len(self.questions) or sum(line.draw for line in self.lines)


def quiz_value(version_id: int, data: Any) -> QuizValue:
    """A stored quiz file in its version."""
    lines = data["blueprint"]
    return QuizValue(
        data["quiz"], version_id, data["title"], data["purpose"], data["course"], tuple(data["questions"]),
        tuple(LineValue(one["draw"], _sources(one), one["skill"], one["level"]) for one in lines),
        tuple(
            Cut(one["skill"], one["level"] or 1, one["pass_percent"], one["must_pass"])
            for one in lines
            if one["skill"] and one["pass_percent"] is not None
        ),
        data["minutes"], data["pass_percent"], data["pass_reason"], data["attempts"], data["wait_hours"], data.get("lock_days"),
        tuple(data["shuffle"]), data["shows"], data.get("markers", 1),
    )  # fmt: skip


def _sources(line: Any) -> tuple[str, ...]:
    return (line["source"],) if isinstance(line["source"], str) else tuple(line["source"])


def find_quiz(slug: str) -> QuizValue | None:
    """A current quiz."""
    row = db.session.execute(
        select(QuizVersion.id, QuizVersion.data)
        .join(Quiz, Quiz.current_version_id == QuizVersion.id)
        .where(Quiz.slug == slug, Quiz.is_current)
    ).first()
    return quiz_value(row.id, row.data) if row else None


def get_quiz(slug: str) -> QuizValue:
    """A current quiz; raises NotFound."""
    quiz = find_quiz(slug)
    if quiz is None:
        raise NotFound
    return quiz


def list_quiz_titles(slugs: Iterable[str]) -> dict[str, QuizValue]:
    """Current quizzes by slug. One statement."""
    rows = db.session.execute(
        select(QuizVersion.id, QuizVersion.data)
        .join(Quiz, Quiz.current_version_id == QuizVersion.id)
        .where(Quiz.slug.in_(tuple(slugs)))
    )
    return {row.data["quiz"]: quiz_value(row.id, row.data) for row in rows}


def list_candidates(quiz: QuizValue) -> list[Candidate]:
    """The current versions of the questions that a quiz may draw; retired ones are left out."""
    query = (
        select(QuestionVersion)
        .join(Question, Question.current_version_id == QuestionVersion.id)
        .where(Question.retired_at.is_(None))
    )
    if quiz.questions:
        query = query.where(Question.id.in_(quiz.questions))
    else:
        banks = sorted({source for line in quiz.lines for source in line.sources})
        query = query.where(or_(*(Question.id.startswith(bank + "/", autoescape=True) for bank in banks)))
    rows = db.session.scalars(query.order_by(QuestionVersion.question_id))
    return [Candidate(row.id, row.question_id, row.type, row.skill, row.level, row.points, row.facts) for row in rows]


def list_prompts(version_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """What is asked, in both languages, by question version."""
    rows = db.session.execute(select(QuestionVersion.id, QuestionVersion.prose).where(QuestionVersion.id.in_(tuple(version_ids))))
    return {row.id: {language: prose["prompt"] for language, prose in row.prose.items()} for row in rows}
