"""A picture with its areas for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Area:
    """An area as shown: its number (from 1), its shape and label; where its number stands in the picture, in percent."""

    number: int
    shape: str
    at: tuple[str, ...]
    middle: tuple[str, str]
    label: str
    is_chosen: bool
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class Picture:
    """The picture and its areas. `is_single`: exactly one is right."""

    name: str
    alt: str
    areas: tuple[Area, ...]
    is_single: bool


def present(question: Any) -> Picture:
    """The areas in the order in which they are listed."""
    facts, prose = question.facts, question.prose
    answer = question.answer if isinstance(question.answer, list) else []
    chosen = [n for n in answer if isinstance(n, int) and not isinstance(n, bool)]
    areas = tuple(
        Area(
            position + 1, facts["areas"][n]["shape"], tuple(facts["areas"][n]["at"]), _middle(facts["areas"][n]), prose["labels"][n],
            position in chosen, facts["areas"][n]["correct"], prose["feedbacks"][n],
        )
        for position, n in enumerate(question.drawn["order"])
    )  # fmt: skip
    return Picture(facts["picture"], prose["alt"], areas, sum(area.is_right for area in areas) == 1)


def _middle(area: Any) -> tuple[str, str]:
    at = [Decimal(number) for number in area["at"]]
    if area["shape"] == "circle":
        return str(at[0]), str(at[1])
    return str(at[0] + at[2] / 2), str(at[1] + at[3] / 2)
