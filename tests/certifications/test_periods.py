"""Months are clamped, renewals hang on their anchor, states change on their days, names are masked."""

from __future__ import annotations

from datetime import date

import pytest

from portal.certifications.rules import (
    Cycle,
    Period,
    State,
    add_months,
    cycle_under_way,
    is_in_force,
    is_renewal_open,
    masked,
    state,
    valid_until,
)
from portal.framework.rules import Certification, Renewal


def certification(anchor: str = "previous_expiry", months: int = 24) -> Certification:
    return Certification("onboarding", 1, 1, {}, None, (), "exam", None, (), months, 14, Renewal(60, anchor, None))


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2026, 12, 5), 1, date(2027, 1, 5)), (date(2026, 3, 5), 24, date(2028, 3, 5)),
])  # fmt: skip
def test_months_are_clamped(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_validity_includes_its_last_day_and_renewal_hangs_on_its_anchor() -> None:
    assert valid_until(date(2026, 3, 5), certification(), None) == date(2028, 3, 4)
    assert valid_until(date(2028, 2, 1), certification(), date(2028, 3, 4)) == date(2030, 3, 4)
    assert valid_until(date(2028, 2, 1), certification("completion"), date(2028, 3, 4)) == date(2030, 1, 31)
    assert valid_until(date(2028, 2, 1), certification("calendar"), date(2028, 3, 4)) == date(2030, 12, 31)
    assert valid_until(date(2028, 6, 1), certification(), date(2028, 3, 4)) == date(2030, 5, 31)  # after the grace: from completion


PERIOD = Period(1, 1, date(2026, 3, 5), date(2028, 3, 4), date(2028, 3, 18))


@pytest.mark.parametrize(("on", "is_now", "in_force", "renewal_open"), [
    (date(2026, 3, 4), State.NOT_YET, False, False), (date(2026, 3, 5), State.VALID, True, False), (date(2028, 1, 3), State.VALID, True, False),
    (date(2028, 1, 4), State.VALID, True, True), (date(2028, 1, 5), State.EXPIRING, True, True), (date(2028, 3, 4), State.EXPIRING, True, True),
    (date(2028, 3, 5), State.GRACE, False, True), (date(2028, 3, 18), State.GRACE, False, True), (date(2028, 3, 19), State.EXPIRED, False, False),
])  # fmt: skip
def test_states_change_on_their_days(on: date, is_now: State, in_force: bool, renewal_open: bool) -> None:
    assert state(PERIOD, on) is is_now
    assert is_in_force(PERIOD, on) is in_force
    assert is_renewal_open(PERIOD, certification(), on) is renewal_open


def test_a_revoked_one_is_in_force_on_no_day() -> None:
    revoked = Period(1, 1, date(2026, 3, 5), date(2028, 3, 4), date(2028, 3, 18), revoked_on=date(2026, 4, 1))
    assert not is_in_force(revoked, date(2026, 6, 1))


@pytest.mark.parametrize(("name", "shown"), [("林晓", "林*"), ("欧阳子衿", "欧***"), ("Amy Chen", "A*** C***"), ("李", "李*")])
def test_a_masked_name_tells_little(name: str, shown: str) -> None:
    assert masked(name) == shown


@pytest.mark.parametrize(("on", "cycle"), [
    (date(2026, 3, 5), Cycle(1, is_earned=True)), (date(2028, 1, 3), Cycle(1, is_earned=True)),
    (date(2028, 1, 4), Cycle(2, date(2028, 1, 4), is_renewal=True)), (date(2028, 3, 18), Cycle(2, date(2028, 1, 4), is_renewal=True)),
    (date(2028, 3, 19), Cycle(2, date(2028, 3, 19))), (date(2030, 1, 1), Cycle(2, date(2028, 3, 19))),
])  # fmt: skip
def test_which_cycle_somebody_is_in(on: date, cycle: Cycle) -> None:
    assert cycle_under_way([PERIOD], certification(), on) == cycle


def test_a_certificate_can_always_be_earned_again() -> None:
    revoked = Period(1, 1, date(2026, 3, 5), date(2028, 3, 4), date(2028, 3, 18), revoked_on=date(2026, 4, 1))
    assert cycle_under_way([], certification(), date(2026, 3, 5)) == Cycle(1)
    assert cycle_under_way([revoked], certification(), date(2026, 4, 1)) == Cycle(2, date(2026, 4, 2))
    waiting = Period(2, 2, None, None, None)  # the row that a renewal's window opens is not earned yet
    assert cycle_under_way([PERIOD, waiting], certification(), date(2028, 1, 4)) == Cycle(2, date(2028, 1, 4), is_renewal=True)
    without = Certification("onboarding", 1, 1, {}, None, (), "exam", None, (), 24, 14, None)
    assert cycle_under_way([PERIOD], without, date(2028, 3, 5)) == Cycle(2, date(2028, 3, 5))
