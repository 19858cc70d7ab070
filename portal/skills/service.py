"""Writing evidence: from exams that count, and from practicals scored by somebody entitled. Never from practice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from portal.db import db
from portal.framework.rules import Rubric
from portal.skills.rules import levels_from_rubric
from portal.skills.tables import Evidence


def _write(person_id: int, kind: str, source: str, levels: Mapping[str, int], on: date, now: datetime) -> list[str]:
    # a correction may add a higher level to what the same source has shown already
    rows = db.session.execute(
        select(Evidence.skill, func.max(Evidence.level)).where(Evidence.source == source).group_by(Evidence.skill)
    )
    known = {skill: level for skill, level in rows}
    fresh = [skill for skill in levels if levels[skill] > known.get(skill, 0)]
    for skill in fresh:
        db.session.add(
            Evidence(
                person_id=person_id, skill=skill, level=levels[skill], kind=kind, source=source, demonstrated_on=on, until_on=None,
                recorded_at=now,
            )
        )  # fmt: skip
    db.session.flush()
    return fresh


def record_exam(
    person_id: int, attempt_id: int, purpose: str, per_skill: Sequence[Mapping[str, Any]], on: date, now: datetime
) -> list[str]:
    """Evidence from an attempt that counts: the skills whose own cut was passed with five questions. Returns the skills."""
    if purpose == "practice":
        return []
    levels: dict[str, int] = {}
    for one in per_skill:
        if one["demonstrates"]:
            levels[one["skill"]] = max(one["level"], levels.get(one["skill"], 0))
    return _write(person_id, "exam", f"attempt:{attempt_id}", levels, on, now)


def record_practical(
    person_id: int, score_id: int, rubric: Rubric, ratings: Mapping[str, int], on: date, now: datetime
) -> list[str]:
    """Evidence from a practical. Returns the skills that it shows."""
    levels = levels_from_rubric([(one.id, one.skill, one.level) for one in rubric.criteria], ratings)
    return _write(person_id, "practical", f"practical_score:{score_id}", levels, on, now)
