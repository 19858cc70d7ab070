"""Cloze in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from portal.framework.models import Id
from portal.quizzes.types.base import Question, Wrong, html, twice
from portal.quizzes.types.cloze.shape import gaps_of
from portal.quizzes.types.formulas import impossible
from portal.quizzes.types.short_text.rules import folded
from portal.reading import Prose, Strict


class GapChoice(Strict):
    """Something to choose for a gap."""

    id: Id
    text: Prose
    correct: bool = False


class Gap(Strict):
    """A gap: accepted forms, a number, or choices; exactly one of the three."""

    accepted: list[str] = []
    answer: str | int | Decimal | None = None
    tolerance: int | Decimal = Field(default=0, ge=0)
    tolerance_percent: int | Decimal = Field(default=0, ge=0, le=50)
    choices: list[GapChoice] = Field(default=[], max_length=8)
    feedback: Prose | None = None

    @model_validator(mode="after")
    def one_kind(self) -> Gap:
        """Exactly one."""
        if [bool(self.accepted), self.answer is not None, bool(self.choices)].count(True) != 1:
            raise ValueError("A gap has `accepted`, an `answer` or `choices`: exactly one of the three.")
        return self

    @property
    def kind(self) -> str:
        """text, number or choice."""
        return "text" if self.accepted else "choice" if self.choices else "number"

    def facts(self, name: str) -> dict[str, Any]:
        """What scores."""
        found: dict[str, Any] = {"id": name, "kind": self.kind}
        if self.kind == "text":
            return found | {"accepted": self.accepted}
        if self.kind == "choice":
            return found | {"choices": [one.correct for one in self.choices]}
        tolerances = {"tolerance": str(self.tolerance), "tolerance_percent": str(self.tolerance_percent)}
        return found | {"answer": str(self.answer), "wrong_turns": []} | tolerances


class Model(Question):
    """A text with gaps; `{name}` stands where the gap is, in both languages."""

    type: Literal["cloze"]
    prompt: Prose = Prose(zh="把空填上。", en="Fill the gaps.")
    text: Prose
    gaps: dict[Id, Gap] = Field(min_length=1, max_length=12)
    feedback: Prose | None = None

    def facts(self) -> dict[str, Any]:
        """The gaps in the file's order."""
        return {"gaps": [gap.facts(name) for name, gap in self.gaps.items()]}

    def prose(self, language: str) -> dict[str, Any]:
        """The text, with `{name}` in it; the choices and feedback of each gap."""
        gaps = {
            name: {
                "choices": [html(one.text, language) for one in gap.choices],
                "feedback": html(gap.feedback, language) if gap.feedback else "",
            }
            for name, gap in self.gaps.items()
        }
        feedback = html(self.feedback, language) if self.feedback else ""
        return {**self.common(language), "text": html(self.text, language), "gaps": gaps, "feedback": feedback}

    def wrong(self) -> Iterator[Wrong]:
        """Gaps that are not in the text, or twice; gaps that cannot be filled."""
        for language in ("zh", "en"):
            named = gaps_of(getattr(self.text, language))
            for name in sorted(set(self.gaps) - set(named)):
                yield ["text", language], f"The text has no gap `{{{name}}}`.", "Write it where the gap is, or remove the gap."
            for name in sorted(set(named) - set(self.gaps)):
                yield ["text", language], f"There is no gap `{name}`.", "Describe it under `gaps`, or mend the name."
            for name in sorted({one for one in named if named.count(one) > 1}):
                yield ["text", language], f"The gap `{{{name}}}` is there twice.", "Give the second one a name of its own."
        for name, gap in self.gaps.items():
            for place, said, mend in self._wrong_gap(name, gap):
                yield ["gaps", name, *place], said, mend

    @staticmethod
    def _wrong_gap(name: str, gap: Gap) -> Iterator[Wrong]:
        if gap.kind == "number":
            yield from impossible(gap.facts(name), [{}])
        if gap.kind == "choice":
            yield from twice([one.id for one in gap.choices], "choices")
            count = sum(one.correct for one in gap.choices)
            if count != 1 or len(gap.choices) < 2:
                yield (
                    ["choices"],
                    f"{count} of {len(gap.choices)} choices are correct.",
                    "Give two or more, and exactly one `correct: true`.",
                )
        for n, form in enumerate(gap.accepted):
            if not folded(form):
                yield ["accepted", n], "This form is empty once marks and spaces are gone.", "Write a word."
