"""True or false in a bank."""

from __future__ import annotations

from typing import Any, Literal

from portal.quizzes.types.base import Question, html
from portal.reading import Prose


class Model(Question):
    """A statement that is so or not."""

    type: Literal["true_false"]
    answer: bool
    if_true: Prose
    if_false: Prose

    def facts(self) -> dict[str, Any]:
        """Whether it is so."""
        return {"answer": self.answer}

    def prose(self, language: str) -> dict[str, Any]:
        """Feedback for either choice."""
        return {**self.common(language), "if_true": html(self.if_true, language), "if_false": html(self.if_false, language)}
