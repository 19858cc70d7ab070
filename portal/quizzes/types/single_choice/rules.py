"""One of several. The answer is the position of the choice as it was shown."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.rules.shuffling import order
from portal.quizzes.types import Drawn, Facts


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:
    """The order in which the choices are shown."""
    return {"order": order(len(facts["choices"]), seed, shuffle)}


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """All or nothing."""
    if isinstance(answer, bool) or not isinstance(answer, int) or not 0 <= answer < len(drawn["order"]):
        return Fraction(0)
    return Fraction(int(facts["choices"][drawn["order"][answer]]["correct"]))


def key(facts: Facts, drawn: Drawn) -> Any:
    """The position of the right one."""
    return next(n for n, choice in enumerate(drawn["order"]) if facts["choices"][choice]["correct"])
