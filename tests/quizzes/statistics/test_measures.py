"""Statistics against published check values, and against the standard library's own, on random matrices."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.quizzes.rules.statistics.measures import (
    GROUPS,
    UNIT,
    as_share,
    correlation,
    fifths,
    interval,
    median,
    share,
    spread,
)
from portal.quizzes.rules.statistics.reliability import Part, Reliability, is_near_the_mark, reliability

CHECK = (
    (1, 1, 1, 1, 1), (1, 1, 1, 1, 0), (1, 1, 1, 0, 0), (1, 1, 0, 0, 0), (1, 0, 0, 0, 0), (0, 0, 0, 0, 0), (1, 1, 1, 0, 1), (1, 0, 1, 0, 0),
)  # fmt: skip
matrices = st.integers(2, 8).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 1), min_size=columns, max_size=columns), min_size=3, max_size=40)
)


def parts(rows: list | tuple) -> list[Part]:
    count = len(rows[0])
    return [Part(range(len(rows)), [share(row[i], count) for row in rows]) for i in range(count)]


def rest(rows: list | tuple, item: int) -> list[int]:
    return [share(sum(row) - row[item], len(row) - 1) for row in rows]


@pytest.mark.parametrize(("item", "facility", "r"), [
    (0, .875, .475191), (1, .625, .632456), (2, .625, .632456), (3, .25, .493197), (4, .25, .493197),
])  # fmt: skip
def test_facility_and_item_rest_of_the_check_values(item: int, facility: float, r: float) -> None:
    marks = [row[item] for row in CHECK]
    assert spread(marks).mean == Fraction(facility)
    assert correlation(marks, rest(CHECK, item)) == pytest.approx(r, abs=1e-6)


def test_reliability_of_the_check_values_is_with_the_population_variance() -> None:
    found = reliability(parts(CHECK), len(CHECK))
    assert found is not None
    assert float(found.coefficient) == pytest.approx(0.770440, abs=1e-6)
    assert found.error * 5 == pytest.approx(0.755190, abs=1e-6)  # in raw points, five of them
    assert found.error_millionths == 151038


@given(matrices)
def test_correlation_is_that_of_the_standard_library(rows: list[list[int]]) -> None:
    marks, others = [row[0] for row in rows], rest(rows, 0)
    ours = correlation(marks, others)
    if len(set(marks)) == 1 or len(set(others)) == 1:
        assert ours is None
    else:
        assert ours == pytest.approx(statistics.correlation(marks, [float(one) for one in others]), abs=1e-9)


@given(matrices)
def test_alpha_and_error_are_those_of_their_definition(rows: list[list[int]]) -> None:
    totals = [sum(row) for row in rows]
    assume(len(set(totals)) > 1)
    k, variance = len(rows[0]), statistics.pvariance(totals)
    alpha = k / (k - 1) * (1 - sum(statistics.pvariance([row[i] for row in rows]) for i in range(k)) / variance)
    found = reliability(parts(rows), len(rows))
    assert found is not None
    assert float(found.coefficient) == pytest.approx(alpha, abs=1e-9)
    assert found.error * k == pytest.approx(math.sqrt(variance * (1 - alpha)), abs=1e-6)


@given(matrices, st.randoms(use_true_random=False))
def test_the_order_of_people_and_questions_changes_nothing(rows: list[list[int]], rng: object) -> None:
    before = reliability(parts(rows), len(rows))
    mixed = [row[::-1] for row in rows]
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    after = reliability(parts(mixed), len(rows))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert float(before.coefficient) == pytest.approx(float(after.coefficient), abs=1e-9)
        assert before.coefficient <= 1


def test_forms_of_unlike_difficulty_add_to_the_error() -> None:
    hard = [Part((0, 1, 2, 3), (0, 0, 0, UNIT // 2)), Part((0, 1, 2, 3), (0, 0, UNIT // 2, UNIT // 2))]
    easy = [
        Part((4, 5, 6, 7), (0, UNIT // 2, UNIT // 2, UNIT // 2)),
        Part((4, 5, 6, 7), (UNIT // 2, UNIT // 2, UNIT // 2, UNIT // 2)),
    ]
    both = reliability(hard + easy, 8)
    alone = reliability(hard, 4)
    assert both is not None and alone is not None
    assert both.error > alone.error


@pytest.mark.parametrize(("rows", "count"), [
    ([], 0), ([Part((0,), (UNIT,))], 1), ([Part((0, 1), (0, UNIT))], 2), (parts([(1, 0), (1, 0), (1, 0)]), 3), ([Part((), ()), Part((0, 1), (0, 0))], 2),
])  # fmt: skip
def test_no_reliability_where_it_says_nothing(rows: list[Part], count: int) -> None:
    assert reliability(rows, count) is None


@given(st.integers(0, 400), st.integers(1, 400))
def test_a_share_is_exact_for_small_forms_and_near_for_all(earned: int, possible: int) -> None:
    assume(earned <= possible)
    units = share(earned, possible)
    assert 0 <= units <= UNIT
    assert abs(Fraction(units, UNIT) - Fraction(earned, possible)) <= Fraction(1, 2 * UNIT)
    if possible <= 30:
        assert Fraction(units, UNIT) == Fraction(earned, possible)
    assert as_share(units) == pytest.approx(earned / possible)


def test_an_interval_narrows_with_the_number() -> None:
    narrow, wide = interval(0.3, 300), interval(0.3, 30)
    assert narrow is not None and wide is not None
    assert wide[0] < narrow[0] < 0.3 < narrow[1] < wide[1]
    assert wide == pytest.approx((-0.067, 0.595), abs=1e-3)
    assert [interval(None, 30), interval(0.3, 3), interval(1.0, 30)] == [None, None, None]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=60))
def test_fifths_keep_equals_together_and_the_order(values: list[int]) -> None:
    groups = fifths(values)
    assert all(0 <= group < GROUPS for group in groups)
    pairs = sorted(zip(values, groups, strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(pairs))
    assert len(set(pairs)) == len(set(values))


def test_fifths_of_a_row_are_even() -> None:
    assert fifths(list(range(10))) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert fifths([7] * 9) == [2] * 9


@given(st.lists(st.integers(0, 5000), min_size=1))
def test_the_median_is_that_of_the_standard_library(values: list[int]) -> None:
    assert median(values) == math.floor(Fraction(statistics.median(map(Fraction, values))) + Fraction(1, 2))
    assert median([]) is None


@pytest.mark.parametrize(("earned", "possible", "error", "near"), [
    (75, 100, 50_000, True), (74, 100, 50_000, False), (85, 100, 50_000, True), (86, 100, 50_000, False), (749999, 1_000_000, 50_000, False),
    (80, 100, 0, True), (80, 100, None, False), (0, 0, 50_000, False),
])  # fmt: skip
def test_near_the_mark_is_within_one_standard_error_bounds_included(
    earned: int, possible: int, error: int | None, near: bool
) -> None:
    assert is_near_the_mark(earned, possible, 80, error) is near


def test_the_error_in_millionths_is_never_larger_than_the_error() -> None:
    one = Reliability(Fraction(1, 2), Fraction(UNIT * UNIT, 900))
    assert one.error_millionths == 33333
    assert one.error == pytest.approx(1 / 30)
