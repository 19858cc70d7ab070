"""Several of several. The answer is the list of positions that were ticked.

`per_choice`: (right ones ticked - wrong ones ticked) / right ones, never under 0. `all_or_nothing`: all right ones and no other.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.rules.shuffling import order
from portal.quizzes.types import Drawn, Facts


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:
    """The order in which the choices are shown."""
    return {"order": order(len(facts["choices"]), seed, shuffle)}


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """By the question's scoring."""
    if not isinstance(answer, list):
        return Fraction(0)
    ticked = {n for n in answer if isinstance(n, int) and not isinstance(n, bool) and 0 <= n < len(drawn["order"])}
    right = set(key(facts, drawn))
    if facts["scoring"] == "all_or_nothing":
        return Fraction(int(ticked == right))
    return max(Fraction(0), Fraction(len(ticked & right) - len(ticked - right), len(right)))


def key(facts: Facts, drawn: Drawn) -> Any:
    """The positions of the right ones."""
    return [n for n, choice in enumerate(drawn["order"]) if facts["choices"][choice]["correct"]]
