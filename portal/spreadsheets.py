"""Tables that people send: CSV and XLSX in, CSV out. Hostile and broken files get a sentence, never a traceback."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.sentences import Sentence

MOST_BYTES = 16 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 200_000


# What reading a damaged workbook raises: its parts miss, do not unpack, or are no XML (ParseError is a SyntaxError).
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, zlib.error, SyntaxError, LookupError, ValueError, TypeError, AttributeError, OSError,
    EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


class BadFile(Exception):
    """The file cannot be read as a table; `sentence` says why and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet counts (the header is 1), and its cells as stripped text by column."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """The text of a cell; empty where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class BadRow:
    """What is wrong with one cell, and how to mend it."""

    number: int
    column: str
    why: str

    def __str__(self) -> str:
        return f"row {self.number}, {self.column}: {self.why}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _csv_rows(content: bytes) -> Iterable[Sequence[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadFile(Sentence("The file is neither UTF-8 nor GB 18030. Save it as “CSV UTF-8” and send it again."))
    if "\x00" in text:
        raise BadFile(Sentence("The file holds binary data, not text. Save it as “CSV UTF-8” or as XLSX."))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _xlsx_rows(content: bytes) -> Iterable[Sequence[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise BadFile(Sentence("The workbook unpacks to more than 200 MB. Send only the sheet that is needed."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if not book.worksheets:
            raise BadFile(Sentence("This is not a workbook that can be opened. Save it again as XLSX or as CSV."))
        yield from book.worksheets[0].iter_rows(values_only=True)  # the sheet is read while it is walked through, and breaks here
    except BROKEN as error:
        raise BadFile(Sentence("This is not a workbook that can be opened. Save it again as XLSX or as CSV.")) from error


def read_rows(name: str, content: bytes, required: Sequence[str], known: Sequence[str]) -> list[Row]:
    """The rows of a CSV or XLSX file, empty ones left out. Raises BadFile for what is no such table.

    `required` and `known` are column names; capitals and spaces round them do not matter.
    """
    if len(content) > MOST_BYTES:
        raise BadFile(Sentence("The file is larger than 16 MB. Send it in parts."))
    is_book = content[:4] == b"PK\x03\x04" or Path(name).suffix.lower() in {".xlsx", ".xlsm"}
    try:
        rows = list(_limited(_xlsx_rows(content) if is_book else _csv_rows(content)))
    except csv.Error as error:
        raise BadFile(Sentence("The file cannot be read as CSV (%(error)s). Save it as “CSV UTF-8”.", error=error)) from error
    if not rows:
        raise BadFile(Sentence("The file is empty. The first row names the columns."))
    header = [_text(cell).lower() for cell in rows[0]]
    missing = [column for column in required if column not in header]
    if missing:
        raise BadFile(Sentence("The first row must name the columns; missing: %(missing)s.", missing=", ".join(missing)))
    unknown = [column for column in header if column and column not in known]
    if unknown:
        raise BadFile(
            Sentence("Unknown columns: %(unknown)s. Known are: %(known)s.", unknown=", ".join(unknown), known=", ".join(known))
        )
    found = [Row(number, dict(zip(header, map(_text, cells), strict=False))) for number, cells in enumerate(rows[1:], 2)]
    return [row for row in found if any(row.cells.values())]


def _limited(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    for count, row in enumerate(rows):
        if count > MOST_ROWS:
            raise BadFile(Sentence("The file has more than 200,000 rows. Send it in parts."))
        yield row


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV that Excel in China opens well (UTF-8 with a mark); cells that a spreadsheet would compute are made text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_guarded(_text(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


FORMULA = "=+-@\t\r"


def _guarded(text: str) -> str:
    is_number = text.lstrip("-").replace(".", "", 1).isdigit()
    return "'" + text if text[:1] in FORMULA and text and not is_number else text


def guarded(text: str) -> str:
    """A text that no spreadsheet computes, and that `unguarded` gives back as it was."""
    is_guarded = text[:1] == "'" and text[1:2] and text[1] in FORMULA + "'"
    return "'" + text if is_guarded else _guarded(text)


def unguarded(text: str) -> str:
    """The text that `guarded` guards."""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in FORMULA + "'" else text
