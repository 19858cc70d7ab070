"""Choices, as single and multiple choice have them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from portal.framework.models import Id
from portal.quizzes.types.base import Question, Wrong, html, twice
from portal.reading import Prose, Strict


class Choice(Strict):
    """Something to choose, and what choosing it teaches."""

    id: Id
    text: Prose
    feedback: Prose
    correct: bool = False


class ChoiceQuestion(Question):
    """A question with choices."""

    choices: list[Choice] = Field(min_length=3, max_length=8)

    def facts(self) -> dict[str, Any]:
        """Which choices are right."""
        return {"choices": [{"id": one.id, "correct": one.correct} for one in self.choices]}

    def prose(self, language: str) -> dict[str, Any]:
        """Texts and feedback in the order of the file."""
        choices = [{"text": html(one.text, language), "feedback": html(one.feedback, language)} for one in self.choices]
        return {**self.common(language), "choices": choices}

    def wrong(self) -> Iterator[Wrong]:
        """Ids and equal texts."""
        yield from twice([one.id for one in self.choices], "choices")
        for language in ("zh", "en"):
            texts = [getattr(one.text, language).strip().lower() for one in self.choices]
            for n, text in enumerate(texts):
                if text in texts[:n]:
                    yield ["choices", n, "text", language], "Two choices say the same.", "Write a different one."
