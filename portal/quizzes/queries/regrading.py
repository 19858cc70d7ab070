"""What a correction needs of a batch of attempts: one SELECT a table, whatever the size of the batch.

First the question alone, in every attempt of the batch; then, for those attempts whose mark changes, all marks and the score. Forms are long,
so that only what was drawn for the question is taken out of them; skill, level and points of the others stand in their marks and versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, and_, func, literal, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement

from portal.db import Json, db
from portal.quizzes.queries.corrections import is_or_will_be_in_force
from portal.quizzes.rules.correcting import Standing
from portal.quizzes.rules.marking import MarkValue
from portal.quizzes.tables import AnswerEvent, Attempt, Mark, QuestionVersion, Score


class drawn_at(FunctionElement[Any]):
    """What was drawn for the question at a position of a form."""

    type = Json
    inherit_cache = True


@compiles(drawn_at)
def _drawn_at(element: Any, compiler: Any, **options: Any) -> str:
    form, position = (compiler.process(one, **options) for one in element.clauses)
    return f"({form} -> {position} -> 'drawn')"


@compiles(drawn_at, "sqlite")
def _drawn_at_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    form, position = (compiler.process(one, **options) for one in element.clauses)
    return f"json_extract({form}, '$[' || {position} || '].drawn')"


@dataclass(frozen=True, slots=True)
class Place:
    """The question in one attempt: its mark in force, what was drawn and what was answered."""

    attempt_id: int
    position: int
    person_id: int
    quiz_slug: str
    purpose: str
    drawn: Mapping[str, Any]
    answer: Any
    drawn_version: int
    mark_id: int
    mark: MarkValue
    given_by: str
    correction_id: int | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A whole attempt: its marks in force by position, and its score. `form` has skill and level of each question."""

    form: Sequence[Mapping[str, Any]]
    marks: tuple[MarkValue, ...]
    pass_percent: int
    cuts: Sequence[Mapping[str, Any]]
    score_id: int
    score: Standing


def newest_rows() -> tuple[int, int]:
    """The newest mark and score of the ledger."""
    mark, score = db.session.execute(
        select(select(func.max(Mark.id)).scalar_subquery(), select(func.max(Score.id)).scalar_subquery())
    ).one()
    return mark or 0, score or 0


def has_newer_rows(ids: Sequence[int], newest: tuple[int, int]) -> bool:
    """Whether one of these attempts got a mark or score since."""
    mark, score = newest
    newer = select(Mark.attempt_id).where(Mark.id > mark).union_all(select(Score.attempt_id).where(Score.id > score))
    return not set(db.session.scalars(newer)).isdisjoint(ids)


def list_attempt_ids(versions: Sequence[int], after: int, limit: int) -> list[int]:
    """The next attempts that drew one of these versions and are finished, by id."""
    parts = [
        select(
            select(Mark.attempt_id)
            .where(Mark.question_version_id == literal(one, Integer), Mark.attempt_id > after, Mark.correction_id.is_(None))
            .order_by(Mark.attempt_id)
            .limit(limit)
            .subquery()
        )
        for one in versions
    ]
    if not parts:
        return []
    every = union_all(*parts).subquery()
    query = select(every.c.attempt_id).distinct().order_by(every.c.attempt_id).limit(limit)
    return list(db.session.scalars(query))


def list_attempt_ids_of(person_id: int, versions: Sequence[int]) -> list[int]:
    """The finished attempts of one person that drew one of these versions."""
    query = (
        select(Attempt.id)
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(Attempt.person_id == person_id, Mark.question_version_id.in_(versions), Mark.correction_id.is_(None))
        .distinct()
    )
    return list(db.session.scalars(query))


def list_places(ids: Sequence[int], versions: Sequence[int], correction_id: int) -> list[Place]:
    """The question in these attempts, by attempt. Marks of the correction itself count, so that nothing is written twice."""
    if not ids:
        return []
    first = aliased(Mark)
    rows = db.session.execute(
        select(
            Mark.attempt_id, Mark.position, Attempt.person_id, Attempt.quiz_slug, Attempt.purpose,
            drawn_at(Attempt.form, Mark.position).label("drawn"),
            first.question_version_id.label("drawn_version"), Mark.id, Mark.earned, Mark.possible, Mark.points, Mark.given_by, Mark.correction_id,
        )
        .select_from(first)
        .join(Mark, and_(Mark.attempt_id == first.attempt_id, Mark.position == first.position))
        .join(Attempt, Attempt.id == first.attempt_id)
        .where(
            first.question_version_id.in_(versions), first.attempt_id.in_(ids), first.correction_id.is_(None),
            is_or_will_be_in_force(Mark, correction_id),
        )
        .order_by(Mark.attempt_id, Mark.id)
    )  # fmt: skip
    answers = _answers(ids, versions)
    newest = {(row[0], row[1]): row for row in rows}
    return [
        Place(
            row.attempt_id, row.position, row.person_id, row.quiz_slug, row.purpose, row.drawn, answers.get(key), row.drawn_version,
            row.id, MarkValue(row.earned, row.possible, row.points), row.given_by, row.correction_id,
        )
        for key, row in newest.items()
    ]  # fmt: skip


def _answers(ids: Sequence[int], versions: Sequence[int]) -> dict[tuple[int, int], Any]:
    rows = db.session.execute(
        select(AnswerEvent.attempt_id, AnswerEvent.position, AnswerEvent.answer)
        .join(Mark, and_(Mark.attempt_id == AnswerEvent.attempt_id, Mark.position == AnswerEvent.position))
        .where(
            Mark.question_version_id.in_(versions), Mark.attempt_id.in_(ids), Mark.correction_id.is_(None), AnswerEvent.counts
        )
        .order_by(AnswerEvent.attempt_id, AnswerEvent.position, AnswerEvent.number)
    )  # fmt: skip
    return {(attempt, position): answer for attempt, position, answer in rows}


def list_sittings(ids: Sequence[int], correction_id: int) -> dict[int, Sitting]:
    """These attempts whole. One that waits for a person's mark is left out: its score is not written yet."""
    if not ids:
        return {}
    forms, marks = _marks(ids, correction_id)
    scores = _scores(ids, correction_id)
    rows = db.session.execute(
        select(Attempt.id, Attempt.question_count, Attempt.pass_percent, Attempt.policies).where(Attempt.id.in_(ids))
    )
    return {
        one: Sitting(
            [forms[one][n] for n in range(count)], tuple(marks[one][n] for n in range(count)), percent, policies["cuts"], *scores[one]
        )
        for one, count, percent, policies in rows
        if one in scores and len(marks[one]) == count
    }  # fmt: skip


Forms = dict[int, dict[int, Mapping[str, Any]]]
Marks = dict[int, dict[int, MarkValue]]


def _marks(ids: Sequence[int], correction_id: int) -> tuple[Forms, Marks]:
    mark = Mark.__table__.c  # the columns themselves: the mapped ones cost as much again for each of these many rows
    rows = db.session.execute(
        select(mark.attempt_id, mark.position, mark.question_version_id, mark.earned, mark.possible, mark.points)
        .where(mark.attempt_id.in_(ids), is_or_will_be_in_force(mark, correction_id))
        .order_by(mark.attempt_id, mark.id)
    ).all()
    questions = _questions({row[2] for row in rows})
    forms: Forms = {one: {} for one in ids}
    marks: Marks = {one: {} for one in ids}
    known: dict[tuple[int, int, int], MarkValue] = {}  # few different ones: no object for each of a million rows
    for attempt, position, version, earned, possible, points in rows:
        forms[attempt].setdefault(position, questions[version])  # of the first row: the version that was drawn
        key = (earned, possible, points)
        if key not in known:
            known[key] = MarkValue(*key)
        marks[attempt][position] = known[key]
    return forms, marks


def _questions(version_ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    rows = db.session.execute(
        select(QuestionVersion.id, QuestionVersion.skill, QuestionVersion.level).where(QuestionVersion.id.in_(set(version_ids)))
    )
    return {row.id: {"skill": row.skill, "level": row.level} for row in rows}


def _scores(ids: Sequence[int], correction_id: int) -> dict[int, tuple[int, Standing]]:
    rows = db.session.execute(
        select(Score.attempt_id, Score.id, Score.earned, Score.possible, Score.is_passed, Score.per_skill, Score.kept_by)
        .where(Score.attempt_id.in_(ids), is_or_will_be_in_force(Score, correction_id))
        .order_by(Score.id)
    )
    return {
        attempt: (number, Standing(earned, possible, is_passed, per_skill, kept_by))
        for attempt, number, earned, possible, is_passed, per_skill, kept_by in rows
    }
