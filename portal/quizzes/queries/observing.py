"""What the statistics are computed from: finished first attempts, read in batches so that many thousands fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.db import db
from portal.people.tables import RoleGrant
from portal.quizzes.queries.in_force import has_effect
from portal.quizzes.rules.statistics.counting import STAFF, Granted
from portal.quizzes.tables import AnswerEvent, Attempt, Correction, Mark, QuestionVersion, QuizVersion, Score


@dataclass(frozen=True)
class FirstAttempt:
    """A finished first attempt, without its answers."""

    id: int
    person_id: int
    quiz_version_id: int
    started_at: datetime
    locale: str


@dataclass(frozen=True)
class Observed:
    """The form, marks in force (version, earned, possible, points), last answers with their language, and saves of one attempt."""

    form: Sequence[Mapping[str, Any]]
    marks: dict[int, tuple[int, int, int, int]] = field(default_factory=dict)
    answers: dict[int, tuple[Any, str]] = field(default_factory=dict)
    saves: list[tuple[int, datetime]] = field(default_factory=list)


@dataclass(frozen=True)
class VersionValue:
    """A question in one version."""

    id: int
    question_id: str
    scoring_hash: str
    type: str
    objective: str
    facts: Mapping[str, Any]


def list_first_attempts(slug: str) -> list[FirstAttempt]:
    """Finished first attempts at a quiz, in the order of their ids."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.person_id, Attempt.quiz_version_id, Attempt.started_at, Attempt.locale)
        .where(Attempt.quiz_slug == slug, Attempt.number == 1, Attempt.finished_at.is_not(None))
        .order_by(Attempt.id)
    )
    return [FirstAttempt(*row) for row in rows]


def list_observed(attempt_ids: Collection[int]) -> dict[int, Observed]:
    """The attempts opened. Three statements."""
    forms = db.session.execute(select(Attempt.id, Attempt.form).where(Attempt.id.in_(attempt_ids)))
    found = {row.id: Observed(row.form) for row in forms}
    marks = db.session.execute(
        select(Mark.attempt_id, Mark.position, Mark.question_version_id, Mark.earned, Mark.possible, Mark.points)
        .where(Mark.attempt_id.in_(attempt_ids), has_effect(Mark))
        .order_by(Mark.id)
    )
    for attempt, position, version, earned, possible, points in marks:
        found[attempt].marks[position] = (version, earned, possible, points)
    events = db.session.execute(
        select(AnswerEvent.attempt_id, AnswerEvent.position, AnswerEvent.answer, AnswerEvent.locale, AnswerEvent.counts, AnswerEvent.received_at)
        .where(AnswerEvent.attempt_id.in_(attempt_ids), AnswerEvent.is_late.is_(False))
        .order_by(AnswerEvent.received_at, AnswerEvent.id)
    )  # fmt: skip
    for attempt, position, answer, locale, counts, received_at in events:
        found[attempt].saves.append((position, received_at))
        if counts:
            found[attempt].answers[position] = (answer, locale)
    return found


def list_quiz_data(version_ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """Quiz files as they stood, by version."""
    rows = db.session.execute(select(QuizVersion.id, QuizVersion.data).where(QuizVersion.id.in_(set(version_ids))))
    return {row.id: row.data for row in rows}


def list_versions(version_ids: Iterable[int]) -> dict[int, VersionValue]:
    """Question versions by id."""
    rows = db.session.execute(
        select(
            QuestionVersion.id, QuestionVersion.question_id, QuestionVersion.scoring_hash, QuestionVersion.type,
            QuestionVersion.objective, QuestionVersion.facts,
        ).where(QuestionVersion.id.in_(set(version_ids)))
    )  # fmt: skip
    return {row.id: VersionValue(*row) for row in rows}


def list_staff_grants() -> dict[int, tuple[Granted, ...]]:
    """The roles that make somebody staff, by person."""
    rows = db.session.execute(
        select(RoleGrant.person_id, RoleGrant.role, RoleGrant.from_on, RoleGrant.until_on).where(RoleGrant.role.in_(STAFF))
    )
    found: defaultdict[int, list[Granted]] = defaultdict(list)
    for person, role, from_on, until_on in rows:
        found[person].append(Granted(role, from_on, until_on))
    return {person: tuple(grants) for person, grants in found.items()}


def list_traces(release: int) -> dict[str, str]:
    """By quiz that has finished first attempts: what its statistics rest on, in a word that changes when that does. Three statements."""
    attempts = db.session.execute(
        select(Attempt.quiz_slug, func.count())
        .where(Attempt.number == 1, Attempt.finished_at.is_not(None))
        .group_by(Attempt.quiz_slug)
    )
    scores = dict(
        db.session.execute(
            select(Attempt.quiz_slug, func.count())
            .join(Score, Score.attempt_id == Attempt.id)
            .where(Attempt.number == 1)
            .group_by(Attempt.quiz_slug)
        ).all()
    )
    effective = select(func.count()).select_from(Correction).where(Correction.effective_at.is_not(None)).scalar_subquery()
    grants = select(func.count(), func.max(RoleGrant.until_on), effective).select_from(RoleGrant).where(RoleGrant.role.in_(STAFF))
    staff = "-".join(str(one) for one in db.session.execute(grants).one())
    return {slug: f"{count}/{scores.get(slug, 0)}/{staff}/{release}" for slug, count in attempts}
