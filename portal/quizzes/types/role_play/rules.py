"""A role-play or pitch, marked by people on a rubric. The answer is `{"text": what was written, "files": numbers of what was handed in}`."""

from __future__ import annotations

from typing import Any

from portal.quizzes.types import Drawn, Facts
from portal.quizzes.types.by_people import draw, key, mark

__all__ = ["draw", "files_of", "is_for_people", "key", "mark", "text_of"]


def text_of(answer: Any) -> str:
    """What was written; nothing where the answer has another shape."""
    text = answer.get("text") if isinstance(answer, dict) else None
    return text.strip() if isinstance(text, str) else ""


def files_of(answer: Any) -> tuple[int, ...]:
    """The numbers of the files, each once."""
    files = answer.get("files") if isinstance(answer, dict) else None
    numbers = [one for one in files if isinstance(one, int) and not isinstance(one, bool)] if isinstance(files, list) else []
    return tuple(dict.fromkeys(numbers))


def is_for_people(facts: Facts, answer: Any, drawn: Drawn) -> bool:  # noqa: ARG001  # the shape of every type
    """Whether anything was written or handed in."""
    return bool(text_of(answer) or files_of(answer))
