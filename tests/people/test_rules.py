"""Lock-out, and what a row of an import must say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.rules import FAILURES_UNTIL_LOCK, LOCK, Known, after_failure, days_away, is_locked, read_import, refusal_to_grant

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
KNOWN = Known(frozenset({"chen@example.com"}), frozenset({"east"}), frozenset({"representative"}), {"7": "chen@example.com"})


@pytest.mark.parametrize(("locked_until", "expected"), [
    (None, False), (NOW - timedelta(seconds=1), False), (NOW, False), (NOW + timedelta(microseconds=1), True),
])  # fmt: skip
def test_a_lock_ends_at_its_moment(locked_until: datetime | None, expected: bool) -> None:
    assert is_locked(locked_until, NOW) is expected


@pytest.mark.parametrize(("before", "count", "locked"), [(0, 1, False), (6, 7, False), (7, 0, True), (20, 0, True)])
def test_the_eighth_failure_locks(before: int, count: int, locked: bool) -> None:
    assert after_failure(before, NOW) == (count, NOW + LOCK if locked else None)


def test_it_takes_eight() -> None:
    assert FAILURES_UNTIL_LOCK == 8


@pytest.mark.parametrize(("absences", "days"), [
    ([], 0), ([(1, 1)], 0), ([(1, 2)], 1), ([(5, 6)], 2), ([(5, 6), (5, 6)], 2), ([(5, 8), (6, 7)], 4), ([(6, 9), (5, 7)], 5), ([(9, 30)], 2),
    ([(11, 12)], 0), ([(1, 30)], 9),
])  # fmt: skip
def test_each_day_away_counts_once(absences: list[tuple[int, int]], days: int) -> None:
    spans = [(date(2026, 3, first), date(2026, 3, last)) for first, last in absences]
    assert days_away(spans, date(2026, 3, 2), date(2026, 3, 10)) == days


TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(("percent", "attempts", "until", "is_refused"), [
    (100, 1, None, False), (101, 0, None, False), (300, 3, TODAY, False), (99, 1, None, True), (301, 1, None, True), (None, 1, None, True),
    (150, None, None, True), (150, 4, None, True), (150, -1, None, True), (100, 0, None, True), (150, 0, TODAY - timedelta(days=1), True),
])  # fmt: skip
def test_what_may_be_granted(percent: int | None, attempts: int | None, until: date | None, is_refused: bool) -> None:
    assert (refusal_to_grant(percent, attempts, until, TODAY) is not None) is is_refused


@pytest.mark.parametrize(("cells", "column"), [
    ({"name": "x" * 121}, "name"), ({"email": "x" * 250 + "@example.com"}, "email"), ({"number": "7" * 41}, "number"), ({"location": "x" * 61}, "location"),
    ({"from_on": "0001-01-01"}, "from_on"), ({"from_on": "9999-12-31"}, "from_on"),
])  # fmt: skip
def test_what_no_database_would_take_is_refused(cells: dict[str, str], column: str) -> None:
    assert column in {one.column for one in read_import([(2, row(**cells))], KNOWN)[1]}


def test_a_team_id_has_sixty_letters_at_most() -> None:
    assert read_import([(2, fact("team", other="x" * 60))], KNOWN)[1] == []
    assert [one.column for one in read_import([(2, fact("team", other="x" * 61))], KNOWN)[1]] == ["other"]


def row(**cells: str) -> dict[str, str]:
    return {"kind": "person", "email": "lin@example.com", "name": "Lin", "from_on": "2026-03-05"} | cells


def fact(kind: str, **cells: str) -> dict[str, str]:
    return {"kind": kind, "email": "chen@example.com", "from_on": "2026-03-05"} | cells


@pytest.mark.parametrize("cells", [
    row(), row(language="zh", number="8"), row(email="CHEN@example.com", number="7"), row(from_on="2026/03/05"),
    fact("rung", other="representative"), fact("team", other="west-2"), fact("role", other="hr"), fact("role", other="hr:east"),
    fact("absence", until_on="2026-03-05"),
])  # fmt: skip
def test_good_rows(cells: dict[str, str]) -> None:
    entries, wrong = read_import([(2, cells)], KNOWN)
    assert wrong == []
    assert len(entries) == 1


@pytest.mark.parametrize(("cells", "column"), [
    (row(kind="pet"), "kind"), (row(email="lin"), "email"), (row(name=""), "name"), (row(from_on=""), "from_on"),
    (row(from_on="5.3.2026"), "from_on"), (row(language="fr"), "language"), (row(number="7"), "number"),
    (row(until_on="2026-03-04"), "until_on"),
    (fact("reports_to", other="nobody@example.com"), "other"), (fact("reports_to", other="chen@example.com"), "other"),
    (fact("rung", other="king"), "other"), (fact("team", other="East One"), "other"), (fact("role", other="boss"), "other"),
    (fact("role", other="hr:west"), "other"), (fact("absence"), "until_on"),
    (fact("rung", other="representative", email="nobody@example.com"), "email"), (fact("rung", other="representative", from_on=""), "from_on"),
])  # fmt: skip
def test_a_wrong_row_names_its_column(cells: dict[str, str], column: str) -> None:
    _entries, wrong = read_import([(5, cells)], KNOWN)
    assert (5, column) in {(one.number, one.column) for one in wrong}
    assert all(one.why.endswith(".") for one in wrong)


def test_a_relation_may_name_somebody_who_comes_later() -> None:
    rows = [(2, fact("reports_to", other="lin@example.com")), (3, row())]
    assert read_import(rows, KNOWN)[1] == []


def test_two_rows_that_say_the_same_are_refused() -> None:
    _entries, wrong = read_import([(2, row()), (3, row(name="Lin Xiao"))], KNOWN)
    assert [(one.number, one.why) for one in wrong] == [(3, "The same as row 2. Remove one of the two.")]


@given(st.dictionaries(st.sampled_from(["kind", "email", "name", "number", "other", "from_on", "until_on"]), st.text(max_size=20)))
def test_no_row_breaks_the_reading(cells: dict[str, str]) -> None:
    entries, wrong = read_import([(2, cells)], KNOWN)
    assert len(entries) == 1
    assert all(one.number == 2 for one in wrong)
