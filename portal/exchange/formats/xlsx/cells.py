"""Values to cells and back, each as a person would type it, and without loss."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.exchange.banks import to_yaml
from portal.exchange.formats.xlsx.columns import Field, Kind
from portal.exchange.values import Refused
from portal.reading import parse_yaml
from portal.sentences import Sentence
from portal.spreadsheets import guarded, unguarded

LONGEST = 32_767  # characters in a cell, says Excel
LARGEST = 2**53
NUMBER = re.compile(r"-?\d{1,40}(\.\d{1,40})?")
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|x005F_")  # what a workbook cannot hold, or changes
YES, NO = {"yes", "true", "是", "对", "√", "x", "1"}, {"no", "false", "否", "错", "0"}
Value = str | int | float | bool | None


def to_cell(field: Field, value: Any) -> Value:
    """A value as a cell. Raises Refused where no cell holds it."""
    if value is None:
        return None
    if field.kind is Kind.LINES:
        return _text(_lines(value))
    if field.kind is Kind.YAML:
        return _text(to_yaml(value).rstrip("\n"))
    return _scalar(field, value)


def prose_cell(text: str) -> str:
    """A text as a cell. Raises Refused where no cell holds it."""
    return _text(text)


def _text(text: str) -> str:
    found = UNFIT.search(text)
    if found is not None:
        raise Refused(Sentence("It holds the characters %(found)s, which a workbook cannot hold.", found=ascii(found[0])))
    if len(text) >= LONGEST:
        raise Refused(Sentence("One of its texts is longer than the 32,767 characters that a cell holds."))
    return guarded(text)


def _lines(lines: list[str]) -> str:
    text = "\n".join(lines)
    return text if _split(text) == lines else json.dumps(lines, ensure_ascii=False)


def _split(text: str) -> list[str]:
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return found
    return [line.strip() for line in text.split("\n") if line.strip()]


def _scalar(field: Field, value: Any) -> Value:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        number = float(value) if -LARGEST < value < LARGEST else 0.0
        return number if str(_number(number)) == str(value) else str(value)
    text = str(value)
    needs_quotes = not text.strip() or text != text.strip() or text[:1] == text[-1:] == '"'
    if needs_quotes or (field.kinds != {str} and NUMBER.fullmatch(text)):
        text = f'"{text}"'
    return _text(text)


def from_cell(field: Field, value: Any) -> Any:
    """A cell as a value; None where it is empty. Raises Refused, and leaves other errors to the question's model."""
    if value is None or value == "":
        return None
    if field.kind is Kind.YAML:
        return _yaml(text_of(value))
    if field.kind is Kind.LINES:
        return _split(text_of(value)) or None
    if bool in field.kinds:
        return _bool(value)
    if field.kinds == {str}:
        return _unquoted(text_of(value).strip()) or None
    return _formula(value, may_be_text=str in field.kinds)


def text_of(value: Any) -> str:
    """A cell as text. Raises Refused where Excel made something else of what was typed."""
    if isinstance(value, datetime | date | time):
        raise Refused(Sentence("Excel made a date of this. Format the cell as text, and type it again."))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(_number(value))
    return unguarded(str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n"))


def _number(value: int | float) -> int | Decimal:
    number = Decimal(repr(value))
    if not number.is_finite():
        raise Refused(Sentence("“%(text)s” is no number.", text=str(value)))
    return int(number) if number == number.to_integral_value() else number


def _bool(value: Any) -> Any:
    text = text_of(value).strip().lower()
    return True if text in YES else False if text in NO else text


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _formula(value: Any, *, may_be_text: bool) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    text = text_of(value).strip()
    if NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    if not may_be_text:
        return _exact(text)
    return _unquoted(text)


def _exact(text: str) -> Decimal:
    """A number that is written with an exponent. Raises Refused."""
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Refused(Sentence("“%(text)s” is no number.", text=text[:40])) from error
    if not number.is_finite():
        raise Refused(Sentence("“%(text)s” is no number.", text=text[:40]))
    return number


def _yaml(text: str) -> Any:
    document, problems = parse_yaml("value:\n" + "".join(f"  {line}\n" for line in text.split("\n")), "cell")
    if document is None:
        raise Refused(Sentence("The YAML in this cell cannot be read. %(problem)s", problem=problems[0].message))
    return document.plain.get("value")
