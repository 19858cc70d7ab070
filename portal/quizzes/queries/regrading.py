"""What a correction needs of a batch of attempts: one SELECT a table, whatever the size of the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, and_, literal, select, union_all

from portal.db import db
from portal.quizzes.queries.corrections import is_or_will_be_in_force
from portal.quizzes.rules.correcting import Standing
from portal.quizzes.rules.marking import MarkValue
from portal.quizzes.tables import AnswerEvent, Attempt, Mark, Score


@dataclass(frozen=True)
class Row:
    """A mark of the ledger that is in force."""

    id: int
    value: MarkValue
    given_by: str
    correction_id: int | None


@dataclass(frozen=True)
class Sitting:
    """One attempt as a correction sees it. `score` is None while an answer waits for a person's mark."""

    attempt_id: int
    person_id: int
    quiz_slug: str
    purpose: str
    form: Sequence[Mapping[str, Any]]
    pass_percent: int
    cuts: Sequence[Mapping[str, Any]]
    answers: Mapping[int, Any]  # to the question, by its position in the form; None: not answered
    marks: Mapping[int, Row]
    score: tuple[int, Standing, int | None] | None  # id, standing, by which correction


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


def list_sittings(ids: Sequence[int], versions: Sequence[int], correction_id: int) -> list[Sitting]:
    """These attempts with the marks and scores in force (and those of the correction itself). Four statements."""
    if not ids:
        return []
    places = _places(ids, versions)
    marks, scores, answers = _marks(ids, correction_id), _scores(ids, correction_id), _answers(ids, versions)
    rows = db.session.execute(
        select(
            Attempt.id, Attempt.person_id, Attempt.quiz_slug, Attempt.purpose, Attempt.form, Attempt.pass_percent, Attempt.policies
        )
        .where(Attempt.id.in_(ids))
        .order_by(Attempt.id)
    )  # fmt: skip
    return [
        Sitting(
            one, person, slug, purpose, form, percent, policies["cuts"], {n: answers.get((one, n)) for n in places[one]}, marks[one],
            scores.get(one),
        )
        for one, person, slug, purpose, form, percent, policies in rows
    ]  # fmt: skip


def _places(ids: Sequence[int], versions: Sequence[int]) -> dict[int, list[int]]:
    rows = db.session.execute(
        select(Mark.attempt_id, Mark.position)
        .where(Mark.question_version_id.in_(versions), Mark.attempt_id.in_(ids), Mark.correction_id.is_(None))
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for attempt, position in rows:
        found.setdefault(attempt, []).append(position)
    return found


def _marks(ids: Sequence[int], correction_id: int) -> dict[int, dict[int, Row]]:
    rows = db.session.execute(
        select(
            Mark.attempt_id, Mark.position, Mark.id, Mark.earned, Mark.possible, Mark.points, Mark.given_by, Mark.correction_id
        )
        .where(Mark.attempt_id.in_(ids), is_or_will_be_in_force(Mark, correction_id))
        .order_by(Mark.id)
    )  # fmt: skip
    found: dict[int, dict[int, Row]] = {one: {} for one in ids}
    for attempt, position, number, earned, possible, points, given_by, correction in rows:
        found[attempt][position] = Row(number, MarkValue(earned, possible, points), given_by, correction)
    return found


def _scores(ids: Sequence[int], correction_id: int) -> dict[int, tuple[int, Standing, int | None]]:
    rows = db.session.execute(
        select(
            Score.attempt_id, Score.id, Score.earned, Score.possible, Score.is_passed, Score.per_skill, Score.kept_by, Score.correction_id
        )
        .where(Score.attempt_id.in_(ids), is_or_will_be_in_force(Score, correction_id))
        .order_by(Score.id)
    )  # fmt: skip
    return {
        attempt: (number, Standing(earned, possible, is_passed, per_skill, kept_by), correction)
        for attempt, number, earned, possible, is_passed, per_skill, kept_by, correction in rows
    }


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
