"""Which level is demonstrated: by exam two at most, nothing averaged, ended only by a stated expiry."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.skills.rules import Freshness, Shown, counted_level, demonstrated, freshness, holds, levels_from_rubric

DAY = date(2026, 3, 5)


def shown(level: int = 2, kind: str = "exam", on: date = DAY, until: date | None = None, number: int = 1) -> Shown:
    return Shown(number, "asking", level, kind, "attempt:1" if kind == "exam" else "practical_score:1", on, until)


@pytest.mark.parametrize(("kind", "level", "counted"), [
    ("exam", 1, 1), ("exam", 2, 2), ("exam", 3, 2), ("exam", 5, 2), ("practical", 3, 3), ("practical", 5, 5),
])  # fmt: skip
def test_an_exam_alone_carries_two_at_most(kind: str, level: int, counted: int) -> None:
    assert counted_level(shown(level, kind)) == counted


@pytest.mark.parametrize(("on", "expected"), [
    (DAY - timedelta(days=1), False), (DAY, True), (date(2026, 12, 31), True), (date(2027, 1, 1), False),
])  # fmt: skip
def test_evidence_holds_from_its_day_to_its_stated_end(on: date, expected: bool) -> None:
    assert holds(shown(until=date(2026, 12, 31)), on) is expected


def test_without_a_stated_end_it_never_ends() -> None:
    assert holds(shown(), date(2099, 1, 1))


@pytest.mark.parametrize(("days", "away", "expected"), [
    (0, 0, Freshness.FRESH), (180, 0, Freshness.FRESH), (181, 0, Freshness.FADING), (181, 1, Freshness.FRESH), (365, 0, Freshness.FADING),
    (366, 0, Freshness.STALE), (400, 35, Freshness.FADING),
])  # fmt: skip
def test_freshness_is_advice_and_days_away_do_not_age(days: int, away: int, expected: Freshness) -> None:
    assert freshness(DAY, DAY + timedelta(days=days), away) is expected


def test_nothing_that_holds_is_no_level() -> None:
    assert demonstrated([], DAY) is None
    assert demonstrated([shown(on=DAY + timedelta(days=1))], DAY) is None


def test_the_highest_decides_and_its_own_end_is_stated() -> None:
    end = DAY + timedelta(days=90)
    found = demonstrated([shown(2, number=1), shown(3, "practical", DAY - timedelta(days=200), end, 2), shown(1, number=3)], DAY)
    assert found is not None
    assert (found.level, found.demonstrated_on, found.until_on) == (3, DAY - timedelta(days=200), end)
    assert found.freshness is Freshness.FRESH  # by the newest of all, whatever its level
    assert [one.id for one in found.evidence] == [2, 1, 3]


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["exam", "practical"])), min_size=1, max_size=6))
def test_nothing_is_averaged_and_more_evidence_never_lowers(given_: list[tuple[int, str]]) -> None:
    evidence = [shown(level, kind, number=number) for number, (level, kind) in enumerate(given_)]
    found, fewer = demonstrated(evidence, DAY), demonstrated(evidence[1:], DAY)
    assert found is not None
    assert found.level == max(counted_level(one) for one in evidence)
    assert fewer is None or found.level >= fewer.level


@pytest.mark.parametrize(("ratings", "levels"), [
    ({"opens": 3, "asks": 3, "closes": 3}, {"asking": 2, "closing": 4}),
    ({"opens": 2, "asks": 5, "closes": 3}, {"closing": 4}),  # each criterion of a skill reaches its anchor
    ({"opens": 3, "asks": 3}, {"asking": 2}), ({}, {}), ({"opens": 5, "asks": 5, "closes": 2}, {"asking": 2}),
])  # fmt: skip
def test_what_a_rubric_shows(ratings: dict[str, int], levels: dict[str, int]) -> None:
    assert levels_from_rubric([("opens", "asking", 2), ("asks", "asking", 3), ("closes", "closing", 4)], ratings) == levels
