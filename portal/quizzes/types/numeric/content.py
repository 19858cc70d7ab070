"""Numeric questions in a bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from portal.quizzes.types.base import Question, Wrong, html
from portal.quizzes.types.formulas import impossible
from portal.reading import Prose, Strict

Formula = str | int | Decimal


class WrongTurn(Strict):
    """A value that people reach by a usual mistake, and what to tell them."""

    value: Formula
    feedback: Prose


class NumberQuestion(Question):
    """A number within a tolerance."""

    answer: Formula
    tolerance: int | Decimal = Field(default=0, ge=0)
    tolerance_percent: int | Decimal = Field(default=0, ge=0, le=50)
    unit: Prose | None = None
    wrong_turns: list[WrongTurn] = []
    feedback: Prose

    def facts(self) -> dict[str, Any]:
        """Formulas as text."""
        return {
            "answer": str(self.answer), "tolerance": str(self.tolerance), "tolerance_percent": str(self.tolerance_percent),
            "wrong_turns": [str(one.value) for one in self.wrong_turns],
        }  # fmt: skip

    def prose(self, language: str) -> dict[str, Any]:
        """Unit and feedback."""
        turns = [html(one.feedback, language) for one in self.wrong_turns]
        unit = html(self.unit, language) if self.unit else ""
        return {**self.common(language), "unit": unit, "wrong_turns": turns, "feedback": html(self.feedback, language)}

    def draws(self) -> list[Mapping[str, Any]]:
        """Forms to try the formulas on."""
        return [{}]

    def wrong(self) -> Iterator[Wrong]:
        """Formulas."""
        yield from impossible(self.facts(), self.draws())


class Model(NumberQuestion):
    """A number that is the same for everyone."""

    type: Literal["numeric"]
