"""The figures of one question, which choices were taken, how long it took, and when it needs a look."""

from __future__ import annotations

import statistics
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes import types
from portal.quizzes.rules.statistics.counting import Granted, is_staff, quiz_key
from portal.quizzes.rules.statistics.items import Answers, ChoiceFigures, ItemFigures, choice_keys, describe, picked, seconds_spent
from portal.quizzes.rules.statistics.looks import Setting, is_small_pool, reasons, thresholds
from portal.quizzes.rules.statistics.measures import UNIT, share

NOW = datetime(2026, 3, 5, 2, tzinfo=UTC)
CHOICES: dict[str, Any] = {"choices": [{"id": "a", "correct": False}, {"id": "b", "correct": True}, {"id": "c", "correct": False}]}
NUMBER: dict[str, Any] = {"answer": "40", "wrong_turns": ["20", "80"], "tolerance": "0", "tolerance_percent": "0"}


def answers(count: int = 40) -> Answers:
    """The better half is right; of the others, half took `a` and half `c`; every other one sat in English."""
    rests = [share(n, count) for n in range(count)]
    right = [n >= count // 2 for n in range(count)]
    picks = [("b",) if one else ("a",) if n % 4 < 2 else ("c",) for n, one in enumerate(right)]
    languages = ["en" if n % 2 else "zh" for n in range(count)]
    return Answers([UNIT * one for one in right], rests, languages, [n if n else -1 for n in range(count)], picks)


def test_the_figures_of_a_question() -> None:
    found = describe(answers(), choice_keys("single_choice", CHOICES))
    assert found.n == 40
    assert found.facility == 0.5
    assert found.by_fifth == (0, 0, 0.5, 1, 1)
    assert found.fifth_counts == (8, 8, 8, 8, 8)
    assert found.discrimination == pytest.approx(statistics.correlation([n >= 20 for n in range(40)], list(range(40))))
    a, b, c, nothing = found.choices
    assert (a.n, b.n, c.n, nothing.n) == (10, 20, 10, 0)
    assert (a.is_right, b.is_right) == (False, True)
    assert a.with_rest is not None and a.with_rest < 0
    assert b.with_rest == pytest.approx(found.discrimination)
    assert nothing.with_rest is None
    assert found.median_seconds == 20
    assert found.timed == 39
    assert [(one.language, one.n, one.facility) for one in found.languages] == [("en", 20, 0.5), ("zh", 20, 0.5)]
    assert found.language_gap == pytest.approx(0)


def test_a_gap_between_languages_is_among_people_alike_in_the_rest() -> None:
    """Everyone who sat in Chinese is better in the rest, and just as good here as they should be: no gap."""
    rests = [share(1, 4)] * 20 + [share(3, 4)] * 20
    mixed = Answers([UNIT, 0] * 20, rests, ["en"] * 15 + ["zh"] * 5 + ["en"] * 5 + ["zh"] * 15, [-1] * 40, [()] * 40)
    found = describe(mixed, {})
    assert found.language_gap is not None and found.language_gap_error is not None
    assert abs(found.language_gap) < found.language_gap_error
    harder = describe(replace(mixed, shares=[UNIT * (one == "zh") for one in mixed.languages]), {})
    assert harder.language_gap == 1
    assert describe(replace(mixed, languages=["zh"] * 40), {}).language_gap is None


@pytest.mark.parametrize(("type_", "facts", "keys"), [
    ("single_choice", CHOICES, {"a": False, "b": True, "c": False, "nothing": False}),
    ("true_false", {"answer": False}, {"true": False, "false": True, "nothing": False}),
    ("numeric", NUMBER, {"right": True, "turn-1": False, "turn-2": False, "other": False, "nothing": False}),
    ("ordering", {"items": ["a", "b"], "scoring": "adjacent_pairs"}, {}),
])  # fmt: skip
def test_what_can_be_taken(type_: str, facts: dict[str, Any], keys: dict[str, bool]) -> None:
    assert choice_keys(type_, facts) == keys


@pytest.mark.parametrize(("type_", "facts", "answer", "drawn", "is_right", "took"), [
    ("single_choice", CHOICES, 0, {"order": [2, 1, 0]}, False, ("c",)), ("single_choice", CHOICES, None, {"order": [2, 1, 0]}, False, ("nothing",)),
    ("multiple_choice", CHOICES, [0, 1, 9, True, "x"], {"order": [2, 1, 0]}, False, ("c", "b")), ("single_choice", CHOICES, 7, {"order": [2, 1, 0]}, False, ("nothing",)),
    ("true_false", {"answer": False}, True, {}, False, ("true",)), ("true_false", {"answer": False}, "yes", {}, False, ("nothing",)),
    ("numeric", NUMBER, "40", {}, True, ("right",)), ("numeric", NUMBER, "80", {}, False, ("turn-2",)), ("numeric", NUMBER, "81", {}, False, ("other",)),
    ("ordering", {"items": []}, [0, 1], {"order": [1, 0]}, False, ()),
    ("calculated", {"answer": "a * 2", "wrong_turns": ["a"], "tolerance": "0", "tolerance_percent": "0"}, "5", {"order": [0]}, False, ("other",)),
])  # fmt: skip
def test_what_was_taken(
    type_: str, facts: dict[str, Any], answer: Any, drawn: dict[str, Any], is_right: bool, took: tuple[str, ...]
) -> None:
    assert picked(type_, facts, answer, drawn, is_right) == took


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_no_answer_breaks_it(answer: Any) -> None:
    for type_, facts, drawn in (
        ("single_choice", CHOICES, {"order": [2, 1, 0]}),
        ("true_false", {"answer": True}, {}),
        ("numeric", NUMBER, {}),
    ):
        assert set(picked(type_, facts, answer, drawn, False)) <= set(choice_keys(type_, facts))


def test_every_type_has_a_table_or_none() -> None:
    assert {name for name in types.names() if choice_keys(name, {})} == set()


def test_time_belongs_to_what_is_saved_next_and_a_long_pause_to_nobody() -> None:
    saves = [
        (0, NOW + timedelta(seconds=20)),
        (1, NOW + timedelta(seconds=50)),
        (0, NOW + timedelta(seconds=60)),
        (2, NOW + timedelta(hours=9)),
    ]
    assert seconds_spent(NOW, saves) == {0: 30, 1: 30, 2: 1800}
    assert seconds_spent(NOW, [(0, NOW - timedelta(seconds=5)), (1, NOW + timedelta(seconds=3))]) == {0: 0, 1: 3}
    assert seconds_spent(NOW, []) == {}


def figures(**changes: Any) -> ItemFigures:
    usual = ItemFigures(30, 0.7, 0.3, None, (None,) * 5, (6,) * 5, (), (), None, None, 40, 30)
    return replace(usual, **changes)


def choice(name: str, taken: float, with_rest: float | None, is_right: bool = False) -> ChoiceFigures:
    return ChoiceFigures(name, is_right, 0, taken, with_rest, (None,) * 5)


@pytest.mark.parametrize(("changes", "exposure", "words"), [
    ({}, .6, None), ({"n": 29, "facility": 1.0}, .1, None),
    ({"facility": .95}, .1, "Too easy: 95 %"), ({"facility": .9499}, .1, None), ({"facility": .25}, .1, "Too hard: only 25 %"), ({"facility": .26}, .1, None),
    ({"discrimination": -.01}, .1, "negatively (-0.01)"), ({"discrimination": 0.0}, .1, "poorly (0.00)"), ({"discrimination": .15}, .1, None), ({"discrimination": None}, .1, None),
    ({"choices": (choice("a", .02, -.1),)}, .1, "hardly anybody, takes the choice “a”"), ({"choices": (choice("a", .03, -.1),)}, .1, None),
    ({"choices": (choice("a", .0, None, True), choice("nothing", 0, None), choice("turn-1", 0, None))}, .1, None),
    ({"choices": (choice("a", .05, .10),)}, .1, "Good people take the wrong choice “a”"), ({"choices": (choice("a", .05, .09),)}, .1, None), ({"choices": (choice("a", .04, .3),)}, .1, None),
    ({"median_seconds": 100}, .1, "Far slower than the others: 100 seconds, where 40 are usual"), ({"median_seconds": 99}, .1, None),
    ({}, .61, "Over-exposed: 61 %"),
    ({"language_gap": -.2, "language_gap_error": .05}, .1, "Differs by language, by 20"), ({"language_gap": .2, "language_gap_error": .1}, .1, None), ({"language_gap": .09, "language_gap_error": .01}, .1, None),
])  # fmt: skip
def test_when_a_question_needs_a_look(changes: dict[str, Any], exposure: float, words: str | None) -> None:
    found = reasons(figures(**changes), Setting(exposure, 0.4, True, 40))
    assert [words in one for one in found] == ([] if words is None else [True])


def test_a_small_pool_is_said_of_the_quiz_and_not_of_each_question() -> None:
    assert reasons(figures(), Setting(0.70, 0.66, True, 40)) == ()
    assert is_small_pool(Setting(0.70, 0.66, True, 40))
    assert not is_small_pool(Setting(0.70, 0.60, True, 40))
    assert not is_small_pool(Setting(1.0, 1.0, False, 40))


def test_a_fixed_form_is_not_over_exposed_and_all_thresholds_are_stated() -> None:
    assert reasons(figures(), Setting(1.0, 0.5, False, 40)) == ()
    assert reasons(figures(median_seconds=999), Setting(0.1, 0.1, True, None)) == ()
    assert len(thresholds()) == 8


@pytest.mark.parametrize(
    ("on", "staff"), [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2026, 3, 1), True), (date(2026, 3, 2), False)]
)
def test_staff_is_who_held_a_role_on_the_day(on: date, staff: bool) -> None:
    assert is_staff([Granted("assessor", date(2026, 2, 1), date(2026, 3, 1))], on) is staff
    assert is_staff([Granted("author", date(2026, 1, 1), None)], on)
    assert not is_staff([Granted("learner", date(2026, 1, 1), None)], on)


def test_what_is_asked_makes_the_version_and_not_the_wording_or_the_mark() -> None:
    quiz = {
        "purpose": "certification",
        "questions": ["a/b"],
        "blueprint": [],
        "minutes": 20,
        "title": {"en": "x"},
        "pass_percent": 80,
    }
    assert quiz_key(quiz) == quiz_key({**quiz, "title": {"en": "y"}, "pass_percent": 70})
    assert len({quiz_key({**quiz, **one}) for one in ({}, {"minutes": 21}, {"questions": ["a/c"]}, {"purpose": "evidence"})}) == 4
