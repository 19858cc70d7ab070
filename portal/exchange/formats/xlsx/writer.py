"""Questions into the template."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from portal.exchange.finishing import dump
from portal.exchange.formats.xlsx.cells import Value, prose_cell, to_cell
from portal.exchange.formats.xlsx.columns import KEY, PART, Field, Kind, all_columns, columns_of, fields_of
from portal.exchange.formats.xlsx.instructions import SENTENCES
from portal.exchange.prose import Languages
from portal.exchange.values import Export, Line, Place, Refused, State
from portal.quizzes import types
from portal.quizzes.types.base import Question

Row = dict[str, Value]
MADE_ON = datetime(2026, 1, 1)  # noqa: DTZ001  # written into the file, which is the same for the same questions
WIDE, NARROW = 36, 14
CHECKED_ROWS = 5000


def write(bank: str, questions: Sequence[Question], languages: Languages = "both") -> Export:  # noqa: ARG001  # it always carries both
    """A workbook; without questions it is the empty template."""
    rows: list[Row] = []
    lines: list[Line] = []
    for question in questions:
        try:
            found = rows_of(question)
        except Refused as error:
            lines.append(Line(State.REFUSED, Place(), question.id, (error.sentence,), question.id))
            continue
        lines.append(Line(State.IMPORTED, Place(len(rows) + 2, "Questions"), question.id, (), question.id))
        rows += found
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": bank, "created": MADE_ON})
        _write_questions(book, rows)
        _write_instructions(book)
    return Export(out.getvalue(), tuple(lines))


def rows_of(question: Question) -> list[Row]:
    """A question's own row, and one for each of its parts. Raises Refused where a cell cannot hold it."""
    data, fields = dump(question), fields_of(question.type)
    rows = [_row(data, fields)]
    for name, one in fields.items():
        rows += [{PART: name, **_row(part, one.parts)} for part in _parts(one, data.get(name))]
    return rows


def _parts(one: Field, value: Any) -> Iterator[Mapping[str, Any]]:
    if one.kind is Kind.PARTS:
        yield from value or []
    elif one.kind is Kind.NAMED_PARTS:
        yield from ({KEY: name, **part} for name, part in (value or {}).items())


def _row(data: Mapping[str, Any], fields: Mapping[str, Field]) -> Row:
    row: Row = {}
    for name, one in fields.items():
        if name not in data or one.parts:
            continue
        if one.kind is Kind.PROSE:
            row |= {f"{name}.{language}": prose_cell(data[name][language]) for language in ("zh", "en")}
        else:
            row[name] = to_cell(one, data[name])
    return row


def _write_questions(book: Any, rows: Sequence[Row]) -> None:
    columns, sheet = all_columns(), book.add_worksheet("Questions")
    head = book.add_format({"bold": True, "bg_color": "#E8EEF5", "border": 1})
    wrapped, first = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}), {"text_wrap": True, "valign": "top"}
    numbers, begins = book.add_format(first), book.add_format({**first, "bold": True, "top": 1, "num_format": "@"})
    sheet.freeze_panes(1, 2)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, WIDE if column.endswith((".zh", ".en")) else NARROW, wrapped)
        sheet.write_string(0, at, column, head)
    for number, row in enumerate(rows, 1):
        for at, column in enumerate(columns):
            value = row.get(column)
            if isinstance(value, str):
                sheet.write_string(number, at, value, begins if column in {"id", "type"} and PART not in row else wrapped)
            elif value is not None:
                sheet.write_number(number, at, value, numbers)
    at = columns.index("type")
    sheet.data_validation(1, at, CHECKED_ROWS, at, {"validate": "list", "source": list(types.names()), "error_type": "warning"})
    at = columns.index("level")
    sheet.data_validation(
        1, at, CHECKED_ROWS, at, {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 5, "error_type": "warning"}
    )
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)


def _write_instructions(book: Any) -> None:
    sheet = book.add_worksheet("Instructions 说明")
    plain, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True, "bg_color": "#E8EEF5"})
    sheet.set_column(0, 1, 70, plain)
    sheet.write_row(0, 0, ["中文", "English"], bold)
    number = 1
    for chinese, english in SENTENCES:
        sheet.write_row(number, 0, [chinese, english], plain)
        number += 1
    sheet.write_row(number + 1, 0, ["题型和它的行 / type and its rows", "它用到的列 / its columns"], bold)
    number += 2
    for name in types.names():
        fields = fields_of(name)
        parts = {one for field in fields.values() for part in field.parts.values() for one in part.columns}
        own = [one for field in fields.values() for one in field.columns]
        sheet.write_row(number, 0, [name, ", ".join(one for one in columns_of(name) if one in own or one not in parts)], plain)
        number += 1
        for field in (one for one in fields.values() if one.parts):
            columns = [one for part in field.parts.values() for one in part.columns]
            sheet.write_row(number, 0, [f"{name} → {field.name}", ", ".join(columns)], plain)
            number += 1
