"""When an assignment is due: absence moves it, the due day itself is in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.assignments.rules import Assigned, is_overdue, moved_due

TOLD, DUE = date(2026, 3, 2), date(2026, 3, 20)


def away(first: int, last: int) -> tuple[date, date]:
    return date(2026, 3, first), date(2026, 3, last)


@pytest.mark.parametrize(("absences", "due"), [
    ([], date(2026, 3, 20)),
    ([(date(2026, 2, 1), date(2026, 3, 1))], date(2026, 3, 20)),  # over before it was told
    ([(date(2026, 2, 1), date(2026, 3, 2))], date(2026, 3, 21)),  # the day of telling counts
    ([away(9, 10)], date(2026, 3, 22)),
    ([away(20, 20)], date(2026, 3, 21)),  # the due day itself
    ([away(21, 25)], date(2026, 3, 20)),  # it was due before
    ([away(19, 20), away(22, 23)], date(2026, 3, 24)),  # days that follow, within the moved time
    ([away(22, 23), away(19, 20)], date(2026, 3, 24)),  # in whatever order
])  # fmt: skip
def test_absence_moves_what_is_due(absences: list[tuple[date, date]], due: date) -> None:
    assert moved_due(DUE, TOLD, absences) == due


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=4).map(
    lambda spans: [(TOLD + timedelta(days=a), TOLD + timedelta(days=a + n)) for a, n in spans]
)


@given(SPANS)
def test_absence_never_shortens_the_time(absences: list[tuple[date, date]]) -> None:
    assert moved_due(DUE, TOLD, absences) >= DUE


@given(SPANS)
def test_each_day_away_moves_it_once(absences: list[tuple[date, date]]) -> None:
    days = {date.fromordinal(n) for first, last in absences for n in range(first.toordinal(), last.toordinal() + 1)}
    assert moved_due(DUE, TOLD, absences) <= DUE + timedelta(days=len(days))


@pytest.mark.parametrize(("completed", "today", "expected"), [
    (None, DUE, False), (None, DUE + timedelta(days=1), True), (DUE, DUE + timedelta(days=9), False),
    (DUE + timedelta(days=3), DUE + timedelta(days=9), False),
])  # fmt: skip
def test_overdue_is_open_after_its_day(completed: date | None, today: date, expected: bool) -> None:
    assert is_overdue(DUE, completed, today) is expected


@pytest.mark.parametrize(("completed", "is_open"), [(None, True), (datetime(2026, 3, 4, tzinfo=UTC), False)])
def test_open_is_not_completed(completed: datetime | None, is_open: bool) -> None:
    one = Assigned(1, "asking", DUE, datetime(2026, 3, 2, tzinfo=UTC), 2, "", completed, None, False)
    assert one.is_open is is_open
