"""A number. The answer is what was typed."""

from __future__ import annotations

from typing import Any

from portal.quizzes.types import Drawn, Facts
from portal.quizzes.types.formulas import as_typed, mark_number, turn_taken, wanted

mark = mark_number
turn = turn_taken


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:  # noqa: ARG001  # the shape of every type
    """Nothing to draw."""
    return {}


def key(facts: Facts, drawn: Drawn) -> Any:
    """The right value, as typed."""
    return as_typed(wanted(facts, drawn))


def keeps_answers(old: Facts, new: Facts) -> bool:  # noqa: ARG001  # the shape of every type
    """What was typed is what was typed, whatever is asked."""
    return True
