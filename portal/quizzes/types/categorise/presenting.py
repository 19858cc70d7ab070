"""Things in categories for their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.quizzes.types.categorise.rules import parts


@dataclass(frozen=True)
class Row:
    """A thing as shown, the position of the category that was given (None where none was), and where it belongs."""

    text: str
    given: int | None
    is_right: bool
    key: str
    feedback: str


@dataclass(frozen=True)
class Sorted:
    """Things and categories in the order in which they are shown."""

    rows: tuple[Row, ...]
    categories: tuple[str, ...]


def present(question: Any) -> Sorted:
    """The things, each with what was chosen for it."""
    facts, prose, drawn = question.facts, question.prose, question.drawn
    answer = question.answer if isinstance(question.answer, list) else []
    right = parts(facts, question.answer, drawn)
    count = len(drawn["categories"])
    rows = []
    for n, item in enumerate(drawn["order"]):
        given = answer[n] if n < len(answer) else None
        is_position = isinstance(given, int) and not isinstance(given, bool) and 0 <= given < count
        category = facts["categories"].index(facts["items"][item]["category"])
        rows.append(
            Row(
                prose["items"][item],
                given if is_position else None,
                right[n],
                prose["categories"][category],
                prose["feedbacks"][item],
            )
        )
    return Sorted(tuple(rows), tuple(prose["categories"][n] for n in drawn["categories"]))
