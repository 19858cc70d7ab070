"""Which columns a type of question needs: derived from its pydantic model, so that a new type has its columns without a change here.

A question is a row. What a bank writes as a list of parts (choices, pairs, scenes) is a row each below it, with the list's name
in the column `part`. A text in both languages has two columns. What fits no cell otherwise stands in one as YAML.
"""

from __future__ import annotations

import types as python_types
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from portal.quizzes import types
from portal.reading import Prose

PART = "part"
KEY = "id"  # of the parts of a map, whose names are keys
FIRST = (
    "id", "type", "skill", "level", "objective", "points", PART, "prompt.zh", "prompt.en", "correct", "text.zh", "text.en",
    "feedback.zh", "feedback.en", "answer", "accepted", "value", "left.zh", "left.en", "right.zh", "right.en",
)  # fmt: skip
LAST = ("explanation.zh", "explanation.en")


class Kind(StrEnum):
    """How a value stands in the sheet."""

    PROSE = "prose"  # two columns
    SCALAR = "scalar"  # a cell
    LINES = "lines"  # a cell, one a line
    PARTS = "parts"  # a row each
    NAMED_PARTS = "named parts"  # a row each, its name in the column id
    YAML = "yaml"  # a cell


@dataclass(frozen=True)
class Field:
    """A key of a question or of a part."""

    name: str
    kind: Kind
    kinds: frozenset[type] = frozenset()  # of a scalar
    choices: tuple[str, ...] = ()  # of a literal
    parts: Mapping[str, Field] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns in the row it stands in."""
        if self.kind is Kind.PROSE:
            return (f"{self.name}.zh", f"{self.name}.en")
        return () if self.kind in {Kind.PARTS, Kind.NAMED_PARTS} else (self.name,)


@cache
def fields_of(type_name: str) -> dict[str, Field]:
    """The keys of a type of question."""
    return _fields(types.model_of(type_name), has_parts=True)


@cache
def all_columns() -> tuple[str, ...]:
    """Every column that some type needs, the common ones first."""
    found: dict[str, None] = dict.fromkeys(FIRST)
    for name in types.names():
        for one in fields_of(name).values():
            found |= dict.fromkeys(one.columns)
            for part in one.parts.values():
                found |= dict.fromkeys(part.columns)
    known = {column for name in types.names() for column in columns_of(name)} | {PART}
    return tuple(one for one in found if one in known and one not in LAST) + LAST


def columns_of(type_name: str) -> tuple[str, ...]:
    """The columns of a type: of the question's row, and of its parts' rows."""
    fields = fields_of(type_name).values()
    parts = [part for one in fields for part in one.parts.values()]
    return tuple(dict.fromkeys(column for one in [*fields, *parts] for column in one.columns))


def _fields(model: type[BaseModel], *, has_parts: bool) -> dict[str, Field]:
    named = ((info.alias or name, info.annotation) for name, info in model.model_fields.items())
    return {name: _field(name, annotation, has_parts=has_parts) for name, annotation in named}


def _field(name: str, annotation: Any, *, has_parts: bool) -> Field:
    options = _options(annotation)
    if options == [Prose]:
        return Field(name, Kind.PROSE)
    plain = [one for one in options if one in {str, int, Decimal, bool}]
    literals = [str(value) for one in options if get_origin(one) is Literal for value in get_args(one)]
    if len(plain) + sum(get_origin(one) is Literal for one in options) == len(options):
        return Field(name, Kind.SCALAR, frozenset(plain or [str]), tuple(literals))
    if len(options) == 1 and get_origin(options[0]) is list and _options(get_args(options[0])[0]) == [str]:
        return Field(name, Kind.LINES)
    return _parts(name, options, has_parts=has_parts) or Field(name, Kind.YAML)


def _parts(name: str, options: list[Any], *, has_parts: bool) -> Field | None:
    """Parts in rows of their own; parts of parts stand in YAML."""
    origin, arguments = get_origin(options[0]), get_args(options[0])
    if not has_parts or len(options) != 1 or origin not in {list, dict}:
        return None
    inner = _options(arguments[-1])
    if len(inner) != 1 or not isinstance(inner[0], type) or not issubclass(inner[0], BaseModel) or inner[0] is Prose:
        return None
    parts = _fields(inner[0], has_parts=False)
    if origin is list:
        return Field(name, Kind.PARTS, parts=parts)
    if KEY in parts or _options(arguments[0]) != [str]:
        return None
    return Field(name, Kind.NAMED_PARTS, parts={KEY: Field(KEY, Kind.SCALAR, frozenset({str})), **parts})


def _options(annotation: Any) -> list[Any]:
    """What an annotation allows, without None and without constraints."""
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in {Union, python_types.UnionType}:
        return [option for one in get_args(annotation) if one is not type(None) for option in _options(one)]
    return [annotation]
