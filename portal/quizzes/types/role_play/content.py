"""Role-plays and pitches in a bank."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from portal.quizzes.types.base import html
from portal.quizzes.types.rubrics import RubricQuestion
from portal.reading import Prose


class Model(RubricQuestion):
    """Something to be spoken, shown or written; handed in as a file or as text."""

    type: Literal["role_play"]
    setting: Prose | None = None
    accepts: list[Literal["audio", "video", "document"]] = Field(default=["audio", "video", "document"], min_length=1)
    longest: int = Field(default=4000, ge=100, le=10_000)  # characters of the text

    def facts(self) -> dict[str, Any]:
        """With what may be handed in."""
        return {**super().facts(), "accepts": sorted(set(self.accepts)), "longest": self.longest}

    def prose(self, language: str) -> dict[str, Any]:
        """With the setting."""
        return {**self.common(language), "setting": html(self.setting, language) if self.setting else ""}
