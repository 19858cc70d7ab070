"""Answers that wait for people, and what people gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, select

from portal.db import db
from portal.framework.queries import get_rubric
from portal.people import queries as people
from portal.quizzes.queries.attempts import QuestionView, list_final_answers, list_form_versions, question_view
from portal.quizzes.queries.files import list_files
from portal.quizzes.queries.in_force import has_effect
from portal.quizzes.rules.marking_by_people import Given, Marker, outcome
from portal.quizzes.tables import Attempt, Mark, Marking, QuestionVersion, QuizVersion, Score


@dataclass(frozen=True)
class MarkingValue:
    """What one marker gave, in the latest of their markings."""

    marker_id: int
    number: int
    rubric_definition_id: int
    ratings: Mapping[str, int]
    earned: int
    possible: int
    feedback: str
    given_at: datetime

    @property
    def given(self) -> Given:
        """As the rules take it."""
        return Given(self.marker_id, self.earned, self.possible, self.ratings)


@dataclass(frozen=True)
class Waiting:
    """An answer that waits for people."""

    attempt_id: int
    position: int
    person_id: int
    purpose: str
    question: str
    version_id: int
    rubric_definition_id: int
    markers: int
    still_needed: int
    handed_in_at: datetime
    markings: tuple[MarkingValue, ...]

    @property
    def given(self) -> tuple[Given, ...]:
        """The markings as the rules take them."""
        return tuple(one.given for one in self.markings)


def get_marker(person_id: int, today: date) -> Marker:
    """Somebody who would mark, with the people of their line. Five statements, however many answers wait."""
    line = {*people.list_managers_above(person_id, today), *people.list_report_ids(person_id, today)}
    is_assessor = people.has_role(person_id, "assessor", today)
    return Marker(person_id, is_assessor, frozenset(line), people.list_relatives(person_id))


def awaits_score() -> Any:
    """Whether an attempt is handed in and has no score yet. Correlated with Attempt."""
    return and_(Attempt.finished_at.is_not(None), ~exists().where(Score.attempt_id == Attempt.id, has_effect(Score)))


def list_markings(attempt_ids: Iterable[int]) -> dict[tuple[int, int], tuple[MarkingValue, ...]]:
    """What was given, by attempt and position: the latest of each marker, in the order in which they first marked."""
    rows = db.session.scalars(select(Marking).where(Marking.attempt_id.in_(tuple(attempt_ids))).order_by(Marking.id))
    found: defaultdict[tuple[int, int], dict[int, MarkingValue]] = defaultdict(dict)
    for row in rows:
        found[row.attempt_id, row.position][row.marker_id] = MarkingValue(
            row.marker_id, row.number, row.rubric_definition_id, row.ratings, row.earned, row.possible, row.feedback, row.given_at
        )
    return {key: tuple(by_marker.values()) for key, by_marker in found.items()}


def list_waiting(attempt_id: int | None = None) -> tuple[Waiting, ...]:
    """All answers that wait, or those of one attempt. Three statements at most; attempts that have their score are not looked at."""
    query = select(Attempt).where(awaits_score()).order_by(Attempt.finished_at)
    if attempt_id is not None:
        query = query.where(Attempt.id == attempt_id)
    attempts = db.session.scalars(query.execution_options(populate_existing=True)).all()
    if not attempts:
        return ()
    ids = [one.id for one in attempts]
    marked = {
        (row.attempt_id, row.position)
        for row in db.session.execute(select(Mark.attempt_id, Mark.position).where(Mark.attempt_id.in_(ids), has_effect(Mark)))
    }
    markings = list_markings(ids)
    return tuple(
        _waiting(attempt, position, question, markings.get((attempt.id, position), ()))
        for attempt in attempts
        for position, question in enumerate(attempt.form)
        if "rubric" in question and (attempt.id, position) not in marked
    )


def _waiting(attempt: Attempt, position: int, question: Any, markings: tuple[MarkingValue, ...]) -> Waiting:
    allowed = get_rubric(question["rubric"]).largest_difference
    still_needed = outcome([one.given for one in markings], question["markers"], allowed).still_needed
    return Waiting(
        attempt.id, position, attempt.person_id, attempt.purpose, question["question"], question["version"], question["rubric"],
        question["markers"], still_needed, attempt.finished_at or attempt.started_at, markings,
    )  # fmt: skip


def list_waiting_exams(person_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Quizzes that these people have handed in and whose score waits for markers."""
    rows = db.session.execute(
        select(Attempt.person_id, Attempt.quiz_slug).where(Attempt.person_id.in_(tuple(person_ids)), awaits_score())
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for person_id, slug in rows:
        found[person_id].add(slug)
    return {person: frozenset(slugs) for person, slugs in found.items()}


@dataclass(frozen=True)
class AnswerToMark:
    """An answer as its marker sees it: without the person's name, in the language in which it was written."""

    waiting: Waiting
    question: QuestionView
    locale: str
    quiz_title: Mapping[str, str]


def get_answer_to_mark(waiting: Waiting) -> AnswerToMark:
    """An answer opened for its marker."""
    attempt, quiz = db.session.execute(
        select(Attempt, QuizVersion.data)
        .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
        .where(Attempt.id == waiting.attempt_id)
    ).one()
    question = attempt.form[waiting.position]
    version = list_form_versions([question])[question["version"]]
    answer = list_final_answers(attempt.id).get(waiting.position)
    files = list_files(attempt.id).get(waiting.position, ())
    view = question_view(waiting.position, question, version, attempt.locale, answer, 0, files)
    return AnswerToMark(waiting, view, attempt.locale, quiz["title"])


@dataclass(frozen=True)
class TwiceMarked:
    """The ratings that the first two markers of an answer gave."""

    question: str
    first: Mapping[str, int]
    second: Mapping[str, int]


def list_twice_marked(questions: Sequence[str]) -> tuple[TwiceMarked, ...]:
    """Answers to these questions that stand and that two people marked. One statement."""
    rows = db.session.execute(
        select(QuestionVersion.question_id, Marking.attempt_id, Marking.position, Marking.marker_id, Marking.ratings)
        .join(Mark, (Mark.attempt_id == Marking.attempt_id) & (Mark.position == Marking.position))
        .join(QuestionVersion, QuestionVersion.id == Mark.question_version_id)
        .where(QuestionVersion.question_id.in_(questions), Mark.given_by.startswith("person:"), has_effect(Mark))
        .order_by(Marking.id)
    )
    found: defaultdict[tuple[str, int, int], dict[int, Any]] = defaultdict(dict)
    for question, attempt_id, position, marker_id, ratings in rows:
        found[question, attempt_id, position][marker_id] = ratings
    pairs = ((key[0], list(by_marker.values())) for key, by_marker in found.items())
    return tuple(TwiceMarked(question, given[0], given[1]) for question, given in pairs if len(given) > 1)
