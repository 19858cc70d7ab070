"""Multiple choice in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from portal.quizzes.types.base import Wrong
from portal.quizzes.types.choices import ChoiceQuestion


class Model(ChoiceQuestion):
    """Two or more are right, and one at least is wrong."""

    type: Literal["multiple_choice"]
    scoring: Literal["per_choice", "all_or_nothing"] = "per_choice"

    def facts(self) -> dict[str, Any]:
        """With the scoring."""
        return {**super().facts(), "scoring": self.scoring}

    def wrong(self) -> Iterator[Wrong]:
        """Keys."""
        yield from super().wrong()
        count = sum(one.correct for one in self.choices)
        if count < 2 or count == len(self.choices):
            yield (
                ["choices"],
                f"{count} of {len(self.choices)} choices are correct.",
                "Two at least are right, and one at least is wrong.",
            )
