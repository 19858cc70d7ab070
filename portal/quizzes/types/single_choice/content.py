"""Single choice in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from portal.quizzes.types.base import Wrong
from portal.quizzes.types.choices import ChoiceQuestion


class Model(ChoiceQuestion):
    """Exactly one choice is right."""

    type: Literal["single_choice"]

    def wrong(self) -> Iterator[Wrong]:
        """One key."""
        yield from super().wrong()
        count = sum(one.correct for one in self.choices)
        if count != 1:
            yield (
                ["choices"],
                f"{count} choices are correct.",
                "Exactly one carries `correct: true`; for more, use multiple_choice.",
            )
