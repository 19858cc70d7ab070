"""Worked figures in a lesson: `{{36,000 = 30 * 1200}}` shows 36,000 and states where it comes from.

The checker evaluates the right side exactly. With `=` both sides are equal; with `≈` the right side, rounded half up to the
decimals that are shown, is what stands on the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from portal.numbers import evaluate, read_number

FIGURE = re.compile(r"\{\{\s*([^{}=≈]*?)\s*([=≈])\s*([^{}]*?)\s*\}\}")
BRACES = re.compile(r"\{\{[^{}]*\}\}|\{\{|\}\}")


def shown(text: str) -> str:
    """The text as readers see it: each figure without its sum."""
    return FIGURE.sub(lambda match: match[1], text)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half up, away from zero, to so many decimals."""
    scale = 10**decimals
    whole = (abs(value) * scale * 2 + 1) // 2
    return Fraction(whole if value >= 0 else -whole, scale)


def wrong_figures(line: str) -> Iterator[tuple[int, str, str]]:
    """(column from 0, what is wrong, how to mend it) for each figure of a line that is not what its sum gives."""
    for braces in BRACES.finditer(line):
        figure = FIGURE.fullmatch(braces[0])
        if figure is None:
            yield braces.start(), "Double braces hold no worked figure.", "Write {{36,000 = 30 * 1200}}."
            continue
        told, sign, formula = figure.groups()
        number = read_number(told)
        if number is None:
            yield braces.start(), f"`{told}` is not a number.", "Put only the number inside; words stand outside the braces."
            continue
        try:
            value = evaluate(formula)
        except ValueError as error:
            yield braces.start(), f"{str(error).capitalize()}.", "Use numbers, + - * / and brackets, without commas."
            continue
        decimals = len(told.partition(".")[2])
        if (value if sign == "=" else rounded(value, decimals)) != number:
            mend = f"It gives {_typed(value)}." + ("" if sign == "≈" else " Write ≈ if it is rounded.")
            yield braces.start(), f"{formula} is not {told}.", mend


def _typed(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.4f}…"
