"""Numeric and calculated questions: an exact value, a tolerance, and the wrong turns that people take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from portal.numbers import evaluate, is_near, read_number
from portal.quizzes.types import Drawn, Facts


def names_of(drawn: Drawn) -> dict[str, Fraction]:
    """The parameters of a form as exact numbers."""
    return {name: Fraction(value) for name, value in drawn.get("parameters", {}).items()}


def wanted(facts: Facts, drawn: Drawn) -> Fraction:
    """The right value."""
    return evaluate(facts["answer"], names_of(drawn))


def mark_number(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """All or nothing, within the tolerance."""
    given = read_number(answer)
    if given is None:
        return Fraction(0)
    near = is_near(given, wanted(facts, drawn), Fraction(facts["tolerance"]), Fraction(facts["tolerance_percent"]))
    return Fraction(int(near))


def turn_taken(facts: Facts, answer: Any, drawn: Drawn) -> int | None:
    """The first wrong turn whose value was given, where the answer is not right."""
    given = read_number(answer)
    if given is None or mark_number(facts, answer, drawn):
        return None
    tolerance, percent = Fraction(facts["tolerance"]), Fraction(facts["tolerance_percent"])
    for n, formula in enumerate(facts["wrong_turns"]):
        if is_near(given, evaluate(formula, names_of(drawn)), tolerance, percent):
            return n
    return None


def as_typed(value: Fraction) -> str:
    """An exact value as somebody may type it: a decimal of at most nine places."""
    whole = round(value * 10**9)
    sign, digits = ("-" if whole < 0 else ""), f"{abs(whole):010d}"
    return (sign + digits[:-9] + "." + digits[-9:]).rstrip("0").rstrip(".")


def impossible(facts: Facts, draws: list[Mapping[str, Any]]) -> Iterator[tuple[list[str | int], str, str]]:
    """What cannot be marked for some of the draws."""
    for drawn in draws:
        try:
            right = wanted(facts, drawn)
        except ValueError as error:
            yield (
                ["answer"],
                f"{error} with {dict(drawn.get('parameters', {}))}.".capitalize(),
                "Mend the formula or the parameters.",
            )
            return
        if right.denominator != 1 and not mark_number(facts, as_typed(right), drawn):
            yield ["answer"], f"The right value ({as_typed(right)}…) cannot be typed exactly.", "Add a tolerance."
            return
        for n, formula in enumerate(facts["wrong_turns"]):
            try:
                value = evaluate(formula, names_of(drawn))
            except ValueError as error:
                yield ["wrong_turns", n, "value"], f"{error}.".capitalize(), "Mend the formula."
                return
            if is_near(value, right, Fraction(facts["tolerance"]), Fraction(facts["tolerance_percent"])):
                where = f" with {dict(drawn['parameters'])}" if drawn.get("parameters") else ""
                yield (
                    ["wrong_turns", n, "value"],
                    f"This wrong turn gives the right value{where}.",
                    "Change the turn, the tolerance or the parameters.",
                )
                return
