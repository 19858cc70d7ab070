"""The calculation of a review as a tree: every number with what it is made of. Exact; rounding is for showing only.

score = Σwv/Σw over what is covered. What is missing is missing, never zero; what is excused says so; under the least share of
covered weights nothing is calculated, and the rating is a person's alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from portal.framework.rules import Component, ReviewTemplate

SHOWN_FROM = 4  # colleagues' answers: fewer are missing for everyone


class State(StrEnum):
    """Whether something could be counted."""

    COVERED = "covered"
    MISSING = "missing"
    EXCUSED = "excused"


@dataclass(frozen=True)
class Source:
    """What a value is made of: a row of an import, a certificate, an attempt. `address` may be empty."""

    kind: str
    id: str
    text: dict[str, str]
    address: str = ""


@dataclass(frozen=True)
class Item:
    """A value of 0 to 1 (more where the template's cap allows), its weight of 100, and its sources."""

    id: str
    state: State
    value: Fraction | None
    weight: Fraction = Fraction(0)
    sources: tuple[Source, ...] = ()
    detail: dict[str, str] | None = None
    excuse: str = ""

    @property
    def contribution(self) -> Fraction:
        """Points of 100 that it brings."""
        return self.weight * self.value if self.value is not None and self.state is State.COVERED else Fraction(0)


@dataclass(frozen=True)
class ComponentResult:
    """A component with its items."""

    id: str
    weight: int
    items: tuple[Item, ...]

    @property
    def covered_weight(self) -> Fraction:
        """The part of its weight that is covered."""
        return sum((item.weight for item in self.items if item.state is State.COVERED), Fraction(0))

    @property
    def contribution(self) -> Fraction:
        """Points that it brings, of `covered_weight`."""
        return sum((item.contribution for item in self.items), Fraction(0))


@dataclass(frozen=True)
class Calculation:
    """The whole. `score` of 100 is None where too little is covered."""

    components: tuple[ComponentResult, ...]
    covered_percent: Fraction
    score: Fraction | None

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing and not excused, as component/item."""
        return tuple(f"{one.id}/{item.id}" for one in self.components for item in one.items if item.state is State.MISSING)


@dataclass(frozen=True)
class Requirement:
    """A requirement of the learning component: a certificate, a level or an assignment; met or not, and by what."""

    kind: str
    id: str
    text: dict[str, str]
    is_met: bool
    source: Source | None = None
    left_out: str = ""  # why it counts neither way; empty: it counts


def weigh(component: Component, items: Sequence[Item]) -> ComponentResult:
    """Give the items their weights: the template's percents, else equally."""
    percents = {item.id: Fraction(component.items[item.id]) if component.items else Fraction(1) for item in items}
    total = sum(percents.values(), Fraction(0))
    weighed = tuple(replace(item, weight=component.weight * percents[item.id] / total) for item in items)
    return ComponentResult(component.id, component.weight, weighed)


def calculate(template: ReviewTemplate, components: Sequence[ComponentResult]) -> Calculation:
    """Σwv/Σw over what is covered, of 100; None under the template's least share."""
    asked = sum((one.weight for one in components), 0)
    covered = sum((one.covered_weight for one in components), Fraction(0))
    share = covered * 100 / asked if asked else Fraction(0)
    if covered == 0 or share < template.least_covered_percent:
        return Calculation(tuple(components), share, None)
    earned = sum((one.contribution for one in components), Fraction(0))
    return Calculation(tuple(components), share, earned * 100 / covered)


def capped(attainment: Fraction, cap_percent: int) -> Fraction:
    """An attainment, at most the template's cap."""
    return min(attainment, Fraction(cap_percent, 100))


def on_scale(value: int, steps: int) -> Fraction:
    """A step of an anchored scale as 0 to 1: (x−1)/(n−1)."""
    if not 1 <= value <= steps:
        raise ValueError(value)
    return Fraction(value - 1, steps - 1)


def mean_on_scale(values: Sequence[int], steps: int) -> Fraction | None:
    """The mean of several answers; None where they are too few to be shown."""
    if len(values) < SHOWN_FROM:
        return None
    return sum((on_scale(value, steps) for value in values), Fraction(0)) / len(values)


def learning_item(requirements: Sequence[Requirement], sources: Sequence[Source]) -> Item:
    """Requirements met over requirements asked; missing where nothing is asked, or everything is left out."""
    counted = [one for one in requirements if not one.left_out]
    if not counted:
        detail = {"zh": "没有可计的要求", "en": "nothing was asked" if not requirements else "nothing is counted"}
        return Item("requirements", State.MISSING, None, sources=tuple(sources) if requirements else (), detail=detail)
    met = sum(one.is_met for one in counted)
    detail = {"zh": f"{len(counted)} 项要求达成 {met} 项", "en": f"{met} of {len(counted)} requirements met"}
    return Item("requirements", State.COVERED, Fraction(met, len(counted)), sources=tuple(sources), detail=detail)


def excuse(component: ComponentResult, reasons: dict[str, str]) -> ComponentResult:
    """Mark what is missing and excused; `reasons` maps an item's id, or "" for all, to the reason."""
    items = tuple(
        replace(item, state=State.EXCUSED, excuse=reasons.get(item.id, reasons.get("", "")))
        if item.state is State.MISSING and (item.id in reasons or "" in reasons)
        else item
        for item in component.items
    )
    return replace(component, items=items)


def if_all_met(calculation: Calculation) -> Fraction | None:
    """What the score would be with every learning requirement met."""
    if calculation.score is None:
        return None
    gain = sum(
        (
            item.weight * (1 - (item.value or 0))
            for one in calculation.components
            if one.id == "learning"
            for item in one.items
            if item.state is State.COVERED
        ),
        Fraction(0),
    )
    covered = sum((one.covered_weight for one in calculation.components), Fraction(0))
    return calculation.score + gain * 100 / covered
