"""Disputes: what learners say against questions, and what authors answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.quizzes.tables import Attempt, Correction, Dispute


@dataclass(frozen=True)
class DisputeValue:
    """A dispute. `person_id` is for the service: authors see no names."""

    id: int
    attempt_id: int
    position: int
    question_id: str
    question_version_id: int
    person_id: int
    text: str
    raised_at: datetime
    answer: str | None
    is_upheld: bool | None
    answered_at: datetime | None
    correction_id: int | None
    corrected_at: datetime | None  # when that correction took effect


def _select() -> Any:
    return select(Dispute, Correction.effective_at).outerjoin(Correction, Correction.id == Dispute.correction_id)


def _value(row: Any) -> DisputeValue:
    one, effective_at = row
    return DisputeValue(
        one.id, one.attempt_id, one.position, one.question_id, one.question_version_id, one.person_id, one.text, one.raised_at, one.answer,
        one.is_upheld, one.answered_at, one.correction_id, effective_at,
    )  # fmt: skip


def find_dispute(dispute_id: int) -> DisputeValue | None:
    """One dispute."""
    row = db.session.execute(_select().where(Dispute.id == dispute_id).execution_options(populate_existing=True)).first()
    return _value(row) if row else None


def list_of_question(question_id: str) -> tuple[DisputeValue, ...]:
    """The disputes of a question, the newest first."""
    query = _select().where(Dispute.question_id == question_id).order_by(Dispute.id.desc())
    return tuple(_value(row) for row in db.session.execute(query))


def list_of_attempt(attempt_id: int) -> dict[int, DisputeValue]:
    """The disputes of an attempt, by position."""
    rows = db.session.execute(_select().where(Dispute.attempt_id == attempt_id))
    return {row[0].position: _value(row) for row in rows}


def list_open(limit: int) -> tuple[DisputeValue, ...]:
    """Disputes that nobody has answered, the oldest first."""
    query = _select().where(Dispute.answered_at.is_(None)).order_by(Dispute.id).limit(limit)
    return tuple(_value(row) for row in db.session.execute(query))


def find_form(attempt_id: int, person_id: int) -> Any:
    """The form of a person's finished attempt; None where there is no such attempt."""
    query = select(Attempt.form).where(Attempt.id == attempt_id, Attempt.person_id == person_id, Attempt.finished_at.is_not(None))
    return db.session.scalar(query)
