"""Numbers as people type them, passes, cuts, deadlines and draws: tables with the boundary in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from portal.numbers import evaluate, read_number
from portal.quizzes.rules.attempting import GRACE, Limits, Past, Refusal, finish_time, refusal_to_save, refusal_to_start
from portal.quizzes.rules.drawing import Candidate, Wish, draw_questions
from portal.quizzes.rules.marking import Cut, MarkValue, passes, score
from portal.quizzes.types.short_text.rules import folded

NOW = datetime(2026, 3, 5, 2, tzinfo=UTC)


@pytest.mark.parametrize(("typed", "number"), [
    ("1,234.5", Fraction(2469, 2)), ("１２３４", 1234), ("12万", 120_000), ("1.2 亿元", 120_000_000), ("20 %", 20), ("-4", -4), (".5", Fraction(1, 2)),
    ("¥ 1 200", 1200), (7, 7), ("3,5", None), ("", None), ("1e5", None), ("12 34", None), (True, None), (None, None), ("9" * 80, None),
])  # fmt: skip
def test_numbers_as_people_type_them(typed: object, number: object) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize(
    "formula", ["1/0", "2**99", "__import__('os')", "a.b", "[1]", "1 if 1 else 2", "x", "", "1+" * 120 + "1", "lambda: 1"]
)
def test_a_hostile_formula_is_refused_in_words(formula: str) -> None:
    with pytest.raises(ValueError, match="formula"):
        evaluate(formula)


def test_a_formula_is_exact() -> None:
    assert evaluate("0.1 * 3") == Fraction(3, 10)
    assert evaluate("1 / 3 * 3") == 1


def test_width_case_spaces_and_marks_at_the_ends_do_not_matter() -> None:
    assert folded("  Ｃ Ｒ Ｍ 。") == folded("crm")
    assert folded("不 准！") == folded("不准")


@pytest.mark.parametrize(
    ("earned", "possible", "percent", "is_passed"),
    [(8, 10, 80, True), (79, 100, 80, False), (2, 3, 67, False), (2, 3, 66, True), (0, 0, 0, False)],
)
def test_a_pass_is_a_cross_product(earned: int, possible: int, percent: int, is_passed: bool) -> None:
    assert passes(earned, possible, percent) is is_passed


def form(count: int, level: int = 2) -> list[dict[str, object]]:
    return [{"skill": "listening", "level": level, "points": 1}] * count


@pytest.mark.parametrize(("right", "of", "demonstrates"), [(5, 5, True), (4, 4, False), (4, 6, True), (3, 6, False)])
def test_a_level_needs_five_questions_and_its_own_cut(right: int, of: int, demonstrates: bool) -> None:
    marks = [MarkValue(1, 1, 1)] * right + [MarkValue(0, 1, 1)] * (of - right)
    result = score(form(of), marks, 50, [Cut("listening", 2, 60)])
    assert result.per_skill[0].demonstrates is demonstrates


def test_a_must_pass_part_fails_the_whole() -> None:
    marks = [MarkValue(1, 1, 1)] * 9 + [MarkValue(0, 1, 1)]
    mixed = [*form(9), {"skill": "conduct", "level": 2, "points": 1}]
    assert score(mixed, marks, 80, []).is_passed
    assert not score(mixed, marks, 80, [Cut("conduct", 2, 90, must_pass=True)]).is_passed


@pytest.mark.parametrize(
    ("late", "refusal"), [(timedelta(0), None), (GRACE, None), (GRACE + timedelta(microseconds=1), Refusal.TOO_LATE)]
)
def test_what_arrives_in_the_grace_still_counts(late: timedelta, refusal: Refusal | None) -> None:
    assert refusal_to_save(None, NOW, NOW + late) is refusal
    assert refusal_to_save(NOW, None, NOW) is Refusal.FINISHED


def test_an_attempt_ends_at_its_deadline_at_the_latest() -> None:
    assert finish_time(NOW, NOW + timedelta(hours=3)) == NOW
    assert finish_time(None, NOW) == NOW


def past(number: int, is_passed: bool | None = False, ended: datetime = NOW) -> Past:
    return Past(number, number, ended - timedelta(hours=1), ended, is_passed)


@pytest.mark.parametrize(("attempts", "now", "refusal"), [
    ((), NOW, None),
    ((past(1),), NOW + timedelta(hours=24), None),
    ((past(1),), NOW + timedelta(hours=24) - timedelta(seconds=1), Refusal.MUST_WAIT),
    ((past(1), past(2), past(3)), NOW + timedelta(days=9), Refusal.NO_ATTEMPTS_LEFT),
    ((past(1, True),), NOW + timedelta(days=9), Refusal.PASSED_ALREADY),
])  # fmt: skip
def test_starting_again(attempts: tuple[Past, ...], now: datetime, refusal: Refusal | None) -> None:
    assert refusal_to_start(Limits(3, 24, True), attempts, now) is refusal


def test_what_was_seen_least_comes_first_and_nothing_twice() -> None:
    candidates = [Candidate(n, f"bank/q{n}", "single_choice", "listening", 2, 1, {}) for n in range(10)]
    wish = Wish(5, ("bank",), "listening", 2)
    seen = {f"bank/q{n}": 1 for n in range(5)}
    drawn = draw_questions([wish], candidates, seen, "seed")
    assert {one.question for one in drawn} == {f"bank/q{n}" for n in range(5, 10)}
    often = {f"bank/q{n}": 2 if n >= 5 else 1 for n in range(10)}
    assert {one.question for one in draw_questions([wish], candidates, often, "seed")} == {f"bank/q{n}" for n in range(5)}
    both = draw_questions([wish, wish], candidates, seen, "seed")
    assert len({one.question for one in both}) == 10
    assert both == draw_questions([wish, wish], candidates, seen, "seed")
    with pytest.raises(LookupError):
        draw_questions([wish, wish, wish], candidates, seen, "seed")
