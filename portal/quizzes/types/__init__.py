"""Question types: a folder each, found by name. Adding a type is a folder and no change elsewhere.

A folder holds `rules.py` (`draw`, `mark`, `key` and, where wrong turns are known, `turn`), `content.py` (`Model`), and the
templates `_ask.html` and `_shown.html`. Where the type needs them: `presenting.py` (`present(question)`, what its templates
show beyond the question, and `from_form(form, present, files)`, its answer where there is no script), `answer.js` (how the
page's script reads and restores an answer), `shown.js` (for the result page) and `answer.css`.

- `draw(facts, seed, shuffle) -> dict`: what is frozen at the start of an attempt: orders, parameters.
- `mark(facts, answer, drawn) -> Fraction`: from 0 to 1 for any JSON at all; nothing answered is 0. Never raises.
- `key(facts, drawn) -> answer`: an answer that earns 1.
- `turn(facts, answer, drawn) -> int | None`: which known wrong turn an answer took.
- `keeps_answers(old_facts, new_facts) -> bool` (where the default is too strict): whether answers and draws of the old version mean the
  same in the new one, so that they can be marked by it. By default texts, names and their order may not change; numbers and yes or no may.
- `is_for_people(facts, answer, drawn) -> bool`: whether a person has to mark this answer, which then earns nothing by rule.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
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
        """An answer that earns everything; None where people mark."""


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


@cache
def presenter_of(name: str) -> Any:
    """A type's `presenting` module; None where it has none."""
    module = f"{__name__}.{name}.presenting"
    return importlib.import_module(module) if name in names() and importlib.util.find_spec(module) else None


def forget() -> None:
    """Look at the folders again: for tests, which add one."""
    for known in (names, rules_of, model_of, presenter_of):
        known.cache_clear()


def file_of(name: str, file: str) -> Path | None:
    """A file in a type's folder; None where the type or the file is not there."""
    if name not in names():
        return None
    return next((path for folder in __path__ if (path := Path(folder) / name / file).is_file()), None)


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


def is_marked_by_people(name: str) -> bool:
    """Whether answers of a type are marked by people on a rubric."""
    return hasattr(rules_of(name), "is_for_people")


def is_for_people(name: str, facts: Facts, answer: Any, drawn: Drawn) -> bool:
    """Whether this answer waits for a person: one that says something, of such a type."""
    asks = getattr(rules_of(name), "is_for_people", None)
    return asks is not None and answer is not None and bool(asks(facts, answer, drawn))
