"""Modified Angoff by its check values; what the quality gate asks for."""

from __future__ import annotations

import statistics
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes.rules.statistics.cut_scores import cut_score, weights, whole_judges
from portal.quizzes.rules.statistics.gates import Facts, GateState, missing, state

ONES = {str(n): Fraction(1) for n in range(4)}
READY = Facts(30, 0.70, 20, 20, 2, True, 80, ())


def judge(*percents: int) -> dict[str, int]:
    return {str(n): percent for n, percent in enumerate(percents)}


def test_the_check_values_of_three_judges() -> None:
    found = cut_score([judge(60, 70, 80, 50), judge(65, 75, 70, 55), judge(50, 80, 85, 60)], ONES)
    assert found is not None
    assert found.percent == Fraction(200, 3)
    assert found.error_points == pytest.approx(0.044096, abs=1e-6)
    assert found.recommended == 67
    assert [float(one) for one in found.judges] == [65.0, 66.25, 68.75]


@given(st.lists(st.lists(st.integers(0, 100), min_size=4, max_size=4), min_size=2, max_size=9))
def test_the_result_is_the_mean_and_the_error_that_of_a_mean(rows: list[list[int]]) -> None:
    found = cut_score([judge(*row) for row in rows], ONES)
    sums = [sum(row) / 100 for row in rows]
    assert found is not None
    assert float(found.percent) == pytest.approx(statistics.mean(sums) * 25)
    assert found.error_points == pytest.approx(statistics.stdev(sums) / len(sums) ** 0.5, abs=1e-9)
    assert min(found.judges) <= found.percent <= max(found.judges)
    assert 0 <= found.recommended <= 100


def test_one_judge_or_no_points_give_no_result() -> None:
    assert cut_score([judge(50, 50, 50, 50)], ONES) is None
    assert cut_score([{}, {}], {}) is None


def test_a_question_weighs_its_points_by_its_chance_to_be_drawn() -> None:
    assert weights({"a": 2}, []) == {"a": 2}
    assert weights({}, [(2, {"a": 1, "b": 1, "c": 1}), (1, {"c": 1, "d": 3})]) == {
        "a": Fraction(2, 3), "b": Fraction(2, 3), "c": Fraction(2, 3) + Fraction(1, 2), "d": Fraction(3, 2),
    }  # fmt: skip


def test_only_who_judged_everything_counts() -> None:
    assert whole_judges({2: {"a": 1, "b": 2}, 1: {"a": 1}, 3: {"b": 0, "a": 0}}, ["a", "b"]) == [2, 3]


@pytest.mark.parametrize(("changes", "words"), [
    ({}, None), ({"n": 29}, "29 of 30 first attempts"), ({"reliability": .699}, "reliability is 0.69"), ({"reliability": None}, "reliability is –"),
    ({"judged": 19, "to_look_at": 1}, "1 of 20 questions have fewer than 30"), ({"to_look_at": 3}, "3 of 20 questions need a look"),
    ({"has_cut_score": False}, "pass mark of 80 % comes from no study"), ({"untested_objectives": ("b", "a")}, "these objectives: a, b"),
])  # fmt: skip
def test_the_gate_says_what_is_missing(changes: dict, words: str | None) -> None:
    found = missing(replace(READY, **changes))
    assert [words in one for one in found] == ([] if words is None else [True])


def test_under_the_least_number_the_reliability_is_not_asked() -> None:
    assert len(missing(replace(READY, n=3, reliability=None))) == 1


@pytest.mark.parametrize(("purpose", "closed", "lacking", "found"), [
    ("practice", True, ("x",), GateState.NONE), ("evidence", True, (), GateState.CLOSED), ("certification", False, ("x",), GateState.PROVISIONAL),
    ("certification", False, (), GateState.PASSED),
])  # fmt: skip
def test_only_a_person_closes(purpose: str, closed: bool, lacking: tuple[str, ...], found: GateState) -> None:
    assert state(purpose, closed, lacking) is found
