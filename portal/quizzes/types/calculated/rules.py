"""A number that follows from parameters, drawn for each attempt. The answer is what was typed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.rules.shuffling import number
from portal.quizzes.types import Drawn, Facts
from portal.quizzes.types.formulas import as_typed, mark_number, turn_taken, wanted

mark = mark_number
turn = turn_taken


def values(parameter: Any) -> list[Fraction]:
    """All values that a parameter may take."""
    if "one_of" in parameter:
        return [Fraction(value) for value in parameter["one_of"]]
    start, stop, step = (Fraction(parameter[name]) for name in ("from", "to", "step"))
    return [start + n * step for n in range(int((stop - start) / step) + 1)]


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:  # noqa: ARG001  # the shape of every type
    """A value for each parameter."""
    drawn = {}
    for name, parameter in facts["parameters"].items():
        choices = values(parameter)
        drawn[name] = as_typed(choices[number(f"{seed}/{name}", len(choices))])
    return {"parameters": drawn}


def key(facts: Facts, drawn: Drawn) -> Any:
    """The right value, as typed."""
    return as_typed(wanted(facts, drawn))


def keeps_answers(old: Facts, new: Facts) -> bool:
    """What was drawn must lie where the formulas were checked."""
    return bool(old["parameters"] == new["parameters"])
