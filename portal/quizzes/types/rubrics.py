"""Questions whose answers are marked by people on a rubric."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from portal.framework.models import Id
from portal.quizzes.types.base import Question, Refers


class RubricQuestion(Question):
    """A question with a rubric. `markers` overrides what the quiz says."""

    rubric: Id
    markers: Literal[1, 2] | None = None

    def facts(self) -> dict[str, Any]:
        """The rubric, and how many mark."""
        return {"rubric": self.rubric, "markers": self.markers}

    def refers(self) -> Iterator[Refers]:
        """The rubric."""
        yield "rubric", ["rubric"], self.rubric
