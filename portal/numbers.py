"""Numbers as people type them, and formulas, both exact.

Typed: full width or half, `1,234.5` and `1 234.5`, 12万, 1.2亿, a percent sign or a unit behind. A comma is always a thousands
separator and must stand before three digits; a decimal comma is refused rather than guessed at.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from simpleeval import InvalidExpression, SimpleEval

LONGEST_FORMULA = 200
LARGEST_POWER = 12
LARGEST_DIGITS = 60
TYPED = re.compile(r"([+-]?)(\d{1,3}(?:[, ]\d{3})+|\d+)?(\.\d+)?\s*(万|亿|[kK])?\s*([^\d.,]{0,12})")
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2099, 12, 31)  # a day off these ends breaks sums of days later
ROW_NUMBER = re.compile(r"[0-9]{1,18}")
SCALES = {None: 1, "": 1, "万": 10_000, "亿": 100_000_000, "k": 1000, "K": 1000}


def read_number(text: Any) -> Fraction | None:
    """The number that somebody typed, exactly; None where it is none. Never raises."""
    if isinstance(text, bool) or not isinstance(text, str | int):
        return None
    plain = unicodedata.normalize("NFKC", str(text)).replace("，", ",").replace("−", "-").strip()
    plain = re.sub(r"^[¥￥$€]\s*", "", plain)
    match = TYPED.fullmatch(plain) if len(plain) <= LARGEST_DIGITS else None
    if match is None or (match[2] is None and match[3] is None):
        return None
    digits = re.sub(r"[, ]", "", match[2] or "0") + (match[3] or "")
    number = Fraction(digits) * SCALES[match[4]]
    return -number if match[1] == "-" else number


def read_id(text: Any) -> int | None:
    """The number of a row, as a form or an address sends it; None where it can be none. Never raises, and fits every database."""
    return int(text) if isinstance(text, str) and ROW_NUMBER.fullmatch(text) else None


def read_day(text: Any) -> date | None:
    """A day written like 2026-03-05 (or 2026/03/05); None where it is none, or far from anybody's working life. Never raises."""
    try:
        day = date.fromisoformat(text.strip().replace("/", "-")) if isinstance(text, str) else None
    except ValueError:
        return None
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1 or abs(exponent) > LARGEST_POWER:
        raise InvalidExpression("a power must be a whole number up to 12")
    return Fraction(base**exponent.numerator)


class _Exact(SimpleEval):
    def __init__(self, names: Mapping[str, Fraction]) -> None:
        super().__init__(names=dict(names), functions={})
        self.operators = {
            ast.Add: lambda a, b: a + b,
            ast.Sub: lambda a, b: a - b,
            ast.Mult: lambda a, b: a * b,
            ast.Div: lambda a, b: a / b,
            ast.Pow: _power,
            ast.USub: lambda a: -a,
            ast.UAdd: lambda a: a,
        }
        self.nodes = {
            ast.Expr: self._eval_expr,
            ast.Constant: self._constant,
            ast.Name: self._eval_name,
            ast.UnaryOp: self._eval_unaryop,
            ast.BinOp: self._eval_binop,
        }

    @staticmethod
    def _constant(node: ast.Constant) -> Fraction:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise InvalidExpression("only numbers")
        return Fraction(repr(node.value))


def evaluate(formula: str, names: Mapping[str, Fraction] | None = None) -> Fraction:
    """The exact value of a formula of numbers, names, + - * / ** and brackets. Raises ValueError with the reason."""
    if len(formula) > LONGEST_FORMULA:
        raise ValueError("the formula is longer than 200 characters")
    try:
        value = _Exact(names or {}).eval(formula)
    except ZeroDivisionError as error:
        raise ValueError("the formula divides by zero") from error
    except (InvalidExpression, SyntaxError, TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"the formula cannot be computed ({error})") from error
    if not isinstance(value, Fraction):
        raise ValueError("the formula gives no number")
    return value


def is_near(given: Fraction, wanted: Fraction, tolerance: Fraction, tolerance_percent: Fraction) -> bool:
    """Whether a number is within the tolerance, bounds included; the wider of the two holds."""
    return abs(given - wanted) <= max(tolerance, abs(wanted) * tolerance_percent / 100)
