"""Ordering in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from portal.framework.models import Id
from portal.quizzes.types.base import Question, Wrong, html, twice
from portal.reading import Prose, Strict


class Item(Strict):
    """One of the things."""

    id: Id
    text: Prose


class Model(Question):
    """Things that have one right order: the file's."""

    type: Literal["ordering"]
    items: list[Item] = Field(min_length=3, max_length=7)
    scoring: Literal["adjacent_pairs", "all_or_nothing"] = "adjacent_pairs"
    feedback: Prose

    def facts(self) -> dict[str, Any]:
        """The order."""
        return {"items": [one.id for one in self.items], "scoring": self.scoring}

    def prose(self, language: str) -> dict[str, Any]:
        """Texts in the right order."""
        return {
            **self.common(language),
            "items": [html(one.text, language) for one in self.items],
            "feedback": html(self.feedback, language),
        }

    def wrong(self) -> Iterator[Wrong]:
        """Ids."""
        yield from twice([one.id for one in self.items], "items")
