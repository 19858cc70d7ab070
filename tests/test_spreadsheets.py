"""Tables that people send: what opens, and a sentence for what does not."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from portal import spreadsheets
from portal.spreadsheets import BadFile, BadRow, read_rows, to_csv

COLUMNS = ("kind", "name")


def read(content: bytes, name: str = "people.csv") -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_rows(name, content, ("kind",), COLUMNS)]


def book(*rows: tuple[Any, ...]) -> bytes:
    workbook, out = Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.save(out)
    return out.getvalue()


LIN = [{"kind": "person", "name": "林晓"}]


@pytest.mark.parametrize("content", [
    "kind,name\nperson,林晓\n".encode(), "kind,name\nperson,林晓\n".encode("utf-8-sig"), "kind,name\r\nperson,林晓\r\n".encode("gb18030"),
    "kind;name\nperson;林晓\n".encode(), "kind\tname\nperson\t林晓\n".encode(), " Kind , NAME \n person , 林晓 \n".encode(),
    'kind,name\n"person","林晓"'.encode(), book(("kind", "name"), ("person", "林晓")), book(("Kind ", "NAME"), (None, None), ("person", " 林晓 ")),
], ids=["utf-8", "mark", "gb18030", "semicolon", "tab", "spaces", "quoted", "xlsx", "xlsx with an empty row"])  # fmt: skip
def test_the_same_table_in_many_dresses(content: bytes) -> None:
    assert read(content) == LIN


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    rows = read_rows("a.csv", b"kind,name\n,\nperson,Lin\n", ("kind",), COLUMNS)
    assert [(row.number, row.get("name"), row.get("missing")) for row in rows] == [(3, "Lin", "")]


@pytest.mark.parametrize(("cell", "expected"), [
    (datetime.fromisoformat("2026-03-05"), "2026-03-05"), (date(2026, 3, 5), "2026-03-05"),
    (datetime.fromisoformat("2026-03-05T09:30"), "2026-03-05 09:30:00"),
    (1001.0, "1001"), (1001, "1001"), (1.5, "1.5"), (None, ""),
])  # fmt: skip
def test_cells_of_a_workbook_become_text(cell: Any, expected: str) -> None:
    assert read(book(("kind", "name"), ("x", cell)), "a.xlsx") == [{"kind": "x", "name": expected}]


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "The file is empty"), (b"name\nLin\n", "missing: kind"), (b"kind,age\nperson,3\n", "Unknown columns: age"),
    (b"kind,name\nperson,\x00\n", "binary data"), (b"\xff\xff\xff", "neither UTF-8 nor GB 18030"), (b"PK\x03\x04nothing", "not a workbook"),
    (b"kind,name\n" + b"person," + b"x" * 200_000 + b"\n", "cannot be read as CSV"),
])  # fmt: skip
def test_what_is_no_table_gets_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read(content)


def test_a_workbook_without_a_sheet_of_cells_gets_a_sentence() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "hello")
    with pytest.raises(BadFile, match="not a workbook"):
        read(out.getvalue(), "a.xlsx")


def test_a_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _megabyte in range(201):
            sheet.write(b"0" * 1024 * 1024)
    with pytest.raises(BadFile, match="more than 200 MB"):
        read(out.getvalue(), "a.xlsx")


def test_limits() -> None:
    with pytest.raises(BadFile, match="larger than 16 MB"):
        read(b"x" * (spreadsheets.MOST_BYTES + 1))
    most = b"kind\n" + b"a\n" * spreadsheets.MOST_ROWS
    assert len(read(most)) == spreadsheets.MOST_ROWS
    with pytest.raises(BadFile, match="more than 200,000 rows"):
        read(most + b"a\n")


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a"]))
def test_no_file_breaks_the_reading(content: bytes, name: str) -> None:
    rows = []
    with contextlib.suppress(BadFile):  # anything else is a failure
        rows = read_rows(name, content, ("kind",), COLUMNS)
    assert all(any(row.cells.values()) for row in rows)


@pytest.mark.parametrize(("cell", "written"), [
    ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-cmd", "'-cmd"), ("@sum", "'@sum"), ("-12.5", "-12.5"), (-3, "-3"), ("a=b", "a=b"), ("", ""), (None, ""),
    (date(2026, 3, 5), "2026-03-05"), ("林,晓", "林,晓"),
])  # fmt: skip
def test_what_a_spreadsheet_would_compute_is_made_text(cell: Any, written: str) -> None:
    content = to_csv(["a", "b"], [[cell, "x"]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [["a", "b"], [written, "x"]]


def test_a_bad_row_reads_as_a_sentence() -> None:
    assert str(BadRow(3, "name", "A person needs a name.")) == "row 3, name: A person needs a name."


@pytest.mark.parametrize("damage", [b"<a", b"", b"\x00"])
@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_with_a_broken_part_gets_a_sentence(part: str, damage: bytes) -> None:
    book, whole, broken = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["kind"])
    book.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as packed:
        for name in source.namelist():
            packed.writestr(name, damage if name == part else source.read(name))
    with pytest.raises(BadFile):
        read_rows("people.xlsx", broken.getvalue(), ["kind"], ["kind"])
