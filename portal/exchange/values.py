"""What readers hand on: questions as a source has them, and what became of each. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.sentences import Sentence

Location = tuple[str | int, ...]


class State(StrEnum):
    """What became of a question of the source."""

    IMPORTED = "imported"
    SIMPLIFIED = "simplified"
    REFUSED = "refused"
    LEFT_OUT = "left out"  # no question: a heading, a description


class Change(StrEnum):
    """What an imported question does to the bank."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


@dataclass(frozen=True)
class Words:
    """A text as the source has it: in the one language of the file (`text`), or in ours. Empty: it is not there at all."""

    text: str = ""
    zh: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.zh or self.en)

    @property
    def any(self) -> str:
        """Whatever there is."""
        return self.text or self.zh or self.en


@dataclass(frozen=True)
class Place:
    """Where something stands: the line, and before it the file inside a package or the sheet; or a cell such as C14."""

    line: int = 0
    file: str = ""
    cell: str = ""

    def __str__(self) -> str:
        spot = self.cell or (str(self.line) if self.line else "")
        return f"{self.file}:{spot}" if self.file and spot else self.file or spot


@dataclass(frozen=True)
class Draft:
    """A question as read. `data` is as in a bank, with Words where a bank has prose in both languages.

    `cells` says which cell of a sheet a path of the data came from. `name` is what the source calls the question.
    """

    place: Place
    name: str
    data: Mapping[str, Any]
    notes: tuple[Sentence, ...] = ()
    cells: Mapping[Location, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A line of the report."""

    state: State
    place: Place
    name: str
    why: tuple[str, ...] = ()
    question: str = ""  # the id that it has in the bank
    change: Change | None = None


class Refused(Exception):
    """This question cannot be carried; the rest of the file can. `sentence` says why, and how to mend it."""

    def __init__(self, sentence: Sentence, cell: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.cell = cell


class NoQuestion(Refused):
    """This is no question: a heading, a description. It is left out, and the report says so."""


@dataclass(frozen=True)
class Source:
    """What a reader found: questions, and what it refused or left out."""

    drafts: tuple[Draft, ...]
    lines: tuple[Line, ...] = ()
    is_ours: bool = False  # written by this portal, so that nothing is to be guessed


@dataclass(frozen=True)
class Export:
    """A file for another system, and what it could not carry."""

    content: bytes
    lines: tuple[Line, ...]
