"""Short text in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from portal.quizzes.types.base import Question, Wrong, html
from portal.quizzes.types.short_text.rules import folded
from portal.reading import Prose, Strict


class WrongTurn(Strict):
    """Forms that people write by a usual mistake, and what to tell them."""

    accepted: list[str] = Field(min_length=1)
    feedback: Prose


class Model(Question):
    """A word or a phrase; one list of forms for both languages."""

    type: Literal["short_text"]
    accepted: list[str] = Field(min_length=1)
    wrong_turns: list[WrongTurn] = []
    feedback: Prose

    def facts(self) -> dict[str, Any]:
        """The forms."""
        return {"accepted": self.accepted, "wrong_turns": [one.accepted for one in self.wrong_turns]}

    def prose(self, language: str) -> dict[str, Any]:
        """Feedback."""
        return {
            **self.common(language),
            "wrong_turns": [html(one.feedback, language) for one in self.wrong_turns],
            "feedback": html(self.feedback, language),
        }

    def wrong(self) -> Iterator[Wrong]:
        """Forms that are empty, twice, or right and wrong at once."""
        seen: set[str] = set()
        for n, form in enumerate(self.accepted):
            if not folded(form):
                yield ["accepted", n], "This form is empty once marks and spaces are gone.", "Write a word."
            elif folded(form) in seen:
                yield ["accepted", n], f"“{form}” is accepted already.", "Remove it: case, width, spaces and marks do not matter."
            seen.add(folded(form))
        for n, turn in enumerate(self.wrong_turns):
            for m, form in enumerate(turn.accepted):
                if folded(form) in seen:
                    yield ["wrong_turns", n, "accepted", m], f"“{form}” is accepted as right.", "Remove it from one of the two."
