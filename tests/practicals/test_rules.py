"""Who scores a practical, and when it is passed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.practicals.rules import Candidate, Refusal, free_assessors, is_passed, refusal_to_assess

LIN = Candidate(1, frozenset({2}), frozenset({3}), frozenset({4}))


@pytest.mark.parametrize(("assessor", "is_assessor", "is_closed", "refusal"), [
    (5, True, False, None), (5, False, False, Refusal.NO_ASSESSOR), (1, True, False, Refusal.ONESELF), (2, True, False, Refusal.IN_REPORTING_LINE),
    (3, True, False, Refusal.IN_REPORTING_LINE), (4, True, False, Refusal.RELATIVE), (5, True, True, Refusal.CLOSED), (2, True, True, Refusal.IN_REPORTING_LINE),
])  # fmt: skip
def test_who_may_assess(assessor: int, is_assessor: bool, is_closed: bool, refusal: Refusal | None) -> None:
    assert refusal_to_assess(assessor, is_assessor, LIN, is_closed) is refusal


def test_free_assessors_stand_outside() -> None:
    assert free_assessors([1, 2, 3, 4, 5, 6], LIN) == (5, 6)


@pytest.mark.parametrize(("earned", "possible", "percent", "expected"), [
    (59, 100, 60, False), (60, 100, 60, True), (2, 3, 66, True), (2, 3, 67, False), (0, 5, 0, True), (5, 5, 100, True), (299, 300, 100, False),
])  # fmt: skip
def test_passing_is_a_cross_product(earned: int, possible: int, percent: int, expected: bool) -> None:
    assert is_passed(earned, possible, percent) is expected


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(0, 100))
def test_more_never_fails_what_less_passed(earned: int, possible: int, percent: int) -> None:
    assert not is_passed(earned, possible, percent) or is_passed(earned + 1, possible, percent)
