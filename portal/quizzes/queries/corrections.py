"""Corrections, the versions of a question, and what a correction did to an attempt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.db import db
from portal.quizzes.queries.in_force import has_effect, score_in_force
from portal.quizzes.rules.correcting import Proposal
from portal.quizzes.rules.editing import Version
from portal.quizzes.tables import Attempt, Correction, Mark, Question, QuestionVersion, Score


@dataclass(frozen=True)
class CorrectionValue:
    """A correction as it stands. `dry_run` is what the approver was shown."""

    id: int
    kind: str
    question_id: str
    to_version_id: int | None
    reason: str
    proposed_by: int
    proposed_at: datetime
    dry_run: Mapping[str, Any]
    approved_by: int | None
    approved_at: datetime | None
    reached_attempt_id: int
    effective_at: datetime | None
    followed_at: datetime | None
    withdrawn_at: datetime | None
    is_current: bool  # whether the question still stands in the version that it marks by

    @property
    def state(self) -> str:
        """proposed, approved (being written), effective, done, withdrawn."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.followed_at is not None:
            return "done"
        if self.effective_at is not None:
            return "effective"
        return "approved" if self.approved_at is not None else "proposed"

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions whose attempts it corrects, whenever they are finished."""
        return tuple(self.dry_run["versions"])

    @property
    def proposal(self) -> Proposal:
        """What decides about approving it."""
        return Proposal(self.proposed_by, self.withdrawn_at is not None, self.approved_at is not None, self.is_current)


def _select() -> Any:
    return select(Correction, Question.current_version_id).join(Question, Question.id == Correction.question_id)


def _value(row: Any) -> CorrectionValue:
    one, current = row
    return CorrectionValue(
        one.id, one.kind, one.question_id, one.to_version_id, one.reason, one.proposed_by, one.proposed_at, one.dry_run, one.approved_by,
        one.approved_at, one.reached_attempt_id, one.effective_at, one.followed_at, one.withdrawn_at,
        one.to_version_id is None or one.to_version_id == current,
    )  # fmt: skip


def find_correction(correction_id: int) -> CorrectionValue | None:
    """One correction."""
    row = db.session.execute(_select().where(Correction.id == correction_id).execution_options(populate_existing=True)).first()
    return _value(row) if row else None


def list_corrections(question_id: str | None = None) -> tuple[CorrectionValue, ...]:
    """Corrections of a question, or all; the newest first. One statement."""
    query = _select().order_by(Correction.id.desc())
    if question_id is not None:
        query = query.where(Correction.question_id == question_id)
    return tuple(_value(row) for row in db.session.execute(query))


def list_waiting() -> tuple[CorrectionValue, ...]:
    """Approved corrections that are not written, or that the other rooms have not followed yet, in their order."""
    query = _select().where(Correction.approved_at.is_not(None), Correction.followed_at.is_(None)).order_by(Correction.id)
    return tuple(_value(row) for row in db.session.execute(query))


def list_applying(question_ids: Iterable[str]) -> tuple[CorrectionValue, ...]:
    """Approved corrections of these questions, in their order.

    Read FOR SHARE, proposals too: whoever approves waits for an attempt that is being finished, and that attempt is then there.
    """
    query = (
        _select()
        .where(Correction.question_id.in_(tuple(question_ids)), Correction.withdrawn_at.is_(None))
        .order_by(Correction.id)
        .with_for_update(read=True, of=Correction)
        .execution_options(populate_existing=True)
    )
    return tuple(_value(row) for row in db.session.execute(query) if row[0].approved_at is not None)


def version(row: QuestionVersion) -> Version:
    """A stored version as the rules see it."""
    return Version(row.id, row.type, row.skill, row.level, row.points, row.facts, row.prose)


def list_versions(question_id: str) -> tuple[Version, ...]:
    """All versions of a question, the newest first."""
    query = select(QuestionVersion).where(QuestionVersion.question_id == question_id).order_by(QuestionVersion.id.desc())
    return tuple(version(row) for row in db.session.scalars(query))


def find_version(version_id: int) -> Version | None:
    """One version."""
    row = db.session.get(QuestionVersion, version_id)
    return version(row) if row is not None else None


def current_versions() -> dict[str, tuple[str, str, int]]:
    """Every current question: its two hashes and its version. One statement."""
    rows = db.session.execute(
        select(Question.id, QuestionVersion.scoring_hash, QuestionVersion.prose_hash, QuestionVersion.id.label("version"))
        .select_from(Question)
        .join(QuestionVersion, QuestionVersion.id == Question.current_version_id)
    )
    return {row.id: (row.scoring_hash, row.prose_hash, row.version) for row in rows}


def find_current_version(question_id: str) -> int | None:
    """The version in which a question stands now; None where it is drawn no more."""
    return db.session.scalar(select(Question.current_version_id).where(Question.id == question_id))


def count_attempts(version_ids: Iterable[int]) -> dict[int, int]:
    """How many finished attempts drew each version. One statement."""
    rows = db.session.execute(
        select(Mark.question_version_id, func.count(Mark.attempt_id.distinct()))
        .where(Mark.question_version_id.in_(tuple(version_ids)), Mark.correction_id.is_(None))
        .group_by(Mark.question_version_id)
    )
    return {row[0]: row[1] for row in rows}


def attempts_of(version_ids: Iterable[int]) -> Select[int, int]:
    """A subquery of the finished attempts that count and drew one of these versions: attempt and person."""
    return (
        select(Attempt.id.label("attempt_id"), Attempt.person_id)
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(Mark.question_version_id.in_(tuple(version_ids)), Mark.correction_id.is_(None), Attempt.purpose != "practice")
    )


def count_counting(version_ids: Iterable[int]) -> int:
    """How many finished attempts that count drew one of these versions."""
    inner = attempts_of(version_ids).subquery()
    return db.session.scalar(select(func.count(inner.c.attempt_id.distinct()))) or 0


@dataclass(frozen=True)
class Step:
    """What one correction did to the score of an attempt."""

    correction_id: int
    kind: str
    question_id: str
    effective_at: datetime | None
    before: tuple[int, int]
    after: tuple[int, int]
    is_kept: bool
    kept_groups: Sequence[tuple[str, int]]  # skills and levels that stay in force though the score is below their cut


def list_steps(attempt_ids: Iterable[int]) -> dict[int, tuple[Step, ...]]:
    """The corrections in force of each attempt, oldest first. One statement; attempts without any are left out."""
    former = aliased(Score)
    rows = db.session.execute(
        select(Score, former, Correction)
        .select_from(Score)
        .join(Correction, Correction.id == Score.correction_id)
        .join(former, former.id == Score.supersedes_id)
        .where(Score.attempt_id.in_(tuple(attempt_ids)), Correction.effective_at.is_not(None))
        .order_by(Score.id)
    )
    found: dict[int, list[Step]] = {}
    for one, old, correction in rows:
        kept = [(g["skill"], g["level"]) for g in one.per_skill if g.get("kept_by") == correction.id]
        found.setdefault(one.attempt_id, []).append(
            Step(
                correction.id, correction.kind, correction.question_id, correction.effective_at, (old.earned, old.possible),
                (one.earned, one.possible), one.kept_by == correction.id, kept,
            )
        )  # fmt: skip
    return {attempt: tuple(steps) for attempt, steps in found.items()}


@dataclass(frozen=True)
class ScoreChange:
    """A score that a correction wrote, and the one before it, for what follows in other rooms."""

    score_id: int
    attempt_id: int
    before: Any
    after: Any


def list_changes(correction_id: int, after_score_id: int, limit: int) -> list[ScoreChange]:
    """The next scores that a correction wrote, by id."""
    former = aliased(Score)
    rows = db.session.execute(
        select(Score, former)
        .select_from(Score)
        .join(former, former.id == Score.supersedes_id)
        .where(Score.id > after_score_id, Score.correction_id == correction_id)
        .order_by(Score.id)
        .limit(limit)
    )
    return [ScoreChange(one.id, one.attempt_id, old, one) for one, old in rows]


def find_score_in_force(attempt_id: int) -> Score | None:
    """The score of an attempt that holds."""
    query = select(Score).join(Attempt, and_(Attempt.id == Score.attempt_id, Score.id == score_in_force()))
    return db.session.scalar(query.where(Attempt.id == attempt_id))


def is_or_will_be_in_force(row: Any, correction_id: int) -> Any:
    """What a correction builds on: rows in force, and its own."""
    return or_(has_effect(row), row.correction_id == correction_id)
