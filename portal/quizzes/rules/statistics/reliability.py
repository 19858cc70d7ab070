"""How far a score can be trusted: coefficient alpha (KR-20 where marks are 0 or 1) and the standard error of measurement.

With one fixed form it is alpha = k/(k−1) · (1 − Σ var(item) / var(total)), all variances those of the population; KR-20 and the standard
error SD·√(1−alpha) use the same population variance.

Drawn forms differ, so each mark is taken from the mean of its question: alpha is computed of these differences, with k the mean length of a
form and each question weighted by how often it was drawn. How much forms differ in difficulty (the variance of their expected scores) is
added to the error, since nobody chose their form. For a fixed form that variance is nothing, and the result is alpha itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.quizzes.rules.statistics.measures import UNIT, spread


@dataclass(frozen=True)
class Part:
    """One question: for each attempt (0, 1, 2 …) that had it, what it brought, in units of the whole form's possible."""

    attempts: Sequence[int]
    brought: Sequence[int]


@dataclass(frozen=True)
class Reliability:
    """`coefficient` is at most 1 and may be under 0; `error_variance` is of the score as a share, in units squared."""

    coefficient: Fraction
    error_variance: Fraction

    @property
    def error(self) -> float:
        """The standard error of measurement, as a share of the possible: 0.05 is five percent points."""
        return math.sqrt(self.error_variance) / UNIT

    @property
    def error_millionths(self) -> int:
        """The same as a whole number, for comparing."""
        return math.isqrt(int(self.error_variance * 10**12 / UNIT**2))


def reliability(parts: Sequence[Part], count: int) -> Reliability | None:
    """Of `count` attempts; None where it says nothing: fewer than two attempts or questions, or everybody alike."""
    marks = sum(len(part.attempts) for part in parts)
    if count < 2 or marks <= count:
        return None
    totals, expected = [0] * count, [0] * count
    of_items = Fraction(0)
    for part in parts:
        if not part.attempts:
            continue
        own = spread(part.brought)
        mean = round(own.mean)
        of_items += Fraction(own.n, count) * own.variance
        for attempt, brought in zip(part.attempts, part.brought, strict=True):
            totals[attempt] += brought
            expected[attempt] += mean
    whole = spread(totals).variance
    above = spread([total - mean for total, mean in zip(totals, expected, strict=True)]).variance
    if whole == 0 or above == 0:
        return None
    length = Fraction(marks, count)
    alpha = length / (length - 1) * (1 - of_items / above)
    error = above * (1 - alpha) + spread(expected).variance
    return Reliability(1 - error / whole, max(Fraction(0), error))


def is_near_the_mark(earned: int, possible: int, pass_percent: int, error_millionths: int | None) -> bool:
    """Whether a score is within one standard error of the pass mark, bounds included."""
    if error_millionths is None or possible <= 0:
        return False
    return abs(earned * 100 - possible * pass_percent) * 10_000 <= possible * error_millionths
