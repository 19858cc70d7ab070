"""True or false. The answer is a boolean."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.types import Drawn, Facts


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:  # noqa: ARG001  # the shape of every type
    """Nothing to draw: true stands before false."""
    return {}


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:  # noqa: ARG001  # the shape of every type
    """All or nothing."""
    return Fraction(int(isinstance(answer, bool) and answer == facts["answer"]))


def key(facts: Facts, drawn: Drawn) -> Any:  # noqa: ARG001  # the shape of every type
    """What is so."""
    return facts["answer"]
