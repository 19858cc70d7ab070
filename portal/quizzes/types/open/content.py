"""Open answers in a bank."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from portal.quizzes.types.rubrics import RubricQuestion


class Model(RubricQuestion):
    """A text of some length."""

    type: Literal["open"]
    longest: int = Field(default=4000, ge=100, le=10_000)  # characters

    def facts(self) -> dict[str, Any]:
        """With the length."""
        return {**super().facts(), "longest": self.longest}
