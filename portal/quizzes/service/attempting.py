"""Attempts: started with a frozen form, answered event by event, finished once."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from portal.db import db
from portal.errors import NotFound, PortalError
from portal.framework.queries import current_release, get_framework
from portal.i18n import Language
from portal.people.rules import Accommodation
from portal.quizzes import queries
from portal.quizzes.labels import refusal_message
from portal.quizzes.rules.attempting import (
    ALWAYS,
    ExamCycle,
    Refusal,
    builds_on_latest,
    deadline,
    finish_time,
    may_start_at,
    open_attempt,
    refusal_to_save,
    refusal_to_start,
)  # fmt: skip
from portal.quizzes.rules.drawing import Candidate, Wish, draw_questions, freeze
from portal.quizzes.service.scoring import mark_by_rule, settle, write_marks
from portal.quizzes.tables import AnswerEvent, Attempt, Score


def start(
    person_id: int,
    slug: str,
    language: Language,
    missing_courses: int,
    accommodation: Accommodation,
    now: datetime,
    seed: int | None = None,
    cycle: ExamCycle = ALWAYS,
) -> int:
    """Start an attempt, or go on with the open one. Returns its id. Refuses as `refusal_to_start` says.

    What was granted to the person gives more time and further attempts; the attempt keeps by which request.

    What is drawn follows from the seed alone: nobody's guess, unless a demo or a test gives it.
    """
    quiz = queries.get_quiz(slug)
    queries.lock_person(person_id)  # two starts at once are as one: the second goes on with the attempt of the first
    past = queries.list_past(person_id, slug)
    going_on = open_attempt(past)
    if going_on is not None:
        return going_on.id
    limits = quiz.limits(accommodation.extra_attempts, cycle)
    refusal = refusal_to_start(limits, past, now, missing_courses)
    if refusal is not None:
        raise PortalError(409, refusal_message(refusal, may_start_at(limits, past)))
    seed = secrets.randbits(62) if seed is None else seed
    minutes = -(-quiz.minutes * accommodation.time_factor_percent // 100) if quiz.minutes else None
    form = _form(quiz, person_id, str(seed))
    attempt = Attempt(
        person_id=person_id, quiz_slug=slug, quiz_version_id=quiz.version_id, number=len(past) + 1, purpose=quiz.purpose, seed=seed,
        form=form, question_count=len(form), pass_percent=quiz.pass_percent, locale=language,
        policies={"shows": quiz.shows, "cuts": [asdict(cut) for cut in quiz.cuts], "accommodation": accommodation.id},
        started_at=now, deadline_at=deadline(now, minutes),
    )  # fmt: skip
    db.session.add(attempt)
    db.session.flush()
    return attempt.id


def _form(quiz: queries.QuizValue, person_id: int, seed: str) -> list[dict[str, Any]]:
    candidates = queries.list_candidates(quiz)
    if quiz.questions:
        by_id = {one.question: one for one in candidates}
        chosen: list[Candidate] = [by_id[name] for name in quiz.questions if name in by_id]
    else:
        wishes = [Wish(line.draw, line.sources, line.skill, line.level) for line in quiz.lines]
        seen = queries.list_seen_questions(person_id, quiz.slug)
        try:
            chosen = draw_questions(wishes, candidates, seen, seed)
        except LookupError as error:
            raise PortalError(409, refusal_message(Refusal.NO_ATTEMPTS_LEFT, None)) from error
    return freeze(chosen, quiz.shuffle, seed, _rubrics(chosen), quiz.markers)


def _rubrics(questions: list[Candidate]) -> dict[str, int]:
    """The rubrics in force, by id: their definitions. Not read where nobody marks."""
    if not any("rubric" in one.facts for one in questions):
        return {}
    return {slug: rubric.definition_id for slug, rubric in get_framework(current_release()).rubrics.items()}


@dataclass(frozen=True)
class Saved:
    """What the server answers to a save: its number for the question, and whether it counts."""

    number: int
    counts: bool
    latest: int


def save_answer(
    saving: queries.Saving, position: int, save_id: str, based_on: int, answer: Any, language: str, now: datetime
) -> Saved:
    """Keep one answer as an event. One insert; the caller commits before it answers.

    A replay of a `save_id` gives the first answer again. One that builds on an older number, or is late, is kept and does not count.
    """
    if saving.replayed is not None:
        return Saved(saving.replayed[0], saving.replayed[1], saving.latest)
    refusal = refusal_to_save(saving.finished_at, saving.deadline_at, now)
    counts = refusal is None and builds_on_latest(based_on, saving.latest)
    number = saving.latest + 1
    db.session.execute(
        insert(AnswerEvent.__table__).values(  # type: ignore[arg-type]  # a mapped class's table is a Table
            attempt_id=saving.attempt_id, position=position, number=number, save_id=save_id, based_on=based_on, counts=counts,
            is_late=refusal is not None, answer=answer, locale=language, received_at=now,
        )
    )  # fmt: skip
    return Saved(number, counts, number)


def change_language(attempt_id: int, person_id: int, language: Language) -> None:
    """Show the attempt in the other language from now on."""
    attempt = _own(attempt_id, person_id)
    attempt.locale = language


def _own(attempt_id: int, person_id: int) -> Attempt:
    attempt = db.session.scalar(select(Attempt).where(Attempt.id == attempt_id, Attempt.person_id == person_id).with_for_update())
    if attempt is None:
        raise NotFound
    return attempt


def finish(attempt_id: int, person_id: int | None, now: datetime) -> Score | None:
    """End an attempt and write its marks and score; None where it was finished already (twice is as once), or where people mark:
    then the marks that the rules give are written, and the score waits for the last one.

    The time of finishing is the deadline where that has passed. With `person_id`, only the person's own.
    """
    query = select(Attempt).where(Attempt.id == attempt_id).with_for_update().execution_options(populate_existing=True)
    attempt = db.session.scalar(query)
    if attempt is None or (person_id is not None and attempt.person_id != person_id):
        raise NotFound
    if attempt.finished_at is not None:
        return None
    attempt.finished_at = finish_time(attempt.deadline_at, now)
    is_overdue = attempt.deadline_at is not None and now >= attempt.deadline_at
    attempt.finished_by = "deadline" if is_overdue else "learner"
    answers = queries.list_final_answers(attempt.id)
    facts = queries.list_facts([question["version"] for question in attempt.form])
    marks = mark_by_rule(attempt.form, facts, answers)
    write_marks(attempt, marks, "rule", attempt.finished_at, now)
    return settle(attempt, marks, attempt.finished_at, now)
