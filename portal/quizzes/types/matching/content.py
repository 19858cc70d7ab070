"""Matching in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from portal.framework.models import Id
from portal.quizzes.types.base import Question, Wrong, html, twice
from portal.reading import Prose, Strict


class Pair(Strict):
    """What belongs together."""

    id: Id
    left: Prose
    right: Prose


class Extra(Strict):
    """A right side that fits nothing."""

    id: Id
    text: Prose


class Model(Question):
    """Pairs, and right sides that fit nothing."""

    type: Literal["matching"]
    pairs: list[Pair] = Field(min_length=2, max_length=7)
    extra: list[Extra] = []
    feedback: Prose

    def facts(self) -> dict[str, Any]:
        """The ids."""
        return {"pairs": [one.id for one in self.pairs], "extra": [one.id for one in self.extra]}

    def prose(self, language: str) -> dict[str, Any]:
        """Both sides; the extra ones stand behind the right sides of the pairs."""
        rights = [html(one.right, language) for one in self.pairs] + [html(one.text, language) for one in self.extra]
        lefts = [html(one.left, language) for one in self.pairs]
        return {**self.common(language), "lefts": lefts, "rights": rights, "feedback": html(self.feedback, language)}

    def wrong(self) -> Iterator[Wrong]:
        """Ids, and right sides that cannot be told apart."""
        yield from twice([one.id for one in self.pairs] + [one.id for one in self.extra], "pairs")
        for language in ("zh", "en"):
            rights = [getattr(one.right, language) for one in self.pairs] + [getattr(one.text, language) for one in self.extra]
            for n, text in enumerate(rights):
                if text in rights[:n]:
                    place: list[str | int] = (
                        ["pairs", n, "right"] if n < len(self.pairs) else ["extra", n - len(self.pairs), "text"]
                    )
                    yield [*place, language], "Two right sides say the same.", "Nobody could tell them apart: change one."
