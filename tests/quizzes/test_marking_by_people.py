"""Which mark stands, who may mark, in which order answers come, and how far two markers agree."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes.rules.marking_by_people import (
    Given,
    Marker,
    Outcome,
    Refusal,
    agreement,
    given_by,
    in_marking_order,
    outcome,
    refusal_to_mark,
    weighted_kappa,
)


def marks(*percents: int) -> list[Given]:
    return [Given(n, percent, 100, {}) for n, percent in enumerate(percents, 1)]


@pytest.mark.parametrize(("percents", "markers", "part", "ids", "needed"), [
    ([], 1, None, (), 1),
    ([70], 1, Fraction(7, 10), (1,), 0),
    ([], 2, None, (), 2),
    ([70], 2, None, (), 1),
    ([70, 71], 2, Fraction(141, 200), (1, 2), 0),
    ([50, 75], 2, Fraction(5, 8), (1, 2), 0),  # just what the rubric allows
    ([50, 76], 2, None, (), 1),
    ([50, 100, 90], 2, Fraction(19, 20), (2, 3), 0),
    ([50, 100, 60], 2, Fraction(11, 20), (1, 3), 0),
    ([50, 100, 75], 2, Fraction(3, 4), (3,), 0),  # just in the middle
    ([0, 100, 0], 2, Fraction(0), (1, 3), 0),
    ([0, 100, 0, 100], 2, Fraction(0), (1, 3), 0),  # a fourth changes nothing
])  # fmt: skip
def test_which_mark_stands(percents: list[int], markers: int, part: Fraction | None, ids: tuple[int, ...], needed: int) -> None:
    assert outcome(marks(*percents), markers, 25) == Outcome(part, ids, needed)


@given(st.lists(st.integers(0, 100), max_size=5), st.integers(-1, 4), st.integers(0, 100))
def test_the_mark_lies_between_those_given_and_three_always_decide(percents: list[int], markers: int, allowed: int) -> None:
    found = outcome(marks(*percents), markers, allowed)
    assert (found.part is None) == (found.still_needed > 0)
    if len(percents) >= 3:
        assert found.part is not None
    if found.part is not None:
        assert Fraction(min(percents), 100) <= found.part <= Fraction(max(percents), 100)


@pytest.mark.parametrize(("is_assessor", "person", "purpose", "needed", "refusal"), [
    (True, 9, "certification", 1, None),
    (False, 9, "certification", 1, Refusal.NO_ASSESSOR),
    (True, 1, "practice", 1, Refusal.ONESELF),
    (True, 2, "certification", 1, Refusal.IN_REPORTING_LINE),
    (True, 2, "evidence", 1, Refusal.IN_REPORTING_LINE),
    (True, 2, "practice", 1, None),
    (True, 3, "practice", 1, Refusal.RELATIVE),
    (True, 9, "certification", 0, Refusal.COMPLETE),
])  # fmt: skip
def test_who_may_mark(is_assessor: bool, person: int, purpose: str, needed: int, refusal: Refusal | None) -> None:
    marker = Marker(1, is_assessor, frozenset({2}), frozenset({3}))
    assert refusal_to_mark(marker, person, purpose, needed) is refusal


def test_the_order_is_the_seeds_alone() -> None:
    answers = [(attempt, 0) for attempt in range(30)]
    order = in_marking_order(answers, "7/bank/question")
    assert sorted(order) == answers
    assert order != answers
    assert order == in_marking_order(answers[::-1], "7/bank/question")
    assert order != in_marking_order(answers, "8/bank/question")
    # one that is marked leaves the others where they were
    assert [one for one in order if one != (4, 0)] == in_marking_order([one for one in answers if one != (4, 0)], "7/bank/question")


def test_how_the_ledger_says_it() -> None:
    assert given_by((3, 17)) == "person:3,person:17"
    assert len(given_by((10**12, 10**12))) <= 60


# By hand: the table of 2 by 2 with 20, 5, 10, 15 is the textbook's unweighted kappa of 0.4, which two steps share with the weighted one.
TEXTBOOK = [(1, 1)] * 20 + [(1, 2)] * 5 + [(2, 1)] * 10 + [(2, 2)] * 15


@pytest.mark.parametrize(("pairs", "kappa"), [
    ([], None),
    ([(3, 3)] * 6, None),  # one and the same rating: agreement by chance is whole, too
    ([(1, 1), (2, 2), (5, 5)], Fraction(1)),
    ([(1, 5), (5, 1)], Fraction(-1)),
    (TEXTBOOK, Fraction(2, 5)),
    ([(1, 1), (2, 2), (3, 3), (4, 4), (5, 4)], Fraction(16, 17)),
])  # fmt: skip
def test_weighted_kappa(pairs: list[tuple[int, int]], kappa: Fraction | None) -> None:
    assert weighted_kappa(pairs) == kappa


def kappa_by_table(pairs: list[tuple[int, int]]) -> Fraction | None:
    """The same from its definition: weights (i-j)²/(k-1)² over the table of counts and over the product of its margins."""
    n = len(pairs)
    observed = expected = Fraction(0)
    for i in range(1, 6):
        for j in range(1, 6):
            weight = Fraction((i - j) ** 2, 16)
            observed += weight * Fraction(pairs.count((i, j)), n)
            expected += weight * Fraction(sum(a == i for a, _b in pairs), n) * Fraction(sum(b == j for _a, b in pairs), n)
    return 1 - observed / expected if expected else None


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=40))
def test_weighted_kappa_is_that_of_its_definition(pairs: list[tuple[int, int]]) -> None:
    found = weighted_kappa(pairs)
    assert found == kappa_by_table(pairs)
    assert found is None or -1 <= found <= 1


def test_nothing_is_said_of_fewer_than_five_answers() -> None:
    one = ({"asks": 1, "listens": 5}, {"asks": 1, "listens": 5})
    assert agreement([one] * 4).kappa is None
    found = agreement([one] * 5)
    assert (found.kappa, found.answers, found.ratings) == (1, 5, 10)
