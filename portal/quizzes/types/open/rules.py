"""An open answer in text, marked by people on a rubric. The answer is what was written."""

from __future__ import annotations

from typing import Any

from portal.quizzes.types import Drawn, Facts
from portal.quizzes.types.by_people import draw, key, mark

__all__ = ["draw", "is_for_people", "key", "mark"]


def is_for_people(facts: Facts, answer: Any, drawn: Drawn) -> bool:  # noqa: ARG001  # the shape of every type
    """Whether anything was written."""
    return isinstance(answer, str) and bool(answer.strip())
