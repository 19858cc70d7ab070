"""Classing edits, marking anew, and what stays in force: tables of cases and properties."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes import types
from portal.quizzes.rules.correcting import (
    Line,
    Proposal,
    Refusal,
    Standing,
    corrected,
    lines_crossed,
    refusal_to_approve,
    refusal_to_propose,
    refusal_to_withdraw,
    remark,
    stored_groups,
)  # fmt: skip
from portal.quizzes.rules.editing import Difference, Edit, Version, can_mark, classify, differences
from portal.quizzes.rules.marking import Cut, MarkValue, score, total

TEXTS = {"prompt": "<p>Which?</p>", "choices": [{"text": one, "feedback": f"why {one}"} for one in ("left", "mid", "far")]}
CHOICES = {"choices": [{"id": one, "correct": one == "a"} for one in ("a", "b", "c")]}


def choice(**changes: Any) -> Version:
    facts, prose = deepcopy(CHOICES), {"zh": deepcopy(TEXTS), "en": deepcopy(TEXTS)}
    return replace(Version(1, "single_choice", "asking", 2, 1, facts, prose), **changes)


def with_choices(*choices: tuple[str, bool], **more: Any) -> dict[str, Any]:
    return {"choices": [{"id": name, "correct": correct} for name, correct in choices], **more}


def with_texts(*texts: str) -> dict[str, Any]:
    prose = {"prompt": TEXTS["prompt"], "choices": [{"text": one, "feedback": f"why {one}"} for one in texts]}
    return {"zh": prose, "en": prose}


A, B, C = ("a", True), ("b", False), ("c", False)
EDITS = [
    ("nothing", {}, Edit.NONE),
    ("a word", {"prose": with_texts("left", "middle", "far")}, Edit.WORDING),
    ("another key", {"facts": with_choices(("a", False), ("b", True), C)}, Edit.SCORING),
    ("points", {"points": 2}, Edit.SCORING),
    ("skill", {"skill": "closing"}, Edit.SCORING),
    ("level", {"level": 3}, Edit.SCORING),
    ("another type", {"type": "multiple_choice", "facts": with_choices(A, ("b", True), C, scoring="per_choice")}, Edit.BREAKING),
    ("a choice more", {"facts": with_choices(A, B, C, ("d", False)), "prose": with_texts("left", "mid", "far", "out")}, Edit.BREAKING),
    ("a choice less", {"facts": with_choices(A, B), "prose": with_texts("left", "mid")}, Edit.BREAKING),
    ("choices in another order", {"facts": with_choices(B, A, C), "prose": with_texts("mid", "left", "far")}, Edit.BREAKING),
    ("a choice of another name", {"facts": with_choices(A, B, ("x", False))}, Edit.BREAKING),
    ("texts in each other's places", {"prose": with_texts("mid", "left", "far")}, Edit.BREAKING),
    ("texts and key change places together", {"facts": with_choices(("a", False), ("b", True), C), "prose": with_texts("mid", "left", "far")}, Edit.BREAKING),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "edit"), [one[1:] for one in EDITS], ids=[one[0] for one in EDITS])
def test_an_edit_of_a_choice_question_is_classed(changes: dict[str, Any], edit: Edit) -> None:
    assert classify(choice(), choice(**changes)) is edit
    assert can_mark(choice(), choice(**changes)) is (edit is not Edit.BREAKING)


def plain(type_: str, facts: dict[str, Any]) -> Version:
    return Version(1, type_, "asking", 2, 1, facts, {"zh": {"prompt": "?"}, "en": {"prompt": "?"}})


NUMBER = {"answer": "2", "tolerance": "0", "tolerance_percent": "0", "wrong_turns": []}
PRICE = {"p": {"from": "1", "to": "9", "step": "1"}}
SCENES = {
    "start": "hello", "pass_points": None,
    "scenes": {"hello": {"replies": [{"id": "x", "next": "end", "points": 1}, {"id": "y", "next": "end", "points": 0}], "ending": None},
               "end": {"replies": [], "ending": "good"}},
}  # fmt: skip


def other_dialogue(key: str, value: Any) -> dict[str, Any]:
    facts = deepcopy(SCENES)
    facts["scenes"]["hello"]["replies"][0][key] = value  # type: ignore[index]
    return facts


OTHER_TYPES = [
    ("true_false", {"answer": True}, {"answer": False}, Edit.SCORING),
    ("numeric", NUMBER, {**NUMBER, "answer": "3", "wrong_turns": ["2"]}, Edit.SCORING),
    ("calculated", {**NUMBER, "parameters": PRICE}, {**NUMBER, "answer": "p", "parameters": PRICE}, Edit.SCORING),
    ("calculated", {**NUMBER, "parameters": PRICE}, {**NUMBER, "parameters": {"p": {"one_of": ["1"]}}}, Edit.BREAKING),
    ("short_text", {"accepted": ["a"], "wrong_turns": []}, {"accepted": ["a", "b"], "wrong_turns": [["c"]]}, Edit.SCORING),
    ("ordering", {"items": ["a", "b", "c"], "scoring": "adjacent_pairs"}, {"items": ["a", "b", "c"], "scoring": "all_or_nothing"}, Edit.SCORING),
    ("ordering", {"items": ["a", "b", "c"], "scoring": "adjacent_pairs"}, {"items": ["b", "a", "c"], "scoring": "adjacent_pairs"}, Edit.BREAKING),
    ("matching", {"pairs": ["a", "b"], "extra": []}, {"pairs": ["a", "b"], "extra": ["c"]}, Edit.BREAKING),
    ("dialogue", SCENES, other_dialogue("points", 3), Edit.SCORING),
    ("dialogue", SCENES, other_dialogue("next", "hello"), Edit.BREAKING),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "old", "new", "edit"), OTHER_TYPES)
def test_an_edit_of_any_type_is_classed(type_: str, old: dict[str, Any], new: dict[str, Any], edit: Edit) -> None:
    assert classify(plain(type_, old), plain(type_, new)) is edit


def test_wrong_turns_may_change_places() -> None:
    old = plain("numeric", {**NUMBER, "wrong_turns": ["3", "4"]})
    new = replace(old, facts={**NUMBER, "wrong_turns": ["4", "3"]}, prose={"en": {"wrong_turns": ["y", "x"]}})
    old = replace(old, prose={"en": {"wrong_turns": ["x", "y"]}})
    assert classify(old, new) is Edit.SCORING


def test_every_type_says_whether_its_answers_keep() -> None:
    for name in types.names():
        assert types.keeps_answers(name, {"parameters": {}}, {"parameters": {}}) is True


def test_differences_are_told_with_their_place() -> None:
    new = choice(points=2, facts=with_choices(("a", False), ("b", True), C), prose=with_texts("left", "middle", "far"))
    assert differences(choice(), new, "en") == (
        Difference(("points",), "1", "2"),
        Difference(("facts", "choices", 1, "correct"), "True", "False"),
        Difference(("facts", "choices", 2, "correct"), "False", "True"),
        Difference(("prose", "choices", 2, "text"), "mid", "middle"),
        Difference(("prose", "choices", 2, "feedback"), "why mid", "why middle"),
    )
    more = differences(choice(), choice(facts=with_choices(A, B, C, ("d", False))), "en")
    assert [(one.before, one.after) for one in more] == [(None, "d"), (None, "False")]


FORM = [{"skill": "asking", "level": 2} for _n in range(5)] + [{"skill": "closing", "level": 1}]
CUTS = [Cut("asking", 2, 60)]
marks_ = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 12), st.integers(1, 5)).map(
        lambda one: MarkValue(*Fraction(min(one[0], one[1]), one[1]).as_integer_ratio(), one[2])
    ),
    min_size=len(FORM),
    max_size=len(FORM),
)
cuts_ = st.builds(Cut, st.sampled_from(["asking", "closing"]), st.integers(1, 2), st.integers(0, 100), st.booleans())


def standing(marks: list[MarkValue], pass_percent: int, cuts: list[Cut]) -> Standing:
    fresh = score(FORM, marks, pass_percent, cuts)
    return Standing(fresh.earned, fresh.possible, fresh.is_passed, stored_groups(fresh))


@given(marks_)
def test_a_total_is_the_sum_of_fractions(marks: list[MarkValue]) -> None:
    earned, possible = total(marks)
    worth = sum((one.worth for one in marks), Fraction(0))
    points = sum(one.points for one in marks)
    assert (earned, possible) == (worth.numerator, points * worth.denominator)


@given(
    marks_,
    st.integers(0, 5),
    st.integers(0, 100),
    st.lists(cuts_, max_size=2, unique_by=lambda one: (one.skill, one.level, one.pass_percent)),
)
def test_full_points_are_never_the_worse_treatment_of_a_void_question(
    marks: list[MarkValue], position: int, pass_percent: int, cuts: list[Cut]
) -> None:
    full, left_out = list(marks), list(marks)
    full[position] = remark(None, {}, marks[position].points, "anything")
    left_out[position] = MarkValue(0, 1, 0)
    best, before = score(FORM, full, pass_percent, cuts), score(FORM, marks, pass_percent, cuts)
    for other in (score(FORM, left_out, pass_percent, cuts), before):
        assert best.earned * other.possible >= other.earned * best.possible
        assert best.is_passed >= other.is_passed
        for ours, theirs in zip(best.per_skill, other.per_skill, strict=True):
            assert ours.is_passed >= theirs.is_passed
            assert ours.demonstrates >= theirs.demonstrates
            assert ours.earned * theirs.possible >= theirs.earned * ours.possible


@given(marks_, marks_, st.integers(0, 100), st.booleans())
def test_a_correction_takes_nothing_that_was_reached(
    old: list[MarkValue], new: list[MarkValue], pass_percent: int, must: bool
) -> None:
    cuts = [replace(CUTS[0], must_pass=must)]
    new = [replace(one, points=was.points) for one, was in zip(new, old, strict=True)]
    before = standing(old, pass_percent, cuts)
    after = corrected(before, FORM, new, pass_percent, cuts, 3)
    plainly = score(FORM, new, pass_percent, cuts)
    assert (after.earned, after.possible) == (plainly.earned, plainly.possible)  # the corrected score is shown
    assert after.is_passed == (before.is_passed or plainly.is_passed)
    assert (after.kept_by == 3) == (before.is_passed and not plainly.is_passed)
    for was, one, fresh in zip(before.per_skill, after.per_skill, plainly.per_skill, strict=True):
        assert one["is_passed"] == (was["is_passed"] or fresh.is_passed)
        assert one["demonstrates"] >= was["demonstrates"]
    again = corrected(after, FORM, new, pass_percent, cuts, 4)
    assert again == after  # a second correction that changes nothing keeps nothing anew
    lines = lines_crossed(before, after, 3)
    assert not {Line.PASS_LOST, Line.CUT_LOST} & set(lines)
    assert (Line.PASS_GAINED in lines) == (after.is_passed and not before.is_passed)


def test_without_a_keeper_a_pass_is_lost() -> None:
    full, none = MarkValue(1, 1, 1), MarkValue(0, 1, 1)
    before = standing([full] * 6, 80, CUTS)
    after = corrected(before, FORM, [none] * 6, 80, CUTS, None)
    assert (after.is_passed, after.kept_by) == (False, None)
    assert lines_crossed(before, after, 3) == (Line.PASS_LOST, Line.CUT_LOST)
    kept = corrected(before, FORM, [none] * 6, 80, CUTS, 3)
    assert lines_crossed(before, kept, 3) == (Line.PASS_KEPT, Line.CUT_KEPT, Line.LEVEL_KEPT)
    assert lines_crossed(after, before, 3) == (Line.PASS_GAINED, Line.CUT_GAINED, Line.LEVEL_GAINED)
    regained = corrected(kept, FORM, [full] * 6, 80, CUTS, 4)
    assert (regained.is_passed, regained.kept_by) == (True, None)
    assert "kept_by" not in regained.per_skill[0]


def test_a_mark_anew_is_by_the_new_key_and_the_old_draw() -> None:
    new = choice(facts=with_choices(("a", False), ("b", True), C))
    drawn = {"order": [2, 1, 0]}
    assert remark(choice(), drawn, 3, 2) == MarkValue(1, 1, 3)
    assert remark(new, drawn, 3, 2) == MarkValue(0, 1, 3)
    assert remark(new, drawn, 3, 1) == MarkValue(1, 1, 3)
    assert remark(new, drawn, 3, None) == MarkValue(0, 1, 3)
    assert remark(None, drawn, 3, None) == MarkValue(1, 1, 3)


FINE = Proposal(proposed_by=1, is_withdrawn=False, is_approved=False, is_current=True)


@pytest.mark.parametrize(
    ("one", "person", "moves_self", "another", "refusal"),
    [
        (FINE, 2, False, False, None),
        (FINE, 1, False, False, Refusal.OWN_PROPOSAL),
        (FINE, 2, True, False, Refusal.OWN_RESULT),
        (FINE, 2, False, True, Refusal.ANOTHER_RUNS),
        (replace(FINE, is_current=False), 2, False, False, Refusal.STALE),
        (replace(FINE, is_withdrawn=True), 1, True, True, Refusal.WITHDRAWN),
    ],
)
def test_who_may_approve(one: Proposal, person: int, moves_self: bool, another: bool, refusal: Refusal | None) -> None:
    assert refusal_to_approve(one, person, moves_self, another) is refusal


def test_what_may_be_proposed_and_withdrawn() -> None:
    assert refusal_to_propose("why", False, 1) is None
    assert refusal_to_propose(" \n", False, 1) is Refusal.NO_REASON
    assert refusal_to_propose("why", True, 1) is Refusal.UNDER_WAY
    assert refusal_to_propose("why", False, 0) is Refusal.NOTHING_TO_MARK
    assert refusal_to_withdraw(FINE) is None
    assert refusal_to_withdraw(replace(FINE, is_approved=True)) is Refusal.APPROVED
