"""Who may do what with a review, and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reviews.rules.acting import (
    Refusal,
    ReviewState,
    add_working_days,
    assignment_counts,
    refusal_to_answer,
    refusal_to_decide,
    refusal_to_give_feedback,
    refusal_to_invite,
    refusal_to_rate,
    refusal_to_sign,
    refusal_to_write,
)  # fmt: skip

STATES = ("open", "signed", "acknowledged", "appealed", "decided")


def review(state: str = "open") -> ReviewState:
    return ReviewState(1, 2, state, None if state == "open" else 3)


@pytest.mark.parametrize("state", STATES)
def test_it_is_written_while_it_is_open(state: str) -> None:
    assert refusal_to_write(review(state)) is (None if state == "open" else Refusal.SIGNED)


@pytest.mark.parametrize("state", STATES)
def test_it_is_answered_once_it_is_signed_and_acknowledging_waives_nothing(state: str) -> None:
    assert refusal_to_answer(review(state)) is (None if state in {"signed", "acknowledged"} else Refusal.NOT_SIGNED)


@pytest.mark.parametrize(("state", "missing", "rating", "reason", "refusal"), [
    ("open", 0, "meets", "Steady", None), ("open", 1, "meets", "Steady", Refusal.MISSING), ("open", 0, "", "Steady", Refusal.NO_RATING),
    ("open", 0, "meets", " \n", Refusal.NO_REASON), ("signed", 0, "meets", "Steady", Refusal.SIGNED), ("decided", 0, "meets", "Steady", Refusal.SIGNED),
])  # fmt: skip
def test_signing(state: str, missing: int, rating: str, reason: str, refusal: Refusal | None) -> None:
    assert refusal_to_sign(review(state), missing, rating, reason) is refusal


@pytest.mark.parametrize(
    ("value", "refusal"), [(None, None), (0, Refusal.NOT_ON_SCALE), (1, None), (5, None), (6, Refusal.NOT_ON_SCALE)]
)
def test_a_rating_is_a_step_of_the_scale(value: int | None, refusal: Refusal | None) -> None:
    assert refusal_to_rate(value, 5) is refusal


UNTIL = date(2026, 3, 31)


@pytest.mark.parametrize(("today", "is_answered", "refusal"), [
    (UNTIL, False, None), (UNTIL + timedelta(days=1), False, Refusal.CLOSED), (UNTIL, True, Refusal.CLOSED),
])  # fmt: skip
def test_colleagues_answer_once_to_the_end_of_the_day(today: date, is_answered: bool, refusal: Refusal | None) -> None:
    assert refusal_to_give_feedback(UNTIL, today, is_answered) is refusal


@pytest.mark.parametrize(("state", "colleague", "invited", "refusal"), [
    ("open", 9, 0, None), ("open", 9, 7, None), ("open", 9, 8, Refusal.TOO_MANY), ("open", 1, 0, Refusal.NOT_A_COLLEAGUE),
    ("open", 2, 0, Refusal.NOT_A_COLLEAGUE), ("signed", 9, 0, Refusal.SIGNED),
])  # fmt: skip
def test_whom_to_invite(state: str, colleague: int, invited: int, refusal: Refusal | None) -> None:
    assert refusal_to_invite(review(state), colleague, invited) is refusal


@pytest.mark.parametrize(("decider", "is_decided", "refusal"), [
    (1, False, Refusal.OWN_DECISION), (2, False, Refusal.OWN_DECISION), (3, False, Refusal.OWN_DECISION), (4, False, None), (4, True, Refusal.DECIDED),
])  # fmt: skip
def test_another_human_decides_an_appeal(decider: int, is_decided: bool, refusal: Refusal | None) -> None:
    assert refusal_to_decide(review("appealed"), decider, is_decided) is refusal


@pytest.mark.parametrize(("day", "count", "expected"), [
    (date(2026, 3, 2), 0, date(2026, 3, 2)), (date(2026, 3, 2), 1, date(2026, 3, 3)), (date(2026, 3, 6), 1, date(2026, 3, 9)),
    (date(2026, 3, 7), 1, date(2026, 3, 9)), (date(2026, 3, 2), 10, date(2026, 3, 16)),
])  # fmt: skip
def test_working_days(day: date, count: int, expected: date) -> None:
    assert add_working_days(day, count) == expected


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 60), st.integers(0, 60), st.none() | st.integers(0, 120))
def test_an_assignment_is_never_missed_before_its_notice_is_over(told: date, due: int, end: int, done: int | None) -> None:
    until = told + timedelta(days=end)
    completed = None if done is None else told + timedelta(days=done)
    found = assignment_counts(told, told + timedelta(days=due), completed, until, 10)
    if found is False:
        assert min(until, completed or until) >= add_working_days(told, 10)
