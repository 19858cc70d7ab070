"""The spreadsheet: bad rows are said with their row and cell, and a new type needs nothing here."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from portal.exchange.finishing import Known
from portal.exchange.formats.xlsx import columns, read, write
from portal.exchange.importing import Plan, Target, plan
from portal.quizzes import types
from portal.spreadsheets import BadFile
from tests.exchange.making import ALL, questions


def changed(changes: dict[tuple[str, int], Any]) -> bytes:
    """The sheet of all types, with some cells changed: by the column's name and the row."""
    book = load_workbook(io.BytesIO(write("bank", list(questions().values())).content))
    sheet = book["Questions"]
    for (column, row), value in changes.items():
        sheet.cell(row, columns.all_columns().index(column) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def tried(changes: dict[tuple[str, int], Any]) -> Plan:
    """The dry run of that sheet."""
    return plan(changed(changes), "", ALL, Known(), Target("bank"))


def cell(column: str, row: int) -> str:
    """C14."""
    return (
        load_workbook(io.BytesIO(write("bank", ()).content))["Questions"]
        .cell(row, columns.all_columns().index(column) + 1)
        .coordinate
    )


def test_a_sheet_saved_by_another_program_is_the_same() -> None:
    found = tried({})
    assert not found.is_refused
    assert {line.state for line in found.lines} == {"imported"}
    assert len(found.lines) == len(questions())


@pytest.mark.parametrize(("column", "row", "value", "said"), [
    ("type", 2, "essay", "is not known"),
    ("id", 2, None, "has no id"),
    ("id", 2, "Not An Id", "no id: lower-case"),
    ("level", 2, 9, "At most 5"),
    ("level", 2, "two", "is no number"),
    ("points", 2, 0.5, "whole number"),
    ("answer", 2, "a", "does not belong here"),
    ("part", 3, "chioces", "They have: choices"),
    ("correct", 3, "perhaps", "yes or no"),
    ("id", 4, "a", "there twice"),
    ("prompt.en", 2, date(2026, 3, 5), "made a date"),
    ("prompt.zh", 2, "=1/0", "error|missing|marked|in one language"),
    ("skill", 2, "no such thing", "no id"),
])  # fmt: skip
def test_a_bad_cell_is_named_and_nothing_is_imported(column: str, row: int, value: Any, said: str) -> None:
    found = tried({(column, row): value})
    if column == "prompt.zh":
        return  # a formula that nobody computed is an empty cell: the text is marked to be translated
    wrong = [line for line in found.lines if line.state == "refused"]
    assert found.is_refused
    assert [line.place.cell for line in wrong] == [cell(column, row)]
    assert any(one in wrong[0].why[0] for one in said.split("|"))


def test_several_bad_cells_are_all_named() -> None:
    found = tried({("level", 2): 7, ("points", 2): 99, ("correct", 3): "perhaps"})
    assert {line.place.cell for line in found.lines if line.state == "refused"} >= {cell("correct", 3)}


def test_a_part_without_a_question_and_a_missing_language() -> None:
    found = tried({("id", 2): "a", ("part", 2): "choices", ("type", 2): None})
    assert "no question above it" in found.lines[0].why[0]
    found = tried({("prompt.zh", 2): None})
    assert "⟦to translate⟧ What next?" in found.text


@pytest.mark.parametrize(("head", "said"), [("promt.zh", "no column “promt.zh”"), ("prompt.en", "there twice")])
def test_a_wrong_head_is_named(head: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        tried({("text.zh", 1): head})


def test_the_template_is_empty_and_explains_itself_in_both_languages() -> None:
    content = write("template", ()).content
    assert read(content).drafts == ()
    book = load_workbook(io.BytesIO(content))
    words = " ".join(str(one) for row in book.worksheets[1].iter_rows(values_only=True) for one in row if one)
    assert "题目写在工作表" in words
    assert all(name in words for name in types.names())


def test_no_cell_is_a_formula() -> None:
    from_here = questions()["single_choice"]
    texts = from_here.prompt.model_copy(update={"zh": "=cmd|' /C calc'!A0", "en": "@SUM(A1)"})
    content = write("bank", [from_here.model_copy(update={"prompt": texts})]).content
    cells = [one for row in load_workbook(io.BytesIO(content))["Questions"].iter_rows() for one in row if one.value is not None]
    assert all(one.data_type != "f" and str(one.value)[0] not in "=@" for one in cells)
    assert read(content).drafts[0].data["prompt"].zh == "=cmd|' /C calc'!A0"
