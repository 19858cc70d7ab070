"""Answers as HTML forms send them, where there is no script. The kinds are those of `data-answer` in the types' templates."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.quizzes import types

Form = MultiDict[str, str]
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")  # NUL, and halves of letters
DEEPEST = 6
PART = re.compile(r"(part|place)-(\d{1,2})")


def position(text: str | None) -> int | None:
    """A position as a control sends it."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 4 else None


def _ranks(form: Form) -> list[int]:
    ranks = [position(text) or 0 for text in form.getlist("rank")]
    return sorted(range(len(ranks)), key=lambda n: ranks[n])


def _parts(form: Form) -> list[Any]:
    """`part-2` is typed, `place-2` is chosen; the number is the place in the answer."""
    found: dict[int, Any] = {}
    for name, text in form.items():
        match = PART.fullmatch(name)
        if match is not None:
            found[int(match[2])] = (text.strip() or None) if match[1] == "part" else position(text)
    return [found.get(n) for n in range(max(found) + 1)] if found else []


KINDS: dict[str, Callable[[Form], Any]] = {
    "one": lambda form: position(form.get("answer")),
    "many": lambda form: [n for n in map(position, form.getlist("answer")) if n is not None],
    "bool": lambda form: {"true": True, "false": False}.get(form.get("answer", "")),
    "text": lambda form: form.get("answer", "").strip() or None,
    "match": lambda form: [position(text) for text in form.getlist("answer")],
    "order": _ranks,
    "parts": _parts,
}


def is_storable(answer: Any, levels: int = DEEPEST) -> bool:
    """Whether an answer that a device sends can be kept on every database and shown again: shallow, finite, and text that is text."""
    if isinstance(answer, list):
        return levels > 0 and all(is_storable(one, levels - 1) for one in answer)
    if isinstance(answer, dict):
        return levels > 0 and all(is_storable(one, levels - 1) for pair in answer.items() for one in pair)
    if isinstance(answer, str):
        return UNKEEPABLE.search(answer) is None
    return not isinstance(answer, float) or math.isfinite(answer)


def answer_from_form(form: Form, type_: str, present: Any, files: Sequence[int] = ()) -> Any:
    """The answer that a form holds. A type with a `from_form` of its own is asked with the answer before it (`present`) and what was uploaded."""
    presenter = types.presenter_of(type_)
    if hasattr(presenter, "from_form"):
        return presenter.from_form(form, present, files)
    kind = KINDS.get(form.get("kind", ""))
    return kind(form) if kind is not None else None
