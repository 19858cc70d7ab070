"""Areas of a picture. The answer is the list of shown positions that were chosen, in the picture or in the list beside it.

One right area: all or nothing. Several: (right ones chosen - wrong ones chosen) / right ones, never under 0.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.rules.shuffling import order
from portal.quizzes.types import Drawn, Facts


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:
    """The order in which the areas are numbered and listed."""
    return {"order": order(len(facts["areas"]), seed, shuffle)}


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """By the areas that were chosen."""
    if not isinstance(answer, list):
        return Fraction(0)
    chosen = {n for n in answer if isinstance(n, int) and not isinstance(n, bool) and 0 <= n < len(drawn["order"])}
    right = set(key(facts, drawn))
    if len(right) == 1:
        return Fraction(int(chosen == right))
    return max(Fraction(0), Fraction(len(chosen & right) - len(chosen - right), len(right)))


def key(facts: Facts, drawn: Drawn) -> Any:
    """The positions of the right ones."""
    return [n for n, area in enumerate(drawn["order"]) if facts["areas"][area]["correct"]]
