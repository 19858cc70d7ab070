"""Calculated questions in a bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import ConfigDict, Field, model_validator

from portal.quizzes.types.base import Wrong, placeholders
from portal.quizzes.types.calculated.rules import draw, values
from portal.quizzes.types.numeric.content import NumberQuestion
from portal.reading import Strict

TRIES = 60
MOST_VALUES = 10_000


class Parameter(Strict):
    """A range with a step, or a list of values."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)
    start: int | Decimal | None = Field(default=None, alias="from")
    to: int | Decimal | None = None
    step: int | Decimal | None = None
    one_of: list[int | Decimal] | None = None

    @model_validator(mode="after")
    def one_way(self) -> Parameter:
        """A range or a list, and neither empty."""
        is_range = self.start is not None and self.to is not None and self.step is not None
        if is_range == bool(self.one_of):
            raise ValueError("Give either from, to and step, or one_of.")
        if is_range and (self.step <= 0 or self.to < self.start or (self.to - self.start) / self.step > MOST_VALUES):  # type: ignore[operator]
            raise ValueError("The range is empty or has more than 10,000 values.")
        return self

    def facts(self) -> dict[str, Any]:
        """As stored."""
        if self.one_of:
            return {"one_of": [str(value) for value in self.one_of]}
        return {"from": str(self.start), "to": str(self.to), "step": str(self.step)}


class Model(NumberQuestion):
    """A number that follows from parameters."""

    type: Literal["calculated"]
    parameters: dict[str, Parameter] = Field(min_length=1)

    def facts(self) -> dict[str, Any]:
        """With the parameters."""
        return {**super().facts(), "parameters": {name: one.facts() for name, one in self.parameters.items()}}

    def draws(self) -> list[Mapping[str, Any]]:
        """The ends of all ranges, and a sample."""
        facts = self.facts()
        ends = [{name: str(values(one)[end]) for name, one in facts["parameters"].items()} for end in (0, -1)]
        return [{"parameters": end} for end in ends] + [draw(facts, f"check/{n}", False) for n in range(TRIES)]

    def wrong(self) -> Iterator[Wrong]:
        """Parameters that the prompt does not tell, or does not have."""
        for language in ("zh", "en"):
            told = placeholders(getattr(self.prompt, language))
            for name in sorted(told - set(self.parameters)):
                yield ["prompt", language], f"There is no parameter `{name}`.", "Mend the name in the curly brackets."
            for name in sorted(set(self.parameters) - told):
                yield (
                    ["prompt", language],
                    f"The prompt does not tell `{{{name}}}`.",
                    "Nobody could compute it: name it, or remove the parameter.",
                )
        yield from super().wrong()
