"""Readiness is a checklist: what is met, what is open, and months that leave days away out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.careers.rules import Checklist, Criterion, State, months_criterion, months_on_rung, rating_criteria
from portal.framework.rules import RatingsAsked, Rung

RUNG = Rung("senior", {}, "specialist", ("representative",), months_on_rung={"representative": 12, "supervisor": 6})
ANY = Rung("senior", {}, "specialist", (), months_on_rung={"": 12})


def criterion(state: State, minutes: int = 0) -> Criterion:
    return Criterion("skill", "asking", {}, state, {}, minutes=minutes)


@pytest.mark.parametrize(("since", "on", "away", "months"), [
    (date(2026, 1, 15), date(2026, 1, 15), 0, 0), (date(2026, 1, 15), date(2026, 2, 14), 0, 0), (date(2026, 1, 15), date(2026, 2, 15), 0, 1),
    (date(2026, 1, 31), date(2026, 2, 27), 0, 0), (date(2026, 1, 31), date(2026, 2, 28), 0, 1),  # the month's end is clamped
    (date(2024, 2, 29), date(2025, 2, 27), 0, 11), (date(2024, 2, 29), date(2025, 2, 28), 0, 12),
    (date(2026, 1, 15), date(2026, 2, 15), 1, 0), (date(2026, 1, 15), date(2026, 2, 16), 1, 1), (date(2026, 1, 15), date(2026, 3, 1), 400, 0),
])  # fmt: skip
def test_months_on_a_rung(since: date, on: date, away: int, months: int) -> None:
    assert months_on_rung(since, on, away) == months


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.integers(0, 3000), st.integers(0, 400))
def test_days_away_never_add_months(since: date, days: int, away: int) -> None:
    on = date.fromordinal(since.toordinal() + days)
    assert 0 <= months_on_rung(since, on, away) <= months_on_rung(since, on, 0)


@pytest.mark.parametrize(("rung", "comes_from", "since", "on", "state"), [
    (RUNG, "representative", date(2025, 3, 5), date(2026, 3, 4), State.NOT_MET),
    (RUNG, "representative", date(2025, 3, 5), date(2026, 3, 5), State.MET),
    (RUNG, "supervisor", date(2025, 9, 5), date(2026, 3, 5), State.MET),
    (ANY, "whatever", date(2025, 3, 5), date(2026, 3, 5), State.MET),
    (RUNG, "representative", None, date(2026, 3, 5), State.UNKNOWN),
])  # fmt: skip
def test_time_in_the_present_role(rung: Rung, comes_from: str, since: date | None, on: date, state: State) -> None:
    found = months_criterion(rung, comes_from, since, on, 0)
    assert found is not None
    assert found.state is state


def test_a_rung_that_asks_for_no_time() -> None:
    assert months_criterion(RUNG, "elsewhere", date(2025, 1, 1), date(2026, 1, 1), 0) is None


@pytest.mark.parametrize(("ratings", "state"), [
    ((), State.UNKNOWN), (("meets",), State.UNKNOWN), (("meets", "strong"), State.MET), (("outstanding", "meets", "below"), State.MET),
    (("meets", "partly"), State.NOT_MET), (("below", "meets", "meets"), State.NOT_MET), (("meets", "unheard-of"), State.NOT_MET),
])  # fmt: skip
def test_the_last_two_ratings(ratings: tuple[str, ...], state: State) -> None:
    rung = Rung("senior", {}, "specialist", (), ratings=(RatingsAsked("meets", 2),))
    (found,) = rating_criteria(rung, ratings, {"meets": {"zh": "达标", "en": "Meets"}})
    assert found.state is state
    assert "达标" in found.text["zh"]
    assert rating_criteria(rung, ratings, {})[0].text["en"].startswith("meets")


@pytest.mark.parametrize(("states", "is_ready", "open_count"), [
    ((), False, 0), ((State.PLANNED,), False, 0), ((State.MET,), True, 0), ((State.MET, State.PLANNED), True, 0),
    ((State.EXPIRING,), True, 0), ((State.MET, State.NOT_MET), False, 1), ((State.UNKNOWN, State.NOT_MET), False, 2),
])  # fmt: skip
def test_ready_is_everything_met_and_never_nothing_asked(states: tuple[State, ...], is_ready: bool, open_count: int) -> None:
    checklist = Checklist(RUNG, tuple(criterion(state, 30) for state in states))
    assert checklist.is_ready is is_ready
    assert (len(checklist.open), checklist.minutes) == (open_count, 30 * open_count)
