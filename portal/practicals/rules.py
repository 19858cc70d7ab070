"""Practicals: the score on a rubric, and who may give it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why somebody may not score a practical."""

    NO_ASSESSOR = "no_assessor"
    ONESELF = "oneself"
    IN_REPORTING_LINE = "in_reporting_line"
    RELATIVE = "relative"
    CLOSED = "closed"


@dataclass(frozen=True)
class Candidate:
    """Whose practical it is, and who stands how to them on the day."""

    person_id: int
    above: frozenset[int]
    below: frozenset[int]
    relatives: frozenset[int]


def refusal_to_assess(assessor_id: int, is_assessor: bool, candidate: Candidate, is_closed: bool) -> Refusal | None:
    """Why not; None: they may. An assessor is granted the role and stands outside the reporting line."""
    if not is_assessor:
        return Refusal.NO_ASSESSOR
    if assessor_id == candidate.person_id:
        return Refusal.ONESELF
    if assessor_id in candidate.above or assessor_id in candidate.below:
        return Refusal.IN_REPORTING_LINE
    if assessor_id in candidate.relatives:
        return Refusal.RELATIVE
    return Refusal.CLOSED if is_closed else None


def is_passed(earned: int, possible: int, at_least_percent: int) -> bool:
    """By cross-product."""
    return earned * 100 >= possible * at_least_percent


def free_assessors(assessors: Collection[int], candidate: Candidate) -> tuple[int, ...]:
    """Assessors who may score this person."""
    return tuple(one for one in assessors if refusal_to_assess(one, True, candidate, False) is None)
