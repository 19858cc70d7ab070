"""Worked figures: what readers see, and which sums do not give what stands there."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.courses.figures import rounded, shown, wrong_figures


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("a {{36,000 = 30 * 1200}} b", "a 36,000 b"),
        ("{{40 = 124 * 100 / 310}} % and {{33.3 ≈ 124 * 100 / 372}} %", "40 % and 33.3 %"),
        ("nothing { here }", "nothing { here }"),
    ],
)
def test_readers_see_the_figure_alone(source: str, seen: str) -> None:
    assert shown(source) == seen
    assert not list(wrong_figures(source))


@pytest.mark.parametrize(
    ("source", "column", "said"),
    [
        ("so {{36,001 = 30 * 1200}}", 3, "30 * 1200 is not 36,001."),
        ("{{33.3 = 124 * 100 / 372}}", 0, "is not 33.3"),
        ("{{33.4 ≈ 124 * 100 / 372}}", 0, "is not 33.4"),
        ("{{¥x = 1}}", 0, "is not a number"),
        ("{{5 = 5 / 0}}", 0, "divides by zero"),
        ("{{5 = five}}", 0, "cannot be computed"),
        ("{{5}}", 0, "hold no worked figure"),
        ("left open {{5 = 5", 10, "hold no worked figure"),
    ],
)
def test_a_wrong_figure_is_named_with_its_place(source: str, column: int, said: str) -> None:
    [(at, message, mend)] = wrong_figures(source)
    assert at == column
    assert said in message
    assert mend


@pytest.mark.parametrize(
    ("value", "decimals", "result"), [("5/2", 0, 3), ("-5/2", 0, -3), ("1/8", 2, "13/100"), ("1/3", 1, "3/10")]
)
def test_halves_go_up(value: str, decimals: int, result: str | int) -> None:
    assert rounded(Fraction(value), decimals) == Fraction(result)


@given(st.fractions(min_value=-10_000, max_value=10_000), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half(value: Fraction, decimals: int) -> None:
    assert abs(rounded(value, decimals) - value) * 2 * 10**decimals <= 1
