"""What every type of question promises, tried on all real questions and on samples: found by its folder, so a new type is tried, too."""

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
from portal.quizzes.queries import QuestionView
from tests.quizzes import samples

HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@cache
def questions() -> tuple[BankQuestion, ...]:
    real = tuple(content.read(ROOT)[0].quizzes.questions.values())
    return real + tuple(
        BankQuestion(f"samples/{data['id']}", "practice", types.model_of(data["type"]).model_validate(data), n)
        for n, data in enumerate(samples.all_types())
    )


def test_every_type_is_tried() -> None:
    assert {one.model.type for one in questions()} == set(types.names())


def test_nothing_is_wrong_with_the_samples() -> None:
    assert [list(one.model.wrong()) for one in questions() if one.id.startswith("samples/")] == [[]] * len(samples.all_types())


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_the_key_earns_everything_and_nothing_earns_nothing(seed: str) -> None:
    for one in questions():
        rules, facts = types.rules_of(one.model.type), one.model.facts()
        drawn = rules.draw(facts, f"{seed}/{one.id}", True)
        assert drawn == rules.draw(facts, f"{seed}/{one.id}", True), one.id
        if types.is_marked_by_people(one.model.type):
            assert rules.key(facts, drawn) is None, one.id
        else:
            assert rules.mark(facts, rules.key(facts, drawn), drawn) == 1, one.id
        for nothing in (None, "", [], {}):
            assert rules.mark(facts, nothing, drawn) == 0, one.id
            assert not types.is_for_people(one.model.type, facts, nothing, drawn), one.id


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
    waits = types.is_for_people(one.model.type, facts, answer, drawn)
    assert isinstance(waits, bool)
    assert not waits or mark == 0


SHAPED = st.lists(st.none() | st.integers(-2, 9) | st.text(max_size=8), max_size=12)


@settings(max_examples=400, deadline=None)
@given(answer=SHAPED, at=st.integers(0, 10_000))
def test_no_answer_beats_the_key_and_every_answer_can_be_shown(answer: list[object], at: int) -> None:
    one = questions()[at % len(questions())]
    rules, facts = types.rules_of(one.model.type), one.model.facts()
    drawn = rules.draw(facts, str(at), True)
    assert rules.mark(facts, answer, drawn) <= 1
    presenter = types.presenter_of(one.model.type)
    if presenter is not None and one.model.type != "dialogue":  # a dialogue speaks the reader's language
        view = QuestionView(0, one.model.type, one.model.points, facts, one.model.prose("en"), drawn, answer, 0)
        assert presenter.present(view) is not None


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
