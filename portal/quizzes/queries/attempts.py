"""Attempts under way: what the page shows, what a save needs, what finishing needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from portal.db import db
from portal.people.queries.viewer import signed_in, token_hash
from portal.people.tables import Account, Person, SignIn
from portal.quizzes.queries.files import FileValue, list_files
from portal.quizzes.queries.in_force import score_in_force
from portal.quizzes.rules.attempting import Past
from portal.quizzes.tables import AnswerEvent, Attempt, QuestionVersion, QuizVersion, Score


@dataclass(frozen=True)
class QuestionView:
    """A question of a form, with the newest answer that counts. `prose` is in one language."""

    position: int
    type: str
    points: int
    facts: Mapping[str, Any]
    prose: Mapping[str, Any]
    drawn: Mapping[str, Any]
    answer: Any
    number: int  # of the newest save of any kind
    files: tuple[FileValue, ...] = ()  # that were sent to it


@dataclass(frozen=True)
class AttemptView:
    """An attempt as its taker sees it."""

    id: int
    person_id: int
    quiz_slug: str
    title: Mapping[str, str]
    number: int
    purpose: str
    locale: str
    started_at: datetime
    deadline_at: datetime | None
    finished_at: datetime | None
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class Saving:
    """What deciding about a save needs, from one row."""

    person_id: int
    attempt_id: int
    locale: str
    question_count: int
    finished_at: datetime | None
    deadline_at: datetime | None
    latest: int
    replayed: tuple[int, bool] | None


_LATEST = (
    select(func.coalesce(func.max(AnswerEvent.number), 0))
    .where(AnswerEvent.attempt_id == Attempt.id, AnswerEvent.position == bindparam("position"))
    .scalar_subquery()
)
_REPLAY = aliased(AnswerEvent)
_SAVING = (
    select(
        Person.id, Attempt.id, Attempt.locale, Attempt.finished_at, Attempt.deadline_at, _LATEST, _REPLAY.number, _REPLAY.counts,
        _REPLAY.position, Attempt.question_count,
    )
    .select_from(Attempt)
    .join(Person, Person.id == Attempt.person_id)
    .join(SignIn, SignIn.person_id == Person.id)
    .join(Account, Account.person_id == Person.id)
    .outerjoin(_REPLAY, and_(_REPLAY.save_id == bindparam("save_id"), _REPLAY.attempt_id == Attempt.id))
    .where(signed_in(), Attempt.id == bindparam("attempt_id"))
)  # fmt: skip
_LOCK = select(Attempt.id).where(Attempt.id == bindparam("attempt_id")).with_for_update(key_share=True)


def find_saving(token: str, attempt_id: int, position: int, save_id: str, now: datetime, today: date) -> Saving | None:
    """Sign-in, attempt, newest number and a possible replay in one statement; None where it is not this person's.

    It decides about a row, so the attempt is locked first.
    """
    lock_attempt(attempt_id)
    values = {
        "token_hash": token_hash(token),
        "now": now,
        "on": today,
        "attempt_id": attempt_id,
        "position": position,
        "save_id": save_id,
    }
    row = db.session.execute(_SAVING, values).first()
    if row is None:
        return None
    person_id, attempt, locale, finished_at, deadline_at, latest, number, counts, replayed_position, count = row
    replayed = (number, counts) if number is not None and replayed_position == position else None
    return Saving(person_id, attempt, locale, count, finished_at, deadline_at, latest, replayed)


def lock_attempt(attempt_id: int) -> None:
    """Neither a second save nor handing in comes in between from here on. On SQLite a transaction holds the write lock anyway, and a
    save is a hot path: nothing is asked there. A statement of its own, since one that waited for a lock sees nothing of what it waited for.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(_LOCK, {"attempt_id": attempt_id})


def lock_person(person_id: int) -> None:
    """Whoever asks the same for this person waits until the transaction has ended."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def list_past(person_id: int, slug: str) -> tuple[Past, ...]:
    """A person's attempts at a quiz, oldest first."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.number, Attempt.started_at, Attempt.finished_at, Score.is_passed)
        .select_from(Attempt)
        .outerjoin(Score, and_(Score.attempt_id == Attempt.id, Score.id == score_in_force()))
        .where(Attempt.person_id == person_id, Attempt.quiz_slug == slug)
        .order_by(Attempt.number)
    )
    return tuple(Past(*row) for row in rows)


def find_open_attempts(person_id: int) -> list[tuple[int, str, Mapping[str, str]]]:
    """Attempts under way: id, quiz and title."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.quiz_slug, QuizVersion.data)
        .select_from(Attempt)
        .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
        .where(Attempt.person_id == person_id, Attempt.finished_at.is_(None))
        .order_by(Attempt.started_at)
    )
    return [(row.id, row.quiz_slug, row.data["title"]) for row in rows]


def list_overdue(now: datetime, limit: int = 1000) -> tuple[int, ...]:
    """Attempts whose deadline has passed and that nobody finished."""
    return tuple(
        db.session.scalars(
            select(Attempt.id)
            .where(Attempt.finished_at.is_(None), Attempt.deadline_at <= now)
            .order_by(Attempt.deadline_at)
            .limit(limit)
        )
    )


def list_seen_questions(person_id: int, slug: str) -> frozenset[str]:
    """Questions that a person was asked before in a quiz."""
    forms = db.session.scalars(select(Attempt.form).where(Attempt.person_id == person_id, Attempt.quiz_slug == slug))
    return frozenset(question["question"] for form in forms for question in form)


def list_final_answers(attempt_id: int) -> dict[int, Any]:
    """The last answer that counts, by position."""
    rows = db.session.execute(
        select(AnswerEvent.position, AnswerEvent.answer)
        .where(AnswerEvent.attempt_id == attempt_id, AnswerEvent.counts)
        .order_by(AnswerEvent.position, AnswerEvent.number)
    )
    return {row.position: row.answer for row in rows}


def list_facts(version_ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """What scores, by question version."""
    rows = db.session.execute(select(QuestionVersion.id, QuestionVersion.facts).where(QuestionVersion.id.in_(set(version_ids))))
    return {row.id: row.facts for row in rows}


def get_attempt_view(attempt_id: int, person_id: int) -> AttemptView | None:
    """An attempt of a person, with all questions in its language. Four statements, whatever its length, five with what people mark."""
    row = db.session.execute(
        select(Attempt, QuizVersion.data)
        .select_from(Attempt)
        .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
        .where(Attempt.id == attempt_id, Attempt.person_id == person_id)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        return None
    attempt, quiz = row
    versions = list_form_versions(attempt.form)
    answers = list_final_answers(attempt_id)
    numbers = dict(
        db.session.execute(
            select(AnswerEvent.position, func.max(AnswerEvent.number))
            .where(AnswerEvent.attempt_id == attempt_id)
            .group_by(AnswerEvent.position)
        ).all()
    )
    files = list_files(attempt_id) if any("rubric" in one for one in attempt.form) else {}
    questions = tuple(
        question_view(n, one, versions[one["version"]], attempt.locale, answers.get(n), numbers.get(n, 0), files.get(n, ()))
        for n, one in enumerate(attempt.form)
    )
    return AttemptView(
        attempt.id, attempt.person_id, attempt.quiz_slug, quiz["title"], attempt.number, attempt.purpose, attempt.locale,
        attempt.started_at, attempt.deadline_at, attempt.finished_at, questions,
    )  # fmt: skip


def list_form_versions(form: Iterable[Mapping[str, Any]]) -> dict[int, Any]:
    """The versions of the questions of a form: id, facts, prose in both languages."""
    rows = db.session.execute(
        select(QuestionVersion.id, QuestionVersion.facts, QuestionVersion.prose).where(
            QuestionVersion.id.in_({question["version"] for question in form})
        )
    )
    return {row.id: row for row in rows}


def question_view(
    n: int, question: Mapping[str, Any], version: Any, locale: str, answer: Any, number: int, files: tuple[FileValue, ...]
) -> QuestionView:
    """A question of a form with its answer, in one language."""
    drawn = question["drawn"]
    prose = with_parameters(version.prose[locale], drawn)
    return QuestionView(n, question["type"], question["points"], version.facts, prose, drawn, answer, number, files)


def with_parameters(prose: Mapping[str, Any], drawn: Mapping[str, Any]) -> Mapping[str, Any]:
    """The prose with the drawn values in the place of `{names}`."""
    parameters = drawn.get("parameters")
    if not parameters:
        return prose
    prompt = prose["prompt"]
    for name, value in parameters.items():
        prompt = prompt.replace("{" + name + "}", value)
    return {**prose, "prompt": prompt}
