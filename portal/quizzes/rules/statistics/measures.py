"""Shares, spreads, correlations. A share of the possible is a whole number of 1/UNIT, exact for every possible up to 30 points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

UNIT = math.lcm(*range(1, 31))  # other shares are off by less than 1e-12
GROUPS = 5
NINETY_FIVE = 1.959963984540054  # the normal deviate of a two-sided 95 % interval


def share(earned: int, possible: int) -> int:
    """`earned` of `possible` (more than 0) in units, rounded half up."""
    return (2 * earned * UNIT + possible) // (2 * possible)


def as_share(units: int | Fraction) -> float:
    """Units as a number from 0 to 1, to be shown."""
    return float(Fraction(units) / UNIT)


@dataclass(frozen=True)
class Spread:
    """How values lie: count, mean and variance of the population (divided by n), exact."""

    n: int
    total: int
    squares: int

    @property
    def mean(self) -> Fraction:
        """The mean."""
        return Fraction(self.total, self.n)

    @property
    def variance(self) -> Fraction:
        """The population variance."""
        return Fraction(self.n * self.squares - self.total * self.total, self.n * self.n)


def spread(values: Sequence[int]) -> Spread:
    """The spread of whole numbers."""
    return Spread(len(values), sum(values), sum(value * value for value in values))


def correlation(xs: Sequence[int], ys: Sequence[int]) -> float | None:
    """Pearson's r (the point-biserial, where one side is 0 and 1); None under two pairs or where one side does not vary."""
    n, sum_x, sum_y = len(xs), sum(xs), sum(ys)
    of_x = n * sum(x * x for x in xs) - sum_x * sum_x
    of_y = n * sum(y * y for y in ys) - sum_y * sum_y
    if n < 2 or of_x == 0 or of_y == 0:
        return None
    together = n * sum(x * y for x, y in zip(xs, ys, strict=True)) - sum_x * sum_y
    return max(-1.0, min(1.0, together / math.sqrt(of_x * of_y)))


def interval(r: float | None, n: int) -> tuple[float, float] | None:
    """The 95 % interval of a correlation by Fisher's transformation; None where it says nothing."""
    if r is None or n < 4 or abs(r) >= 1:
        return None
    middle, half = math.atanh(r), NINETY_FIVE / math.sqrt(n - 3)
    return math.tanh(middle - half), math.tanh(middle + half)


def fifths(values: Sequence[int]) -> list[int]:
    """The fifth (0 lowest to 4 highest) that each value stands in. Equal values stand together, at the middle of their ranks."""
    n = len(values)
    order = sorted(range(n), key=lambda one: values[one])
    found = [0] * n
    start = 0
    while start < n:
        end = start
        while end < n and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            found[place] = GROUPS * (start + end) // (2 * n)
        start = end
    return found


def median(values: Iterable[int]) -> int | None:
    """The middle value; of two the mean, rounded half up. None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle] + 1) // 2
