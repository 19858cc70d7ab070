"""The template into questions. Whatever is wrong is said with its row and its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.exchange.formats.xlsx import cells
from portal.exchange.formats.xlsx.book import Cell, Sheet, read_sheet
from portal.exchange.formats.xlsx.columns import KEY, PART, Field, Kind, all_columns, fields_of
from portal.exchange.values import Draft, Line, Location, Place, Refused, Source, State, Words
from portal.quizzes import types
from portal.sentences import Sentence
from portal.spreadsheets import BadFile

MOST_QUESTIONS = 2000
NEEDED = ("id", "type", "prompt.zh", "prompt.en")


@dataclass
class _Question:
    """A question while its rows are read."""

    sheet: Sheet
    row: int
    name: str
    type: str
    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[Location, str] = field(default_factory=dict)
    wrong: list[Line] = field(default_factory=list)

    def refuse(self, row: int, column: str, sentence: Sentence) -> None:
        """Remember what is wrong with a cell."""
        place = Place(row, self.sheet.title, self.sheet.coordinate(row, column))
        self.wrong.append(Line(State.REFUSED, place, self.name, (sentence,)))


def read(content: bytes) -> Source:
    """Every question of a workbook. Raises BadFile where it is none, or made to do harm."""
    sheet = read_sheet(content, NEEDED, all_columns())
    drafts: list[Draft] = []
    lines: list[Line] = []
    for question in _questions(sheet, lines):
        if len(drafts) >= MOST_QUESTIONS:
            raise BadFile(Sentence("The file has more than 2,000 questions. Send it in parts."))
        if question.wrong:
            lines += question.wrong
        else:
            place = Place(question.row, sheet.title, sheet.coordinate(question.row, "id"))
            data = {"type": question.type, **question.data}
            drafts.append(Draft(place, question.name, data, (), question.cells))
    return Source(tuple(drafts), tuple(lines))


def _questions(sheet: Sheet, lines: list[Line]) -> Iterator[_Question]:
    question: _Question | None = None
    for number, row in sheet.rows:
        part = _plain(row.get(PART))
        if part and question is None:
            why = Sentence("This is a part of a question, and there is no question above it.")
            lines.append(Line(State.REFUSED, Place(number, sheet.title, sheet.coordinate(number, PART)), part, (why,)))
        elif part and question is not None:
            _read_part(question, number, row, part)
        else:
            if question is not None:
                yield question
            question = _begun(sheet, number, row)
    if question is not None:
        yield question


def _begun(sheet: Sheet, number: int, row: dict[str, Cell]) -> _Question:
    name = _plain(row.get("id"))
    question = _Question(sheet, number, name or f"{number}", _plain(row.get("type")))
    if not name:
        question.refuse(
            number, "id", Sentence("The question has no id. Write one: lower-case words joined by hyphens, kept for ever.")
        )
    if question.type not in types.names():
        known = ", ".join(types.names())
        why = Sentence("The type “%(type)s” is not known. Known are: %(known)s.", type=question.type, known=known)
        question.refuse(number, "type", why)
        return question
    _read_row(question, number, row, fields_of(question.type), ())
    return question


def _read_part(question: _Question, number: int, row: dict[str, Cell], part: str) -> None:
    if question.type not in types.names():
        return
    parts = {name: one for name, one in fields_of(question.type).items() if one.parts}
    if part not in parts:
        known = ", ".join(parts) or "–"
        why = Sentence("Questions of this type have no part “%(part)s”. They have: %(known)s.", part=part, known=known)
        question.refuse(number, PART, why)
        return
    if parts[part].kind is Kind.PARTS:
        known_parts = question.data.setdefault(part, [])
        known_parts.append(_read_row(question, number, row, parts[part].parts, (part, len(known_parts))))
        return
    name = _plain(row.get(KEY))
    named = question.data.setdefault(part, {})
    if not name or name in named:
        why = Sentence("Each of these needs an id of its own.")
        question.refuse(number, KEY, why)
        return
    found = _read_row(question, number, row, parts[part].parts, (part, name))
    named[name] = {key: value for key, value in found.items() if key != KEY}


def _read_row(question: _Question, number: int, row: dict[str, Cell], fields: Mapping[str, Field], at: Location) -> dict[str, Any]:
    """The values of a row, put into the question where it is the question's own."""
    data: dict[str, Any] = {} if at else question.data
    mine = {PART, *(("type",) if not at else ())}
    for one in fields.values():
        mine |= set(one.columns)
        if one.parts or (one.name == "type" and not at):
            continue
        for column in one.columns:
            path = (*at, one.name, *column.split(".")[1:])
            question.cells[path] = question.sheet.coordinate(number, column)
        value = _value(question, number, row, one)
        if value is not None:
            data[one.name] = value
    for column, cell in row.items():
        if column not in mine and cell.value not in {None, ""}:
            question.refuse(number, column, Sentence("This does not belong here. Leave it empty."))
    return data


def _value(question: _Question, number: int, row: dict[str, Cell], one: Field) -> Any:
    found: list[Any] = []
    for column in one.columns:
        cell = row.get(column, Cell(None))
        try:
            if cell.is_error:
                raise Refused(Sentence("The formula in this cell gives an error. Write the value."))
            is_text = one.kind is Kind.PROSE
            found.append(
                cells.text_of(cell.value).strip() if is_text and cell.value is not None else cells.from_cell(one, cell.value)
            )
        except Refused as error:
            question.refuse(number, column, error.sentence)
            found.append(None)
    if one.kind is not Kind.PROSE:
        return found[0]
    words = Words(zh=found[0] or "", en=found[1] or "")
    return words if words else None


def _plain(cell: Cell | None) -> str:
    return "" if cell is None or cell.value is None else str(cell.value).strip()
