"""What all questions have in common, as content. Not a type: a folder is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.framework.models import Id, Level
from portal.markup import render_inline
from portal.reading import Prose, Strict

Wrong = tuple[list[str | int], str, str]  # where in the question, what, how to mend
Refers = tuple[str, list[str | int], str]  # a skill, a rubric or a picture; where in the question; its name
Number = Annotated[Any, Field(description="a number, or a formula of numbers")]
Scoring = Literal["all_or_nothing"]


class Question(Strict):
    """Keys of every question."""

    id: Id
    type: str
    skill: Id
    level: Level
    objective: Id
    points: int = Field(ge=1, le=20)
    prompt: Prose
    explanation: Prose | None = None

    def facts(self) -> dict[str, Any]:
        """What scores, free of language."""
        return {}

    def prose(self, language: str) -> dict[str, Any]:
        """What is read, in one language, as HTML."""
        return self.common(language)

    def wrong(self) -> Iterator[Wrong]:
        """What makes the question impossible or unfair."""
        yield from ()

    def refers(self) -> Iterator[Refers]:
        """What else it names: other skills, rubrics, pictures; the checker knows whether they are there."""
        yield from ()

    def common(self, language: str) -> dict[str, Any]:
        """Prompt and explanation."""
        return {"prompt": html(self.prompt, language), "explanation": html(self.explanation, language) if self.explanation else ""}


def html(text: Prose, language: str) -> str:
    """A text in one language, rendered."""
    return render_inline(str(getattr(text, language)))


def twice(ids: list[str], key: str) -> Iterator[Wrong]:
    """Ids that are there twice."""
    for n, one in enumerate(ids):
        if one in ids[:n]:
            yield [key, n, "id"], f"`{one}` is there twice.", "Ids are unique: rename one."


def placeholders(text: str) -> set[str]:
    """Names in curly brackets."""
    return set(re.findall(r"\{(\w+)\}", text))
