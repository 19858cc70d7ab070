"""Categorise in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from portal.framework.models import Id
from portal.quizzes.types.base import Question, Wrong, html, twice
from portal.reading import Prose, Strict


class Category(Strict):
    """Where things may belong."""

    id: Id
    text: Prose


class Item(Strict):
    """A thing and where it belongs."""

    id: Id
    text: Prose
    category: Id
    feedback: Prose | None = None


class Model(Question):
    """Things to be put into categories."""

    type: Literal["categorise"]
    categories: list[Category] = Field(min_length=2, max_length=6)
    items: list[Item] = Field(min_length=3, max_length=12)
    feedback: Prose | None = None

    def facts(self) -> dict[str, Any]:
        """What belongs where."""
        return {
            "categories": [one.id for one in self.categories],
            "items": [{"id": one.id, "category": one.category} for one in self.items],
        }

    def prose(self, language: str) -> dict[str, Any]:
        """Texts in the order of the file."""
        return {
            **self.common(language),
            "categories": [html(one.text, language) for one in self.categories],
            "items": [html(one.text, language) for one in self.items],
            "feedbacks": [html(one.feedback, language) if one.feedback else "" for one in self.items],
            "feedback": html(self.feedback, language) if self.feedback else "",
        }

    def wrong(self) -> Iterator[Wrong]:
        """Ids, categories that are not there, and texts that cannot be told apart."""
        yield from twice([one.id for one in self.categories], "categories")
        yield from twice([one.id for one in self.items], "items")
        known = {one.id for one in self.categories}
        for n, item in enumerate(self.items):
            if item.category not in known:
                yield ["items", n, "category"], f"There is no category `{item.category}`.", "Mend the name."
        if len({item.category for item in self.items}) < 2:
            yield ["items"], "All things belong to one category.", "Let two categories have something, or use single_choice."
        for key, rows in (("categories", self.categories), ("items", self.items)):
            for language in ("zh", "en"):
                texts = [getattr(one.text, language).strip().lower() for one in rows]
                for n, text in enumerate(texts):
                    if text in texts[:n]:
                        yield [key, n, "text", language], "Two of them say the same.", "Nobody could tell them apart: change one."
