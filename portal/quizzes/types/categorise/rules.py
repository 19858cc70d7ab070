"""Things to be put into categories. The answer lists, for each thing as shown, the shown position of a category, or null.

A part of the points for each thing that is where it belongs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.rules.shuffling import order
from portal.quizzes.types import Drawn, Facts


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:
    """The order of the things, which always is mixed, and of the categories."""
    items, categories = len(facts["items"]), len(facts["categories"])
    return {"order": order(items, f"{seed}/items", True), "categories": order(categories, f"{seed}/categories", shuffle)}


def parts(facts: Facts, answer: Any, drawn: Drawn) -> list[bool]:
    """Thing by thing, as shown, whether it is where it belongs."""
    given, shown = (answer if isinstance(answer, list) else []), drawn["categories"]
    found = []
    for row, item in enumerate(drawn["order"]):
        position = given[row] if row < len(given) else None
        is_position = isinstance(position, int) and not isinstance(position, bool) and 0 <= position < len(shown)
        found.append(is_position and facts["categories"][shown[position]] == facts["items"][item]["category"])
    return found


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """A part for each thing."""
    right = parts(facts, answer, drawn)
    return Fraction(sum(right), len(right))


def key(facts: Facts, drawn: Drawn) -> Any:
    """Where each thing belongs."""
    shown = [facts["categories"][n] for n in drawn["categories"]]
    return [shown.index(facts["items"][item]["category"]) for item in drawn["order"]]
