"""Question types: a folder each, found by name. Adding a type is a folder and no change elsewhere.

A folder holds `rules.py` (`draw`, `mark`, `key` and, where wrong turns are known, `turn`), `content.py` (`Model`), and the
templates `_ask.html` and `_shown.html`.

- `draw(facts, seed, shuffle) -> dict`: what is frozen at the start of an attempt: orders, parameters.
- `mark(facts, answer, drawn) -> Fraction`: from 0 to 1 for any JSON at all; nothing answered is 0. Never raises.
- `key(facts, drawn) -> answer`: an answer that earns 1.
- `turn(facts, answer, drawn) -> int | None`: which known wrong turn an answer took.
- `keeps_answers(old_facts, new_facts) -> bool` (where the default is too strict): whether answers and draws of the old version mean the
  same in the new one, so that they can be marked by it. By default texts, names and their order may not change; numbers and yes or no may.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Protocol

Facts = Mapping[str, Any]
Drawn = Mapping[str, Any]


class Rules(Protocol):
    """What a type's rules module offers."""

    def draw(self, facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:
        """What is frozen at the start."""

    def mark(self, facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
        """The part of the points that an answer earns."""

    def key(self, facts: Facts, drawn: Drawn) -> Any:
        """An answer that earns everything."""


@cache
def names() -> tuple[str, ...]:
    """All types, by the names of their folders."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg))


@cache
def rules_of(name: str) -> Rules:
    """The rules of a type. Raises KeyError for one that is not there."""
    if name not in names():
        raise KeyError(name)
    return importlib.import_module(f"{__name__}.{name}.rules")  # type: ignore[return-value]  # a module is its functions


@cache
def model_of(name: str) -> Any:
    """The pydantic model of a type's questions."""
    return importlib.import_module(f"{__name__}.{name}.content").Model


def turn_of(name: str, facts: Facts, answer: Any, drawn: Drawn) -> int | None:
    """Which known wrong turn an answer took; None where it took none, or the type knows none."""
    finder = getattr(rules_of(name), "turn", None)
    return finder(facts, answer, drawn) if finder is not None else None


def keeps_answers(name: str, old: Facts, new: Facts) -> bool:
    """Whether answers to the old version of a question can be marked by the new one."""
    own = getattr(rules_of(name), "keeps_answers", None)
    return bool(own(old, new)) if own is not None else _same_shape(old, new)


def _same_shape(old: Any, new: Any) -> bool:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(key == "scoring" or _same_shape(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(_same_shape(a, b) for a, b in zip(old, new, strict=True))
    if isinstance(old, str | Mapping | list) or isinstance(new, str | Mapping | list):
        return bool(old == new)
    return True
