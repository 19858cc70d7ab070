"""A text with gaps for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.quizzes.types.cloze.rules import parts
from portal.quizzes.types.cloze.shape import pieces
from portal.quizzes.types.formulas import wanted
from portal.words import decimal


@dataclass(frozen=True)
class Piece:
    """Words, or a gap: its place in the answer and among the gaps of the text (from 1), its choices as shown, what was given, the key."""

    html: str = ""
    place: int | None = None
    number: int = 0
    kind: str = ""
    choices: tuple[str, ...] = ()
    given: Any = None
    is_right: bool = False
    key: str = ""
    feedback: str = ""


def present(question: Any) -> tuple[Piece, ...]:
    """The text, cut at its gaps."""
    gaps = question.facts["gaps"]
    places = {gap["id"]: n for n, gap in enumerate(gaps)}
    answer = question.answer if isinstance(question.answer, list) else []
    right = parts(question.facts, question.answer, question.drawn)
    found: list[Piece] = []
    for kind, text in pieces(question.prose["text"]):
        if kind == "text" or text not in places:
            found.append(Piece(text))
            continue
        place = places[text]
        prose = question.prose["gaps"][text]
        choices = tuple(prose["choices"][n] for n in question.drawn["orders"].get(text, ()))
        given = answer[place] if place < len(answer) else None
        number = sum(piece.place is not None for piece in found) + 1
        found.append(
            Piece("", place, number, gaps[place]["kind"], choices, given, right[place], _key(gaps[place], prose), prose["feedback"])
        )
    return tuple(found)


def _key(gap: Any, prose: Any) -> str:
    if gap["kind"] == "choice":
        return str(prose["choices"][gap["choices"].index(True)])
    if gap["kind"] == "number":
        value = wanted(gap, {})  # the file may hold a formula
        return decimal(value, 0 if value.denominator == 1 else 2)
    return str(gap["accepted"][0])
