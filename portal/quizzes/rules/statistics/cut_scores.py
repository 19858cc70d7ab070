"""Modified Angoff: judges estimate what percent of just-competent people get each question right; the pass mark follows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

Name = TypeVar("Name", str, int)
LEAST_JUDGES = 3  # two judges give no idea of how far a third would differ
ROUNDS = (1, 2)


@dataclass(frozen=True)
class CutScore:
    """The result. `percent` is exact; `error_points` is the standard error over judges in points of a form (the sample SD over √judges)."""

    percent: Fraction
    error_points: float
    form_points: Fraction
    judges: tuple[Fraction, ...]  # each judge's own cut in percent, from low to high

    @property
    def recommended(self) -> int:
        """The pass mark to write: whole percents, rounded half up."""
        return (2 * self.percent.numerator + self.percent.denominator) // (2 * self.percent.denominator)

    @property
    def error_percent(self) -> float:
        """The standard error in percent points."""
        return self.error_points * 100 / float(self.form_points)


def weights(fixed: Mapping[str, int], lines: Sequence[tuple[int, Mapping[str, int]]]) -> dict[str, Fraction]:
    """The points that each question is expected to bring to a form: all of its own where it is fixed, else by its chance to be drawn.

    `fixed` and each line's candidates map questions to points; a line draws so many of its candidates, any as likely as another.
    """
    found = {name: Fraction(points) for name, points in fixed.items()}
    for draw, candidates in lines:
        for name, points in candidates.items():
            found[name] = found.get(name, Fraction(0)) + Fraction(draw * points, len(candidates))
    return found


def cut_score(estimates: Sequence[Mapping[str, int]], weight: Mapping[str, Fraction]) -> CutScore | None:
    """The cut of judges who have each given a percent for every question; None for fewer than two of them, or no points.

    Method: Angoff's mean of the judges' sums; the error is that of a mean over judges.
    """
    points = sum(weight.values(), Fraction(0))
    if len(estimates) < 2 or points == 0:
        return None
    sums = [sum((Fraction(one[name], 100) * value for name, value in weight.items()), Fraction(0)) for one in estimates]
    mean = sum(sums, Fraction(0)) / len(sums)
    variance = sum(((one - mean) ** 2 for one in sums), Fraction(0)) / (len(sums) - 1)
    return CutScore(mean * 100 / points, math.sqrt(variance / len(sums)), points, tuple(sorted(one * 100 / points for one in sums)))


def whole_judges(estimates: Mapping[int, Mapping[Name, int]], questions: Sequence[Name]) -> list[int]:
    """The judges who have given a percent for every question, by number."""
    return sorted(judge for judge, given in estimates.items() if all(name in given for name in questions))


@dataclass(frozen=True)
class Range:
    """What the judges said of one question: lowest, mean and highest percent."""

    low: int
    mean: Fraction
    high: int


def ranges(estimates: Mapping[int, Mapping[int, int]]) -> dict[int, Range]:
    """By question version, from percents by judge: names are gone. A question that one judge alone has judged is left out."""
    said: dict[int, list[int]] = {}
    for given in estimates.values():
        for version, percent in given.items():
            said.setdefault(version, []).append(percent)
    return {
        version: Range(min(values), Fraction(sum(values), len(values)), max(values))
        for version, values in said.items()
        if len(values) > 1
    }
