"""Marking by people: who may mark, in which order answers come, when another marker is needed, which mark stands, how far two agree.

The mark that stands, exactly: of one marker, the marker's; of two that differ by no more than the rubric allows, their mean; of
three, the mean of the two that stand closest, and where the third stands just in the middle, the middle one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from portal.quizzes.rules.shuffling import number

LEAST_ANSWERS_FOR_AGREEMENT = 5
THIRD = 3


class Refusal(StrEnum):
    """Why somebody may not mark an answer."""

    NO_ASSESSOR = "no_assessor"
    ONESELF = "oneself"
    IN_REPORTING_LINE = "in_reporting_line"
    RELATIVE = "relative"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Marker:
    """Somebody who may mark, with all people who stand in their line or are declared as related."""

    id: int
    is_assessor: bool
    in_line: frozenset[int]
    relatives: frozenset[int]


@dataclass(frozen=True)
class Given:
    """What one marker gave: the ratings, and earned of possible."""

    marker_id: int
    earned: int
    possible: int
    ratings: Mapping[str, int]

    @property
    def part(self) -> Fraction:
        """The part of the points."""
        return Fraction(self.earned, self.possible)


@dataclass(frozen=True)
class Outcome:
    """The mark that stands (None: not yet), whose markings it follows from, and how many more are needed."""

    part: Fraction | None
    marker_ids: tuple[int, ...]
    still_needed: int


def refusal_to_mark(marker: Marker, person_id: int, purpose: str, still_needed: int) -> Refusal | None:
    """Why not; None: they may. Nobody marks themselves or a relative, nor, where it counts, somebody of their own reporting line.

    Who has marked may mend that until the mark stands.
    """
    if not marker.is_assessor:
        return Refusal.NO_ASSESSOR
    if marker.id == person_id:
        return Refusal.ONESELF
    if purpose != "practice" and person_id in marker.in_line:
        return Refusal.IN_REPORTING_LINE
    if person_id in marker.relatives:
        return Refusal.RELATIVE
    return Refusal.COMPLETE if still_needed == 0 else None


def differ(a: Fraction, b: Fraction, largest_difference: int) -> bool:
    """Whether two marks differ by more than so many percent of the points."""
    return abs(a - b) * 100 > largest_difference


def outcome(markings: Sequence[Given], markers: int, largest_difference: int) -> Outcome:
    """What follows from the markings, one a marker, in the order in which they came."""
    wanted = max(1, min(2, markers))
    if len(markings) < wanted:
        return Outcome(None, (), wanted - len(markings))
    if wanted == 1:
        return Outcome(markings[0].part, (markings[0].marker_id,), 0)
    first, second = markings[:2]
    if not differ(first.part, second.part, largest_difference):
        return Outcome((first.part + second.part) / 2, (first.marker_id, second.marker_id), 0)
    if len(markings) < THIRD:
        return Outcome(None, (), 1)
    return _of_three(markings[:THIRD])


def _of_three(markings: Sequence[Given]) -> Outcome:
    low, middle, high = sorted(markings, key=lambda one: (one.part, one.marker_id))
    below, above = middle.part - low.part, high.part - middle.part
    if below == above:
        return Outcome(middle.part, (middle.marker_id,), 0)
    pair = (low, middle) if below < above else (middle, high)
    return Outcome((pair[0].part + pair[1].part) / 2, tuple(sorted(one.marker_id for one in pair)), 0)


def given_by(marker_ids: Iterable[int]) -> str:
    """How the ledger says it: person:3 or person:3,person:7."""
    return ",".join(f"person:{one}" for one in marker_ids)


def in_marking_order(answers: Collection[tuple[int, int]], seed: str) -> list[tuple[int, int]]:
    """Answers (attempt, position) in an order that only the seed decides: neither by time nor by person."""
    return sorted(answers, key=lambda one: (number(f"{seed}/{one[0]}/{one[1]}", 2**62), one))


@dataclass(frozen=True)
class Agreement:
    """How far the first two markers agree: weighted kappa (None: cannot be said), over so many answers and ratings."""

    kappa: Fraction | None
    answers: int
    ratings: int


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> Fraction | None:
    """Quadratic weighted kappa of pairs of ratings, exactly: 1 - Σ(a-b)² / (Σ over all pairs of both margins (a-b)² / n).

    None where there are no pairs, or everybody gave one and the same rating. After Cohen, 1968.
    """
    n = len(pairs)
    observed = sum((a - b) ** 2 for a, b in pairs)
    sum_a, sum_b = sum(a for a, _b in pairs), sum(b for _a, b in pairs)
    # Σi Σj (a_i - b_j)² = n Σa² + n Σb² - 2 Σa Σb
    expected = n * sum(a * a for a, _b in pairs) + n * sum(b * b for _a, b in pairs) - 2 * sum_a * sum_b
    return 1 - Fraction(observed * n, expected) if expected else None


def agreement(twice_marked: Sequence[tuple[Mapping[str, int], Mapping[str, int]]]) -> Agreement:
    """Agreement on the ratings of all criteria of answers that two people marked; nothing is said of fewer than five answers."""
    pairs = [(first[name], second[name]) for first, second in twice_marked for name in sorted(first) if name in second]
    enough = len(twice_marked) >= LEAST_ANSWERS_FOR_AGREEMENT
    return Agreement(weighted_kappa(pairs) if enough else None, len(twice_marked), len(pairs))
