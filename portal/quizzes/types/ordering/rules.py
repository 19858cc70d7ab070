"""Things to be put in order. The answer lists the shown positions in the order that was chosen.

`adjacent_pairs`: neighbours that stand in the right order, of all neighbours. `all_or_nothing`: the whole order.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from portal.quizzes.rules.shuffling import order
from portal.quizzes.types import Drawn, Facts


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:  # noqa: ARG001  # shown in the right order, it would tell itself
    """An order that is not the right one."""
    count = len(facts["items"])
    right = list(range(count))
    for n in range(10):
        shown = order(count, f"{seed}/{n}", True)
        if shown != right:
            return {"order": shown}
    return {"order": right[::-1]}


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """By the question's scoring; an answer that is no order of all items earns nothing."""
    count = len(drawn["order"])
    if not isinstance(answer, list) or any(isinstance(n, bool) or not isinstance(n, int) for n in answer):
        return Fraction(0)
    if sorted(answer) != list(range(count)):
        return Fraction(0)
    chosen = [drawn["order"][n] for n in answer]
    if facts["scoring"] == "all_or_nothing":
        return Fraction(int(chosen == sorted(chosen)))
    return Fraction(sum(b == a + 1 for a, b in pairwise(chosen)), count - 1)


def key(facts: Facts, drawn: Drawn) -> Any:  # noqa: ARG001  # the shape of every type
    """The shown positions in the right order."""
    return [drawn["order"].index(n) for n in range(len(drawn["order"]))]
