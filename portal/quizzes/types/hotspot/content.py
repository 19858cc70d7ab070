"""Hotspots in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from portal.framework.models import Id
from portal.quizzes.types.base import Question, Refers, Wrong, html, twice
from portal.reading import Prose, Strict

Place = Annotated[int | Decimal, Field(ge=0, le=100)]  # in percent of the picture's width or height
FileName = Annotated[str, Field(pattern=r"^[a-z0-9]+([-.][a-z0-9]+)*$", max_length=80)]


class Area(Strict):
    """A rectangle `[left, top, width, height]` or a circle `[middle from the left, middle from the top, radius]`, in percent."""

    id: Id
    label: Prose  # what is seen there, for those who choose from the list
    rectangle: list[Place] | None = Field(default=None, min_length=4, max_length=4)
    circle: list[Place] | None = Field(default=None, min_length=3, max_length=3)
    correct: bool = False
    feedback: Prose | None = None

    @model_validator(mode="after")
    def one_shape(self) -> Area:
        """One shape, and all of it in the picture."""
        if (self.rectangle is None) == (self.circle is None):
            raise ValueError("An area is a `rectangle` or a `circle`: exactly one of the two.")
        if self.rectangle is not None:
            left, top, width, height = self.rectangle
            if not width or not height or left + width > 100 or top + height > 100:
                raise ValueError("The rectangle is empty or leaves the picture: left + width and top + height are 100 at most.")
        if self.circle is not None and not self.circle[2]:
            raise ValueError("The circle is empty: its radius is more than 0.")
        return self


class Model(Question):
    """A picture in which areas are to be chosen."""

    type: Literal["hotspot"]
    picture: FileName  # in quizzes/media/
    alt: Prose
    areas: list[Area] = Field(min_length=2, max_length=12)
    feedback: Prose | None = None

    def facts(self) -> dict[str, Any]:
        """The picture, the areas, and which are right."""
        areas = [
            {
                "id": one.id,
                "correct": one.correct,
                "shape": "rectangle" if one.rectangle else "circle",
                "at": [str(number) for number in one.rectangle or one.circle or ()],
            }
            for one in self.areas
        ]
        return {"picture": self.picture, "areas": areas}

    def prose(self, language: str) -> dict[str, Any]:
        """What is seen."""
        return {
            **self.common(language),
            "alt": getattr(self.alt, language),
            "labels": [html(one.label, language) for one in self.areas],
            "feedbacks": [html(one.feedback, language) if one.feedback else "" for one in self.areas],
            "feedback": html(self.feedback, language) if self.feedback else "",
        }

    def refers(self) -> Iterator[Refers]:
        """The picture."""
        yield "picture", ["picture"], self.picture

    def wrong(self) -> Iterator[Wrong]:
        """Ids, and keys."""
        yield from twice([one.id for one in self.areas], "areas")
        count = sum(one.correct for one in self.areas)
        if count == 0 or count == len(self.areas):
            yield ["areas"], f"{count} of {len(self.areas)} areas are correct.", "One at least is right, and one at least is wrong."
