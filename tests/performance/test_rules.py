"""KPIs are exact; missing is never zero; targets are pro-rated by days with duties; and what a row of an import must say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.framework.rules import Kpi
from portal.performance.rules import (
    LARGEST,
    Part,
    Recorded,
    attainment,
    days_with_duties,
    figure,
    pro_rated,
    rate,
    read_lines,
    rolled_up,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
REVENUE = Kpi("revenue", {}, "money", "higher")
CYCLE = Kpi("sales-cycle", {}, "days", "lower")
SCORE = Kpi("satisfaction", {}, "score", "higher")
RATE = Kpi("close-rate", {}, "percent", "higher", ("won", "lost"))


def row(kpi: str, actual: int | None, target: int | None = None) -> Recorded:
    exact = [None if value is None else Decimal(value) for value in (actual, target)]
    return Recorded(1, kpi, FIRST, LAST, exact[0], exact[1], "file", LAST, 2)


@pytest.mark.parametrize(("actual", "target", "better", "expected"), [
    (50, 100, "higher", Fraction(1, 2)), (0, 100, "higher", Fraction(0)), (None, 100, "higher", None), (50, None, "higher", None),
    (50, 0, "higher", None), (50, 100, "lower", Fraction(2)), (0, 100, "lower", None), (50, 0, "lower", Fraction(0)), (None, None, "lower", None),
])  # fmt: skip
def test_attainment(actual: int | None, target: int | None, better: str, expected: Fraction | None) -> None:
    exact = [None if value is None else Fraction(value) for value in (actual, target)]
    assert attainment(exact[0], exact[1], better) == expected


@pytest.mark.parametrize(("won", "lost", "expected"), [
    (1, 3, Fraction(25)), (0, 4, Fraction(0)), (4, 0, Fraction(100)), (0, 0, None), (None, 4, None), (4, None, None),
])  # fmt: skip
def test_a_rate_over_no_deals_is_missing(won: int | None, lost: int | None, expected: Fraction | None) -> None:
    exact = [None if value is None else Fraction(value) for value in (won, lost)]
    assert rate(exact[0], exact[1]) == expected


MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


@pytest.mark.parametrize(("first", "last", "away", "joined", "left", "expected"), [
    (MONDAY, FRIDAY, [], date(2020, 1, 1), None, (5, 5)), (MONDAY, date(2026, 3, 8), [], date(2020, 1, 1), None, (5, 5)),
    (date(2026, 3, 7), date(2026, 3, 8), [], date(2020, 1, 1), None, (0, 0)), (MONDAY, FRIDAY, [(MONDAY, MONDAY)], date(2020, 1, 1), None, (4, 5)),
    (MONDAY, FRIDAY, [(MONDAY, date(2026, 3, 4)), (date(2026, 3, 3), date(2026, 3, 3))], date(2020, 1, 1), None, (2, 5)),
    (MONDAY, FRIDAY, [], date(2026, 3, 4), None, (3, 5)), (MONDAY, FRIDAY, [], date(2020, 1, 1), date(2026, 3, 4), (3, 5)),
    (MONDAY, FRIDAY, [], date(2026, 3, 7), None, (0, 5)), (FRIDAY, MONDAY, [], date(2020, 1, 1), None, (0, 0)),
])  # fmt: skip
def test_days_with_duties(
    first: date, last: date, away: list[tuple[date, date]], joined: date, left: date | None, expected: tuple[int, int]
) -> None:
    assert days_with_duties(first, last, away, joined, left) == expected


@pytest.mark.parametrize(("target", "present", "total", "expected"), [
    (100, 5, 5, Fraction(100)), (100, 2, 5, Fraction(40)), (100, 0, 5, Fraction(0)), (100, 0, 0, None), (None, 5, 5, None),
])  # fmt: skip
def test_a_target_for_the_days_that_one_was_there(target: int | None, present: int, total: int, expected: Fraction | None) -> None:
    assert pro_rated(None if target is None else Fraction(target), present, total) == expected


@pytest.mark.parametrize(("kpi", "rows", "actual", "asked", "reached"), [
    (REVENUE, [row("revenue", 40, 100), row("revenue", 20, 50)], 60, 75, Fraction(4, 5)),
    (REVENUE, [row("revenue", 40, 100), row("revenue", None, 50)], None, 75, None),  # one that is missing makes the sum missing
    (REVENUE, [row("revenue", 40, None)], 40, None, None), (REVENUE, [], None, None, None),
    (SCORE, [row("satisfaction", 4, 4), row("satisfaction", 5, 4)], Fraction(9, 2), 4, Fraction(9, 8)),  # not pro-rated
    (CYCLE, [row("sales-cycle", 30, 20)], 30, 20, Fraction(2, 3)),
    (RATE, [row("won", 1), row("lost", 3), row("close-rate", None, 50)], 25, 50, Fraction(1, 2)),
    (RATE, [row("won", 0), row("lost", 0), row("close-rate", None, 50)], None, 50, None), (RATE, [row("won", 1), row("lost", 3)], 25, None, None),
])  # fmt: skip
def test_a_figure_of_somebody_who_was_there_half_of_the_time(
    kpi: Kpi, rows: list[Recorded], actual: int | None, asked: int | None, reached: Fraction | None
) -> None:
    found = figure(kpi, rows, 1, 2)
    assert (found.actual, found.asked, found.attainment) == (actual, asked, reached)


@pytest.mark.parametrize(("kpi", "parts", "actual"), [
    (REVENUE, [Part(row("revenue", 100, 100), 1, 2), Part(row("revenue", 10, 10), 1, 1)], 60),
    (REVENUE, [Part(row("revenue", None, 100), 1, 1), Part(row("revenue", 10, 10), 1, 1)], None), (REVENUE, [], None),
    (REVENUE, [Part(row("revenue", 10, 10), 0, 0)], None), (SCORE, [Part(row("satisfaction", 4, 4), 1, 1)], None),
    (RATE, [Part(row("won", 1), 1, 1), Part(row("lost", 3), 1, 1)], 25), (RATE, [Part(row("won", 1), 1, 1)], None),
])  # fmt: skip
def test_a_leader_has_what_adds_up(kpi: Kpi, parts: list[Part], actual: int | None) -> None:
    assert rolled_up(kpi, parts).actual == actual


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.integers(0, 60), st.integers(1, 60))
def test_pro_rating_never_asks_more(targets: list[int], present: int, total: int) -> None:
    present = min(present, total)
    found = figure(REVENUE, [row("revenue", 1, target) for target in targets], present, total)
    assert found.asked is not None and found.target is not None
    assert 0 <= found.asked <= found.target


def cells(**values: str) -> dict[str, str]:
    return {
        "person": "LIN@example.com",
        "kpi": "revenue",
        "period_from": "2026-01-01",
        "period_until": "2026/03/31",
        "actual": "1,200",
        "target": "",
    } | values


PEOPLE = {"lin@example.com": 7, "E7": 7}


@pytest.mark.parametrize(("values", "actual"), [
    ({}, 1200), ({"person": "E7"}, 1200), ({"actual": "12.5%"}, Decimal("12.5")), ({"actual": "1，200"}, 1200), ({"actual": ""}, None),
    ({"actual": "0"}, 0), ({"actual": str(LARGEST)}, LARGEST), ({"period_until": "2026-01-01"}, 1200), ({"period_until": "2028-01-02"}, 1200),
])  # fmt: skip
def test_good_rows(values: dict[str, str], actual: int | Decimal | None) -> None:
    lines, wrong = read_lines([(2, cells(**values))], PEOPLE, ["revenue"])
    assert wrong == []
    assert [(one.person_id, one.actual, one.target) for one in lines] == [(7, actual, None)]


@pytest.mark.parametrize(("values", "column"), [
    ({"person": "mo@example.com"}, "person"), ({"kpi": "luck"}, "kpi"), ({"period_from": "1.1.2026"}, "period_from"), ({"period_until": ""}, "period_until"),
    ({"period_until": "2025-12-31"}, "period_until"), ({"period_until": "2028-01-03"}, "period_until"), ({"period_until": "9999-12-31"}, "period_until"),
    ({"actual": "many"}, "actual"), ({"actual": "-1"}, "actual"), ({"actual": "NaN"}, "actual"), ({"target": "1e14"}, "target"),
])  # fmt: skip
def test_a_wrong_row_names_its_column_and_gives_no_line(values: dict[str, str], column: str) -> None:
    lines, wrong = read_lines([(5, cells(**values))], PEOPLE, ["revenue"])
    assert lines == []
    assert [(one.number, one.column) for one in wrong] == [(5, column)]


def test_two_rows_that_say_the_same_are_refused() -> None:
    _lines, wrong = read_lines([(2, cells()), (3, cells(person="E7", actual="9"))], PEOPLE, ["revenue"])
    assert [(one.number, one.why) for one in wrong] == [(3, "The same person, KPI and period as row 2.")]


@given(st.dictionaries(st.sampled_from(["person", "kpi", "period_from", "period_until", "actual", "target"]), st.text(max_size=20)))
def test_no_row_breaks_the_reading(values: dict[str, str]) -> None:
    lines, wrong = read_lines([(2, cells(**values))], PEOPLE, ["revenue"])
    assert bool(lines) is not bool(wrong)
