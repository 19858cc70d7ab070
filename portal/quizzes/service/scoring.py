"""The ledger of marks and scores: marks as they are known, and the score once all of them are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from portal.db import db
from portal.quizzes import types
from portal.quizzes.queries.in_force import has_effect
from portal.quizzes.rules.marking import RULE_VERSION, Cut, MarkValue, mark_answer, score
from portal.quizzes.service.regrading import correct_finished
from portal.quizzes.tables import Attempt, Mark, Score


def mark_by_rule(form: Sequence[Mapping[str, Any]], facts: Mapping[int, Any], answers: Mapping[int, Any]) -> dict[int, MarkValue]:
    """The marks that the rules give, by position; answers that wait for people are left out."""
    return {
        position: mark_answer(
            question["type"], facts[question["version"]], answers.get(position), question["drawn"], question["points"]
        )
        for position, question in enumerate(form)
        if not types.is_for_people(question["type"], facts[question["version"]], answers.get(position), question["drawn"])
    }


def write_marks(attempt: Attempt, marks: Mapping[int, MarkValue], given_by: str, effective_at: datetime, now: datetime) -> None:
    """New rows of the ledger."""
    rows = [
        {
            "attempt_id": attempt.id, "position": position, "question_version_id": attempt.form[position]["version"],
            "earned": mark.earned, "possible": mark.possible, "points": mark.points, "rule_version": RULE_VERSION,
            "effective_at": effective_at, "recorded_at": now, "given_by": given_by,
        }
        for position, mark in marks.items()
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Mark), rows)


def marks_in_force(attempt_id: int) -> dict[int, MarkValue]:
    """The marks of an attempt that hold now, by position."""
    rows = db.session.scalars(select(Mark).where(Mark.attempt_id == attempt_id, has_effect(Mark)).order_by(Mark.id))
    return {row.position: MarkValue(row.earned, row.possible, row.points) for row in rows}


def settle(attempt: Attempt, marks: Mapping[int, MarkValue], effective_at: datetime, now: datetime) -> Score | None:
    """Write the score if all marks are there, with the rows of the corrections that cover it; returns the one in force.

    None, and no row, while a mark is missing: until then the score is not known.
    """
    if len(marks) < len(attempt.form):
        return None
    in_order = [marks[position] for position in range(len(attempt.form))]
    result = score(attempt.form, in_order, attempt.pass_percent, [Cut(**cut) for cut in attempt.policies["cuts"]])
    row = Score(
        attempt_id=attempt.id, earned=result.earned, possible=result.possible, is_passed=result.is_passed,
        per_skill=[asdict(one) | {"demonstrates": one.demonstrates} for one in result.per_skill],
        effective_at=effective_at, recorded_at=now, given_by="rule",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return correct_finished(attempt, now) or row
