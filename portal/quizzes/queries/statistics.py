"""Reading the snapshots of statistics, and where quizzes stand at the quality gate. No names are in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from portal.db import db
from portal.framework.rules import Text
from portal.quizzes.queries.cut_scores import Adopted, list_adopted
from portal.quizzes.queries.definitions import QuizValue, quiz_value
from portal.quizzes.rules.statistics.counting import quiz_key
from portal.quizzes.rules.statistics.gates import Facts, GateState, missing, state
from portal.quizzes.rules.statistics.items import ChoiceFigures, ItemFigures, LanguageFigures
from portal.quizzes.rules.statistics.looks import Setting
from portal.quizzes.tables import (
    Attempt,
    GateDecision,
    Question,
    QuestionStatistics,
    QuestionVersion,
    Quiz,
    QuizStatistics,
    QuizVersion,
)  # fmt: skip
from portal.sentences import Sentence

UNSEEN: Mapping[str, Any] = {
    "n": 0, "reliability": None, "questions": 0, "judged": 0, "to_look_at": 0, "untested_objectives": (),
}  # fmt: skip


@dataclass(frozen=True)
class QuizSnapshot:
    """The figures of a quiz in one content version. `data` is empty where too few have answered."""

    slug: str
    key: str
    n: int
    error_millionths: int | None
    data: Mapping[str, Any]
    computed_at: datetime
    is_current: bool


@dataclass(frozen=True)
class QuestionSnapshot:
    """The figures of a question, with its wording. `figures` is None where too few have answered."""

    question_id: str
    quiz_slug: str
    quiz_title: Text
    key: str
    scoring_hash: str
    version_id: int
    type: str
    skill: str
    level: int
    prose: Mapping[str, Any]
    facts: Mapping[str, Any]
    n: int
    setting: Setting
    needs_look: bool
    figures: ItemFigures | None
    computed_at: datetime
    is_current: bool  # both the quiz and the question still stand so

    @property
    def bank(self) -> str:
        """The bank that it stands in."""
        return self.question_id.split("/", 1)[0]

    @property
    def name(self) -> str:
        """The id without the bank."""
        return self.question_id.split("/", 1)[1]


@dataclass(frozen=True)
class Gate:
    """Where a quiz stands: what is lacking, and who is not named here closed it and why."""

    slug: str
    state: GateState
    lacking: tuple[Sentence, ...]
    n: int
    reason: str | None
    decided_at: datetime | None
    computed_at: datetime | None


def figures_of(data: Mapping[str, Any] | None) -> ItemFigures | None:
    """Figures as they were stored."""
    if not data:
        return None
    pair = data["discrimination_interval"]
    return ItemFigures(
        data["n"], data["facility"], data["discrimination"], (pair[0], pair[1]) if pair else None, tuple(data["by_fifth"]),
        tuple(data["fifth_counts"]), tuple(ChoiceFigures(**{**one, "by_fifth": tuple(one["by_fifth"])}) for one in data["choices"]),
        tuple(LanguageFigures(**one) for one in data["languages"]), data["language_gap"], data["language_gap_error"],
        data["median_seconds"], data["timed"],
    )  # fmt: skip


def list_quiz_snapshots(slug: str) -> tuple[QuizSnapshot, ...]:
    """All content versions of a quiz that have figures, today's first, then the newest. One statement."""
    rows = db.session.execute(
        select(QuizStatistics, QuizVersion.data)
        .join(Quiz, Quiz.slug == QuizStatistics.quiz_slug)
        .join(QuizVersion, QuizVersion.id == Quiz.current_version_id)
        .where(QuizStatistics.quiz_slug == slug)
        .order_by(QuizStatistics.id.desc())
    ).all()
    found = [
        QuizSnapshot(row.quiz_slug, row.key, row.n, row.error_millionths, row.data, row.computed_at, row.key == quiz_key(data))
        for row, data in rows
    ]
    return tuple(sorted(found, key=lambda one: not one.is_current))


def find_error_millionths(attempt_id: int) -> int | None:
    """The standard error of measurement of the quiz version that an attempt sat; None where it is not known. One statement."""
    rows = db.session.execute(
        select(QuizStatistics.key, QuizStatistics.error_millionths, QuizVersion.data)
        .join(QuizVersion, QuizVersion.slug == QuizStatistics.quiz_slug)
        .join(Attempt, Attempt.quiz_version_id == QuizVersion.id)
        .where(Attempt.id == attempt_id)
    )
    return next((row.error_millionths for row in rows if row.key == quiz_key(row.data)), None)


def find_question_wording(question_id: str) -> Mapping[str, Any] | None:
    """The prose of a question as it stands, or stood last; None where there is none."""
    return db.session.scalar(
        select(QuestionVersion.prose)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.id == question_id)
        .order_by((QuestionVersion.id == Question.current_version_id).desc(), QuestionVersion.id.desc())
        .limit(1)
    )


def list_takers(slug: str) -> tuple[int, ...]:
    """Who has finished a quiz, whenever."""
    query = select(Attempt.person_id).where(Attempt.quiz_slug == slug, Attempt.finished_at.is_not(None)).distinct()
    return tuple(db.session.scalars(query.order_by(Attempt.person_id)))


def _questions() -> Any:
    return (
        select(QuestionStatistics, QuestionVersion, QuizVersion.data, Question.current_version_id, Quiz.is_current)
        .join(QuestionVersion, QuestionVersion.id == QuestionStatistics.question_version_id)
        .join(Question, Question.id == QuestionStatistics.question_id)
        .join(Quiz, Quiz.slug == QuestionStatistics.quiz_slug)
        .join(QuizVersion, QuizVersion.id == Quiz.current_version_id)
    )


def _snapshots(query: Any) -> tuple[QuestionSnapshot, ...]:
    rows = db.session.execute(query).all()
    standing = _scoring_hashes({row.current_version_id for row in rows if row.current_version_id})
    return tuple(_snapshot(row, standing) for row in rows)


def _scoring_hashes(version_ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(QuestionVersion.id, QuestionVersion.scoring_hash).where(QuestionVersion.id.in_(version_ids)))
    return {row.id: row.scoring_hash for row in rows}


def _snapshot(row: Any, standing: Mapping[int, str]) -> QuestionSnapshot:
    one, version, quiz, current_version_id, quiz_is_current = row
    is_current = quiz_is_current and one.key == quiz_key(quiz) and standing.get(current_version_id) == one.scoring_hash
    return QuestionSnapshot(
        one.question_id, one.quiz_slug, quiz["title"], one.key, one.scoring_hash, version.id, version.type, version.skill, version.level,
        version.prose, version.facts, one.n, Setting(**one.data["setting"]), one.needs_look,
        figures_of(one.data["figures"]), one.computed_at, is_current,
    )  # fmt: skip


def list_questions_of_quiz(slug: str, key: str) -> tuple[QuestionSnapshot, ...]:
    """The questions that a quiz asked in one content version, by name. Two statements."""
    query = _questions().where(QuestionStatistics.quiz_slug == slug, QuestionStatistics.key == key)
    return _snapshots(query.order_by(QuestionStatistics.question_id, QuestionStatistics.id.desc()))


def list_of_question(question_id: str) -> tuple[QuestionSnapshot, ...]:
    """A question in every quiz and version, what stands now first, then the most answers. Two statements."""
    found = _snapshots(_questions().where(QuestionStatistics.question_id == question_id))
    return tuple(sorted(found, key=lambda one: (not one.is_current, -one.n, one.quiz_slug)))


def list_needing_a_look(offset: int, limit: int) -> tuple[QuestionSnapshot, ...]:
    """Questions that need a look in a quiz of today, the most answered first. Two statements."""
    query = _questions().where(QuestionStatistics.needs_look, Quiz.is_current, Question.current_version_id.is_not(None))
    ordered = query.order_by(QuestionStatistics.n.desc(), QuestionStatistics.question_id, QuestionStatistics.id)
    return _snapshots(ordered.offset(offset).limit(limit))


def count_needing_a_look() -> int:
    """How many there are."""
    query = (
        select(func.count())
        .select_from(QuestionStatistics)
        .join(Quiz, Quiz.slug == QuestionStatistics.quiz_slug)
        .join(Question, Question.id == QuestionStatistics.question_id)
        .where(QuestionStatistics.needs_look, Quiz.is_current, Question.current_version_id.is_not(None))
    )
    return db.session.scalar(query) or 0


def list_gates(slugs: Iterable[str] | None = None) -> dict[str, Gate]:
    """Where current quizzes (all, or these) stand. Two statements."""
    newest = select(func.max(GateDecision.id)).where(GateDecision.quiz_slug == Quiz.slug).correlate(Quiz).scalar_subquery()
    query = (
        select(Quiz.slug, QuizVersion.id, QuizVersion.data, QuizStatistics, GateDecision)
        .select_from(Quiz)
        .join(QuizVersion, QuizVersion.id == Quiz.current_version_id)
        .outerjoin(QuizStatistics, QuizStatistics.quiz_slug == Quiz.slug)
        .outerjoin(GateDecision, and_(GateDecision.quiz_slug == Quiz.slug, GateDecision.id == newest))
        .order_by(Quiz.slug)
    )
    query = query.where(Quiz.is_current) if slugs is None else query.where(Quiz.slug.in_(tuple(slugs)))
    rows: dict[str, list[Any]] = {}
    for row in db.session.execute(query):
        rows.setdefault(row.slug, []).append(row)
    adopted = list_adopted(rows)
    return {slug: _gate(quiz_value(found[0].id, found[0].data), found, adopted) for slug, found in rows.items()}


def _gate(quiz: QuizValue, rows: Sequence[Any], adopted: Sequence[Adopted]) -> Gate:
    _slug, _id, data, _statistics, decision = rows[0]
    key = quiz_key(data)
    snapshot = next((row[3] for row in rows if row[3] is not None and row[3].key == key), None)
    studied = any(one.applies_to(quiz.slug, key, quiz.pass_percent) for one in adopted)
    found = (snapshot.gate if snapshot is not None else None) or UNSEEN
    lacking = missing(Facts(**found, has_cut_score=studied, pass_percent=quiz.pass_percent)) if quiz.purpose != "practice" else ()
    is_closed = decision is not None and decision.is_closed
    return Gate(
        quiz.slug, state(quiz.purpose, is_closed, lacking), lacking, snapshot.n if snapshot else 0,
        decision.reason if decision else None, decision.decided_at if decision else None, snapshot.computed_at if snapshot else None,
    )  # fmt: skip


def find_gate(slug: str) -> Gate | None:
    """Where a quiz stands; None where there is no such quiz."""
    return list_gates([slug]).get(slug)


def has_cut_score(quiz: QuizValue) -> bool:
    """Whether the pass mark of a quiz, as it asks today, comes from an adopted study. Two statements."""
    data = db.session.scalar(select(QuizVersion.data).where(QuizVersion.id == quiz.version_id))
    return data is not None and any(
        one.applies_to(quiz.slug, quiz_key(data), quiz.pass_percent) for one in list_adopted([quiz.slug])
    )
