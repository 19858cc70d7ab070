"""Pairs to be found. The answer lists, for each left side in the file's order, the shown position of a right side, or null."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.rules.shuffling import order
from portal.quizzes.types import Drawn, Facts


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:  # noqa: ARG001  # unshuffled, it would tell itself
    """The order in which the right sides are shown: those of the pairs, then the extra ones."""
    return {"order": order(len(facts["pairs"]) + len(facts["extra"]), seed, True)}


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """A part for each pair that was found."""
    if not isinstance(answer, list):
        return Fraction(0)
    found = 0
    for left, position in enumerate(answer[: len(facts["pairs"])]):
        is_position = isinstance(position, int) and not isinstance(position, bool) and 0 <= position < len(drawn["order"])
        found += is_position and drawn["order"][position] == left
    return Fraction(found, len(facts["pairs"]))


def key(facts: Facts, drawn: Drawn) -> Any:
    """The shown position of each pair's right side."""
    return [drawn["order"].index(n) for n in range(len(facts["pairs"]))]
