"""Which ledger rows are in force: those of a correction are inert until it takes effect."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from portal.quizzes.tables import Attempt, Correction, Mark, Score


def has_effect(row: type[Mark] | type[Score] | Any) -> ColumnElement[bool]:
    """Whether a mark or score counts now."""
    effective = select(Correction.id).where(Correction.effective_at.is_not(None))
    return or_(row.correction_id.is_(None), row.correction_id.in_(effective))


def score_in_force() -> Any:
    """The id of the score of an attempt that holds: the newest that counts. Correlated with Attempt."""
    inner = aliased(Score)
    return select(func.max(inner.id)).where(inner.attempt_id == Attempt.id, has_effect(inner)).correlate(Attempt).scalar_subquery()
