"""A workbook of a stranger as rows, within limits: no macros, no links to other files, nothing that unpacks without end."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError  # the error alone; openpyxl reads by defusedxml

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from portal.exchange.packing import DAMAGED, bounded, unpacked
from portal.sentences import Sentence
from portal.spreadsheets import BadFile

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_EMPTY = 1000  # rows in a row: behind them nothing is looked for
BROKEN = (
    *DAMAGED,
    InvalidFileException,
    ParseError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    AssertionError,
)
SHEET = "questions"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell."""

    value: Any
    is_error: bool = False


@dataclass(frozen=True)
class Sheet:
    """The sheet with the questions: its rows by their number, each by the names of its columns."""

    title: str
    letters: dict[str, str]
    rows: tuple[tuple[int, dict[str, Cell]], ...]

    def coordinate(self, row: int, column: str) -> str:
        """C14; for a column that the sheet does not have, the row's first cell."""
        return f"{self.letters.get(column, 'A')}{row}"


def read_sheet(content: bytes, needed: Sequence[str], known: Sequence[str]) -> Sheet:
    """The sheet `Questions`, or the first one. Raises BadFile."""
    with unpacked(bounded(content)) as package:
        names = {name.lower() for name in package.names}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise BadFile(Sentence("The workbook holds macros. Save it as a plain .xlsx and send it again."))
    if any("externallinks/" in name for name in names):
        raise BadFile(Sentence("The workbook has links to other workbooks. Replace them by their values and send it again."))
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheets = book.worksheets
            sheet = next((one for one in sheets if one.title.strip().lower() == SHEET), sheets[0])
            return _read(sheet.title, _numbered(sheet), needed, known)
        finally:
            book.close()
    except BROKEN as error:
        raise BadFile(Sentence("This is not a workbook that can be opened. Save it again as XLSX.")) from error


def _numbered(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that hold something, by their number."""
    sheet.reset_dimensions()
    empty = count = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        found = [Cell(one.value, one.data_type == "e") for one in row]
        if all(one.value is None or not str(one.value).strip() for one in found):
            empty += 1
            if empty > MOST_EMPTY:
                return
            continue
        empty, count = 0, count + 1
        if count > MOST_ROWS:
            raise BadFile(Sentence("The sheet has more than 20,000 rows. Send it in parts."))
        yield number, found


def _read(title: str, rows: Iterator[tuple[int, list[Cell]]], needed: Sequence[str], known: Sequence[str]) -> Sheet:
    number, first = next(rows, (0, []))
    header = [str(one.value or "").strip().lower() for one in first]
    missing = [column for column in needed if column not in header]
    if number != 1 or missing:
        raise BadFile(
            Sentence(
                "The first row of the sheet “Questions” must name the columns; missing: %(missing)s. Take the template.",
                missing=", ".join(missing or needed),
            )
        )
    for n, column in enumerate(header):
        cell = f"{get_column_letter(n + 1)}1"
        if column and column not in known:
            raise BadFile(Sentence("%(cell)s: there is no column “%(column)s”. Mend its name.", cell=cell, column=column[:40]))
        if column and column in header[:n]:
            raise BadFile(Sentence("%(cell)s: the column “%(column)s” is there twice. Remove one.", cell=cell, column=column))
    letters = {column: get_column_letter(n + 1) for n, column in enumerate(header) if column}
    found = tuple((number, {name: one for name, one in zip(header, row, strict=False) if name}) for number, row in rows)
    return Sheet(title, letters, found)
