"""A text with gaps. The answer lists, for each gap in the file's order, what was typed, or the shown position of a choice, or null.

A part of the points for each gap that is right.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.rules.shuffling import order
from portal.quizzes.types import Drawn, Facts
from portal.quizzes.types.formulas import as_typed, mark_number, wanted
from portal.quizzes.types.short_text.rules import folded


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:
    """The order of the choices of each gap that has some."""
    choices = {gap["id"]: len(gap["choices"]) for gap in facts["gaps"] if gap["kind"] == "choice"}
    return {"orders": {name: order(count, f"{seed}/{name}", shuffle) for name, count in choices.items()}}


def is_right(gap: Any, given: Any, drawn: Drawn) -> bool:
    """Whether one gap is filled rightly."""
    if gap["kind"] == "choice":
        shown = drawn["orders"][gap["id"]]
        is_position = isinstance(given, int) and not isinstance(given, bool) and 0 <= given < len(shown)
        return is_position and bool(gap["choices"][shown[given]])
    if not isinstance(given, str):
        return False
    if gap["kind"] == "number":
        return mark_number(gap, given, {}) == 1
    return bool(folded(given)) and folded(given) in {folded(form) for form in gap["accepted"]}


def parts(facts: Facts, answer: Any, drawn: Drawn) -> list[bool]:
    """Gap by gap, whether it is right."""
    given = answer if isinstance(answer, list) else []
    return [n < len(given) and is_right(gap, given[n], drawn) for n, gap in enumerate(facts["gaps"])]


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """A part for each gap."""
    right = parts(facts, answer, drawn)
    return Fraction(sum(right), len(right))


def key(facts: Facts, drawn: Drawn) -> Any:
    """What is right in each gap."""
    found: list[Any] = []
    for gap in facts["gaps"]:
        if gap["kind"] == "choice":
            found.append(drawn["orders"][gap["id"]].index(gap["choices"].index(True)))
        else:
            found.append(as_typed(wanted(gap, {})) if gap["kind"] == "number" else gap["accepted"][0])
    return found
