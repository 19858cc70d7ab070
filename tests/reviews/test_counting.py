"""The calculation of a review: exact, missing is never zero, and a snapshot comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from portal.framework.rules import Component, ReviewTemplate
from portal.reviews.rules.acting import ReviewState, add_working_days, assignment_counts, refusal_to_decide, refusal_to_sign
from portal.reviews.rules.calculation import (
    Item,
    Requirement,
    Source,
    State,
    calculate,
    capped,
    excuse,
    if_all_met,
    learning_item,
    mean_on_scale,
    on_scale,
    weigh,
)  # fmt: skip
from portal.reviews.service.snapshots import freeze, thaw

TEMPLATE = ReviewTemplate("r", 1, 1, {}, (), (), (), 60, 10, {})
KPIS = Component("kpis", 50, {"revenue": 70, "close-rate": 30}, 120)
LEARNING = Component("learning", 30)
FEEDBACK = Component("feedback", 20, {"manager": 50, "colleagues": 50})


def covered(name: str, value: Fraction) -> Item:
    return Item(name, State.COVERED, value)


def missing(name: str) -> Item:
    return Item(name, State.MISSING, None)


def whole() -> list:
    return [
        weigh(KPIS, [covered("revenue", Fraction(92, 100)), covered("close-rate", Fraction(95, 100))]),
        weigh(LEARNING, [covered("requirements", Fraction(16, 25))]),
        weigh(FEEDBACK, [covered("manager", Fraction(3, 4)), covered("colleagues", Fraction(1, 2))]),
    ]


def test_the_weighted_mean_is_exact() -> None:
    result = calculate(TEMPLATE, whole())
    assert result.score == 35 * Fraction(92, 100) + 15 * Fraction(95, 100) + 30 * Fraction(16, 25) + 10 * Fraction(
        3, 4
    ) + 10 * Fraction(1, 2)
    assert result.covered_percent == 100
    assert if_all_met(result) == result.score + 30 * (1 - Fraction(16, 25))


def test_missing_is_not_zero_and_is_named_until_it_is_excused() -> None:
    parts = whole()
    parts[2] = weigh(FEEDBACK, [covered("manager", Fraction(3, 4)), missing("colleagues")])
    result = calculate(TEMPLATE, parts)
    assert result.missing == ("feedback/colleagues",)
    assert result.covered_percent == 90
    assert result.score is not None
    without = (result.score * 90 + 0) / 90
    assert result.score == without
    parts[2] = excuse(parts[2], {"colleagues": "too few asked"})
    assert calculate(TEMPLATE, parts).missing == ()
    assert calculate(TEMPLATE, parts).score == result.score


@pytest.mark.parametrize(("percent", "is_calculated"), [(60, True), (61, False)])
def test_under_the_least_share_nothing_is_calculated(percent: int, is_calculated: bool) -> None:
    parts = [
        weigh(Component("kpis", 60, {}), [covered("revenue", Fraction(1))]),
        weigh(Component("learning", 40), [missing("requirements")]),
    ]
    result = calculate(replace(TEMPLATE, least_covered_percent=percent), parts)
    assert (result.score is not None) is is_calculated


def test_scales_caps_and_four_answers() -> None:
    assert [on_scale(n, 5) for n in (1, 3, 5)] == [0, Fraction(1, 2), 1]
    assert capped(Fraction(3, 2), 120) == Fraction(6, 5)
    assert mean_on_scale([5, 5, 5], 5) is None
    assert mean_on_scale([5, 5, 5, 1], 5) == Fraction(3, 4)


def test_learning_is_met_over_asked_and_missing_where_nothing_is_asked() -> None:
    asked = [Requirement("level", "a", {}, True), Requirement("level", "b", {}, False), Requirement("assignment", "1", {}, True)]
    assert learning_item(asked, []).value == Fraction(2, 3)
    assert learning_item([], []).state is State.MISSING


def test_a_snapshot_comes_back_as_it_was() -> None:
    parts = whole()
    parts[0] = weigh(
        KPIS,
        [
            Item("revenue", State.COVERED, Fraction(1, 3), sources=(Source("kpi_row", "1", {"zh": "甲", "en": "a"}, "/x"),)),
            missing("close-rate"),
        ],
    )
    result = calculate(TEMPLATE, parts)
    data, mark = freeze(result)
    assert thaw(data) == result
    assert freeze(thaw(data)) == (data, mark)


@pytest.mark.parametrize(("told", "due", "done", "is_met"), [
    (date(2026, 3, 2), date(2026, 3, 20), date(2026, 3, 20), True), (date(2026, 3, 2), date(2026, 3, 20), date(2026, 3, 21), False),
    (date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 16), True), (date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 17), False),
    (date(2026, 3, 2), date(2026, 3, 20), None, False), (date(2026, 3, 2), date(2026, 3, 31), None, False),
    (date(2026, 3, 18), date(2026, 3, 20), None, None),  # its notice runs to 1 April: not asked in this period
    (date(2026, 3, 18), date(2026, 3, 20), date(2026, 3, 30), True), (date(2026, 3, 2), date(2026, 3, 20), date(2026, 4, 2), False),
    (date(2026, 3, 18), date(2026, 3, 20), date(2026, 4, 1), None),
])  # fmt: skip
def test_an_assignment_is_met_missed_or_not_asked_yet(told: date, due: date, done: date | None, is_met: bool | None) -> None:
    assert add_working_days(date(2026, 3, 2), 10) == date(2026, 3, 16)
    assert assignment_counts(told, due, done, date(2026, 3, 31), 10) is is_met


def test_signing_and_deciding() -> None:
    review = ReviewState(1, 2, "open", None)
    assert refusal_to_sign(review, 1, "meets", "why") == "missing"
    assert refusal_to_sign(review, 0, "", "why") == "no_rating"
    assert refusal_to_sign(review, 0, "meets", "  ") == "no_reason"
    assert refusal_to_sign(review, 0, "meets", "why") is None
    signed = ReviewState(1, 2, "signed", 3)
    assert [refusal_to_decide(signed, who, False) for who in (1, 2, 3, 4)] == ["own_decision", "own_decision", "own_decision", None]
