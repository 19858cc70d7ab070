"""A word or a short phrase. The answer is what was typed."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Any

from portal.quizzes.types import Drawn, Facts

LONGEST = 200


def folded(text: str) -> str:
    """Without regard to width, case, spaces and marks at the ends."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    plain = unicodedata.normalize("NFKC", plain)
    letters = [c for c in plain if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"}]
    while letters and unicodedata.category(letters[-1])[0] in "PS" and letters[-1] != "%":
        letters.pop()
    while letters and unicodedata.category(letters[0])[0] == "P":
        letters.pop(0)
    return "".join(letters)


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:  # noqa: ARG001  # the shape of every type
    """Nothing to draw."""
    return {}


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:  # noqa: ARG001  # the shape of every type
    """All or nothing: one of the accepted forms."""
    if not isinstance(answer, str) or not folded(answer):
        return Fraction(0)
    return Fraction(int(folded(answer) in {folded(form) for form in facts["accepted"]}))


def key(facts: Facts, drawn: Drawn) -> Any:  # noqa: ARG001  # the shape of every type
    """The first accepted form."""
    return facts["accepted"][0]


def turn(facts: Facts, answer: Any, drawn: Drawn) -> int | None:
    """The wrong turn whose form was typed."""
    if not isinstance(answer, str) or mark(facts, answer, drawn):
        return None
    for n, forms in enumerate(facts["wrong_turns"]):
        if folded(answer) in {folded(form) for form in forms}:
            return n
    return None


def keeps_answers(old: Facts, new: Facts) -> bool:  # noqa: ARG001  # the shape of every type
    """What was typed is what was typed, whatever is accepted."""
    return True
