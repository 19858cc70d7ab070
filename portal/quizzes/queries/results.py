"""Results: scores for lists, and one attempt opened as far as somebody may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from portal.db import db
from portal.framework.queries import get_rubric
from portal.framework.rules import Rubric
from portal.quizzes import types
from portal.quizzes.queries.attempts import list_final_answers, with_parameters
from portal.quizzes.queries.files import FileValue, list_files
from portal.quizzes.queries.in_force import has_effect, score_in_force
from portal.quizzes.queries.marking import MarkingValue, awaits_score, list_markings, list_waiting
from portal.quizzes.tables import AnswerEvent, Attempt, Mark, QuestionVersion, QuizVersion, Score


@dataclass(frozen=True)
class AttemptResult:
    """A finished attempt with the score in force. `per_skill` as stored: skill, level, earned, possible, is_passed, demonstrates …"""

    attempt_id: int
    person_id: int
    quiz_slug: str
    title: Mapping[str, str]
    number: int
    purpose: str
    started_at: datetime
    finished_at: datetime
    finished_by: str
    pass_percent: int
    shows: str
    score_id: int
    earned: int
    possible: int
    is_passed: bool
    per_skill: Sequence[Mapping[str, Any]]
    correction_id: int | None = None  # by which the score was corrected last
    kept_by: int | None = None  # the correction that would have lowered the pass; it stays in force


@dataclass(frozen=True)
class AnswerTrace:
    """One question of an attempt. What may not be seen is None; `mark` is (earned, possible, points)."""

    position: int
    question: str
    version: int
    type: str
    skill: str
    level: int
    points: int
    facts: Mapping[str, Any]
    prose: Mapping[str, Any]
    drawn: Mapping[str, Any]
    answer: Any
    mark: tuple[int, int, int] | None
    shows_key: bool
    key: Any
    turn: int | None
    saved_at: datetime | None
    files: tuple[FileValue, ...] = ()
    markings: tuple[MarkingValue, ...] = ()  # what people gave, once the mark stands
    rubric: Rubric | None = None
    correction_id: int | None = None  # by which the mark was corrected; key and feedback are then those that it was marked by


@dataclass(frozen=True)
class AttemptTrace:
    """An attempt opened."""

    result: AttemptResult
    questions: tuple[AnswerTrace, ...]


def _results() -> Any:
    return (
        select(Attempt, Score, QuizVersion.data)
        .select_from(Attempt)
        .join(Score, and_(Score.attempt_id == Attempt.id, Score.id == score_in_force()))
        .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    )


def _result(row: Any) -> AttemptResult:
    attempt, score, quiz = row
    return AttemptResult(
        attempt.id, attempt.person_id, attempt.quiz_slug, quiz["title"], attempt.number, attempt.purpose, attempt.started_at,
        attempt.finished_at, attempt.finished_by or "", attempt.pass_percent, attempt.policies["shows"], score.id, score.earned,
        score.possible, score.is_passed, score.per_skill, score.correction_id, score.kept_by,
    )  # fmt: skip


def list_results(
    person_ids: Iterable[int], purposes: Iterable[str] = ("certification", "evidence")
) -> dict[int, tuple[AttemptResult, ...]]:
    """Finished attempts of these people, newest first. One statement."""
    rows = db.session.execute(
        _results()
        .where(Attempt.person_id.in_(tuple(person_ids)), Attempt.purpose.in_(tuple(purposes)))
        .order_by(Attempt.finished_at.desc(), Attempt.id.desc())
    )
    found: defaultdict[int, list[AttemptResult]] = defaultdict(list)
    for row in rows:
        result = _result(row)
        found[result.person_id].append(result)
    return {person: tuple(results) for person, results in found.items()}


def list_attempts(attempt_ids: Iterable[int]) -> dict[int, AttemptResult]:
    """Finished attempts by id."""
    rows = db.session.execute(_results().where(Attempt.id.in_(tuple(attempt_ids))))
    return {row[0].id: _result(row) for row in rows}


def get_attempt_trace(attempt_id: int, language: str, with_answers: bool, with_keys: bool, with_times: bool) -> AttemptTrace | None:
    """A finished attempt, opened as far as the flags say; None where there is no finished one.

    `with_keys` opens keys, marks and feedback per question; without, the person sees questions and own answers only.
    """
    row = db.session.execute(_results().where(Attempt.id == attempt_id)).first()
    if row is None:
        return None
    attempt = row[0]
    if not with_answers:
        return AttemptTrace(_result(row), ())
    answers, times = list_final_answers(attempt_id), _times(attempt_id) if with_times else {}
    marks = _marks(attempt_id) if with_keys else {}
    wanted = {question["version"] for question in attempt.form} | {mark.question_version_id for mark in marks.values()}
    versions = {one.id: one for one in db.session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_(wanted)))}
    questions = tuple(
        _trace(n, question, versions, answers.get(n), marks.get(n), times.get(n), language, with_keys)
        for n, question in enumerate(attempt.form)
    )
    return AttemptTrace(_result(row), _with_markings(attempt, questions, True))


def _with_markings(attempt: Attempt, questions: tuple[AnswerTrace, ...], is_marked: bool) -> tuple[AnswerTrace, ...]:
    """The same, with files and, once the marks stand, with what people gave and by which rubric."""
    if not any("rubric" in question for question in attempt.form):
        return questions
    files, markings = list_files(attempt.id), list_markings([attempt.id]) if is_marked else {}
    return tuple(
        replace(
            one, files=files.get(one.position, ()), markings=markings.get((attempt.id, one.position), ()),
            rubric=get_rubric(question["rubric"]) if "rubric" in question else None,
        )
        for one, question in zip(questions, attempt.form, strict=True)
    )  # fmt: skip


@dataclass(frozen=True)
class Awaiting:
    """An attempt that is handed in and waits for people: the answers without keys and marks, and which of them wait."""

    attempt_id: int
    quiz_slug: str
    title: Mapping[str, str]
    number: int
    purpose: str
    finished_at: datetime
    questions: tuple[AnswerTrace, ...]
    positions: frozenset[int]


def find_awaiting(attempt_id: int, language: str) -> Awaiting | None:
    """A finished attempt without a score; None where it has one, or is not finished."""
    row = db.session.execute(
        select(Attempt, QuizVersion.data)
        .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
        .where(Attempt.id == attempt_id, awaits_score())
    ).first()
    if row is None:
        return None
    waiting = list_waiting(attempt_id)
    attempt, quiz = row
    versions = {
        one.id: one
        for one in db.session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_({q["version"] for q in attempt.form})))
    }
    answers = list_final_answers(attempt_id)
    questions = tuple(
        _trace(n, question, versions, answers.get(n), None, None, language, False) for n, question in enumerate(attempt.form)
    )
    return Awaiting(
        attempt.id, attempt.quiz_slug, quiz["title"], attempt.number, attempt.purpose, attempt.finished_at,
        _with_markings(attempt, questions, False), frozenset(one.position for one in waiting),
    )  # fmt: skip


def _trace(
    n: int,
    question: Any,
    versions: Mapping[int, QuestionVersion],
    answer: Any,
    mark: Mark | None,
    saved_at: Any,
    language: str,
    with_keys: bool,
) -> AnswerTrace:
    drawn, seen = question["drawn"], versions[question["version"]]
    by = versions[mark.question_version_id] if mark is not None else seen  # a corrected key explains itself by its own feedback
    prose = {**by.prose[language], "prompt": seen.prose[language]["prompt"]}
    return AnswerTrace(
        n, question["question"], seen.id, seen.type, seen.skill, seen.level, question["points"], by.facts, with_parameters(prose, drawn),
        drawn, answer, (mark.earned, mark.possible, mark.points) if mark is not None else None, with_keys,
        types.rules_of(by.type).key(by.facts, drawn) if with_keys else None,
        types.turn_of(by.type, by.facts, answer, drawn) if with_keys else None, saved_at,
        correction_id=mark.correction_id if mark is not None else None,
    )  # fmt: skip


def _marks(attempt_id: int) -> dict[int, Mark]:
    rows = db.session.scalars(select(Mark).where(Mark.attempt_id == attempt_id, has_effect(Mark)).order_by(Mark.id))
    return {row.position: row for row in rows}


def _times(attempt_id: int) -> dict[int, datetime]:
    rows = db.session.execute(
        select(AnswerEvent.position, AnswerEvent.received_at)
        .where(AnswerEvent.attempt_id == attempt_id, AnswerEvent.counts)
        .order_by(AnswerEvent.number)
    )
    return {row.position: row.received_at for row in rows}
