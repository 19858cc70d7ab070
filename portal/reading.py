"""Reading content files: YAML 1.2 with places, and problems that say where and how to mend."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError, ValidationInfo
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import ComposerError
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from portal.quick_yaml import read_quickly

MOST_BYTES = 1024 * 1024
TO_TRANSLATE = "⟦to translate⟧"  # stands before a text that an import had in the other language only
TO_WRITE = "⟦to write⟧"  # stands where an import had no text, and one is needed
DRAFTS = {"drafts": True}  # the context of a validation that lets both pass


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong with a content file: where (line and column from 1), the place in words, and how to mend it."""

    file: str
    line: int
    column: int
    place: str
    message: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{self.file}:{self.line}:{self.column}: {place}{self.message} {self.mend}".rstrip()


class Strict(BaseModel):
    """A model of a content file: unknown keys and wrong types are problems."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _is_finished(text: str, info: ValidationInfo) -> str:
    if isinstance(info.context, dict) and info.context.get("drafts"):
        return text
    if text.startswith(TO_TRANSLATE):
        raise ValueError(f"The text is not translated yet. Translate it, and remove the mark {TO_TRANSLATE}")
    if text.startswith(TO_WRITE):
        raise ValueError(f"The text is not written yet. Write it in place of the mark {TO_WRITE}")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_is_finished)]


class Prose(Strict):
    """A text in both languages."""

    zh: Text
    en: Text


Model = TypeVar("Model", bound=BaseModel)
Location = Sequence[str | int]


@dataclass
class Document:
    """A read YAML file: `plain` is its data, and `position` finds where a path of it stands."""

    file: str
    plain: Any
    text: str
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def tree(self) -> Any:
        """The data with places: read when the first problem asks for one."""
        return _load(self.text)

    def position(self, location: Location) -> tuple[int, int]:
        """Line and column, from 1, of a path; of its nearest parent where the path does not exist."""
        node, at = self.tree, (0, 0)
        for part in location:
            if isinstance(node, CommentedMap) and part in node:
                at = node.lc.key(part)
            elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
                at = node.lc.item(part)
            elif isinstance(node, CommentedMap | CommentedSeq):
                continue  # a discriminator's tag, or a key that is missing
            else:
                break
            node = node[part]
        return at[0] + 1, at[1] + 1

    def problem(self, location: Location, message: str, mend: str) -> Problem:
        """A problem at a path of this file."""
        line, column = self.position(location)
        return Problem(self.file, line, column, in_words(self.plain, location), message, mend)


def in_words(plain: Any, location: Location) -> str:
    """A path as a person says it: `questions → where-does-the-time-go → choices → 2`."""
    words, node = [], plain
    for part in location:
        if isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
            name = node.get("id") if isinstance(node, dict) else None
            words.append(str(name or part + 1))
        elif isinstance(node, dict) and part in node:
            node = node[part]
            words.append(str(part))
        elif not isinstance(node, dict) or isinstance(part, str):
            words.append(str(part))
    return " → ".join(words)


class _Constructor(RoundTripConstructor):
    """Numbers with a point become exact decimals, from the source text."""


def _exact(_self: Any, node: Any) -> Decimal:
    try:
        number = Decimal(node.value.replace("_", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise MarkedYAMLError(problem=f"{node.value} is not a number that can be used", problem_mark=node.start_mark)
    return number


_Constructor.add_constructor("tag:yaml.org,2002:float", _exact)


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    for kind in (bool, int, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def read_text(path: Path, file: str) -> tuple[str | None, list[Problem]]:
    """A file's text as UTF-8; a problem where it is too large, no file or otherwise encoded."""
    try:
        if path.is_symlink():
            return None, [Problem(file, 1, 1, "", "This is a link.", "Put the file itself here.")]
        content = path.read_bytes()
    except OSError as error:
        return None, [
            Problem(file, 1, 1, "", f"The file cannot be read ({error.strerror}).", "Check that it is there and readable.")
        ]
    if len(content) > MOST_BYTES:
        return None, [Problem(file, 1, 1, "", "The file is larger than 1 MB.", "Split it.")]
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return None, [Problem(file, line, 1, "", "This is not UTF-8.", "Save the file as UTF-8.")]


def _load(text: str) -> Any:
    loader = YAML(typ="rt", pure=True)
    loader.Constructor = _Constructor
    loader.allow_duplicate_keys = False
    return loader.load(text)


def read_yaml(path: Path, file: str) -> tuple[Document | None, list[Problem]]:
    """A YAML 1.2 file as a Document, or the problem that keeps it from being read. Never raises for what a file holds."""
    text, problems = read_text(path, file)
    return (None, problems) if text is None else parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> tuple[Document | None, list[Problem]]:
    """A YAML 1.2 text as a Document, or the problem that keeps it from being read. Never raises for what it holds."""
    quickly = read_quickly(text)
    if quickly is not None:
        return Document(file, quickly, text), []
    try:
        if any(type(event).__name__ == "AliasEvent" for event in YAML(typ="rt", pure=True).parse(text) if "*" in text):
            return None, [Problem(file, 1, 1, "", "Aliases (*name) are not used here.", "Write the value out where it is needed.")]
        tree = _load(text)
    except (DuplicateKeyError, ComposerError, MarkedYAMLError) as error:
        mark = error.problem_mark or error.context_mark
        said = str(error.problem or error.context or "").split("\n")[0]
        mend = (
            "Remove one of the two."
            if isinstance(error, DuplicateKeyError)
            else "Often a colon, quote or indent. Put texts with a comma or colon in quotes."
        )
        return None, [Problem(file, (mark.line if mark else 0) + 1, (mark.column if mark else 0) + 1, "", f"YAML: {said}.", mend)]
    except (YAMLError, ValueError, RecursionError) as error:
        return None, [Problem(file, 1, 1, "", f"YAML: {str(error).splitlines()[0]}.", "Check the file's syntax.")]
    if not isinstance(tree, CommentedMap):
        return None, [
            Problem(file, 1, 1, "", "The file must hold keys and values.", "See docs/content-format.md for a complete example.")
        ]
    return Document(file, _plain(tree), text), []


def validate(
    model: type[Model], document: Document, location: Location = (), data: Any = None
) -> tuple[Model | None, list[Problem]]:
    """The document (or `data`, a part of it at `location`) as a model, or every problem of it with its place."""
    try:
        return model.model_validate(document.plain if data is None else data), []
    except ValidationError as error:
        return None, [_from_pydantic(document, location, model, one) for one in error.errors()]


def _from_pydantic(document: Document, location: Location, model: type[BaseModel], error: Any) -> Problem:
    path = [*location, *error["loc"]]
    kind = error["type"]
    last = path[-1] if path else ""
    if kind == "missing":
        return document.problem(path, f"`{last}` is missing.", f"Add `{last}:`.")
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(last), _keys(model, error["loc"][:-1]), 1)
        return document.problem(
            path, f"`{last}` is not a key that is known here.", f"Did you mean `{near[0]}`?" if near else "Remove it."
        )
    if kind == "string_type":
        return document.problem(path, "A text is needed here.", "Put it in quotes.")
    if kind == "string_too_short":
        return document.problem(path, "The text is empty.", "Write it.")
    said = error["msg"].removeprefix("Value error, ")
    return document.problem(path, said.rstrip(".") + ".", "" if kind == "value_error" else "See docs/content-format.md.")


def _keys(model: type[BaseModel], location: Location) -> list[str]:
    """Keys that are known at a path of a model, for a guess at what was meant."""
    names = {name for name in model.model_fields}
    for inner in _inner_models(model):
        names |= set(inner.model_fields)
    return sorted(names) if location else sorted(model.model_fields)


def _inner_models(model: type[BaseModel]) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    todo: list[Any] = [field.annotation for field in model.model_fields.values()]
    while todo:
        one = todo.pop()
        if isinstance(one, type) and issubclass(one, BaseModel) and one not in found:
            found.append(one)
            todo += [field.annotation for field in one.model_fields.values()]
        todo += list(getattr(one, "__args__", ()))
    return found
