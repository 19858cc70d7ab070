"""Rules of types whose answers are marked by people."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.types import Drawn, Facts


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:  # noqa: ARG001  # the shape of every type
    """Nothing to draw."""
    return {}


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:  # noqa: ARG001  # the shape of every type
    """By rule it earns nothing: people give the mark, and where nothing was answered nobody needs to."""
    return Fraction(0)


def key(facts: Facts, drawn: Drawn) -> Any:  # noqa: ARG001  # the shape of every type
    """There is none."""
    return None
