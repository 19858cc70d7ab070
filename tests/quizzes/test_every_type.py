"""What every type of question promises, tried on all real questions: found by its folder, so a new type is tried, too."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import ROOT
from portal import content
from portal.quizzes import types
from portal.quizzes.content import BankQuestion

HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@cache
def questions() -> tuple[BankQuestion, ...]:
    return tuple(content.read(ROOT)[0].quizzes.questions.values())


def test_every_type_is_used_by_the_real_content() -> None:
    assert {one.model.type for one in questions()} == set(types.names())


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_the_key_earns_everything_and_nothing_earns_nothing(seed: str) -> None:
    for one in questions():
        rules, facts = types.rules_of(one.model.type), one.model.facts()
        drawn = rules.draw(facts, f"{seed}/{one.id}", True)
        assert drawn == rules.draw(facts, f"{seed}/{one.id}", True), one.id
        assert rules.mark(facts, rules.key(facts, drawn), drawn) == 1, one.id
        for nothing in (None, "", [], {}):
            assert rules.mark(facts, nothing, drawn) == 0, one.id


@settings(max_examples=300, deadline=None)
@given(answer=HOSTILE, at=st.integers(min_value=0, max_value=10_000))
def test_a_mark_is_never_out_of_range_and_never_changes(answer: object, at: int) -> None:
    one = questions()[at % len(questions())]
    rules, facts = types.rules_of(one.model.type), one.model.facts()
    drawn = rules.draw(facts, str(at), True)
    mark = rules.mark(facts, answer, drawn)
    assert isinstance(mark, Fraction)
    assert 0 <= mark <= 1
    assert mark == rules.mark(facts, answer, drawn)


@settings(max_examples=200, deadline=None)
@given(
    answer=st.lists(st.integers(min_value=-2, max_value=9), max_size=8) | st.integers(min_value=-2, max_value=9),
    at=st.integers(0, 10_000),
)
def test_a_wrong_turn_is_never_the_right_answer(answer: object, at: int) -> None:
    one = questions()[at % len(questions())]
    facts = one.model.facts()
    drawn = types.rules_of(one.model.type).draw(facts, str(at), True)
    turn = types.turn_of(one.model.type, facts, answer, drawn)
    assert turn is None or types.rules_of(one.model.type).mark(facts, answer, drawn) == 0
