"""Believable answers: right with a person's ability, else a mistake of the kind that the question invites."""

from __future__ import annotations

import random
from typing import Any

from portal.numbers import evaluate
from portal.quizzes import types
from portal.quizzes.types.formulas import as_typed, names_of


def answer(type_: str, facts: Any, drawn: Any, ability: float, rng: random.Random) -> Any:
    """An answer to one question; None, seldom, where somebody leaves it out."""
    key = types.rules_of(type_).key(facts, drawn)
    if rng.random() < ability:
        return key
    if rng.random() < 0.04:
        return None
    return _mistake(type_, facts, drawn, key, rng)


def _mistake(type_: str, facts: Any, drawn: Any, key: Any, rng: random.Random) -> Any:
    if isinstance(key, bool):
        return not key
    if isinstance(key, int):
        return rng.choice([n for n in range(len(drawn["order"])) if n != key])
    if type_ in {"numeric", "calculated"}:
        turns = facts["wrong_turns"]
        return as_typed(evaluate(rng.choice(turns), names_of(drawn))) if turns else str(float(key) * 1.1)
    if isinstance(key, list):
        return _list_mistake(type_, drawn, key, rng)
    return "不知道" if rng.random() < 0.5 else "discount"


def _list_mistake(type_: str, drawn: Any, key: list[Any], rng: random.Random) -> Any:
    if type_ == "multiple_choice":
        return sorted({*key[1:], rng.randrange(len(drawn["order"]))})
    if type_ == "dialogue":
        return [0, *key[1:]]
    swapped = list(key)
    n = rng.randrange(len(swapped) - 1)
    swapped[n], swapped[n + 1] = swapped[n + 1], swapped[n]
    return swapped
