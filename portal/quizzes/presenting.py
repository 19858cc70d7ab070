"""What the types' templates ask for beyond their question: what the type itself presents, its files, an exact fraction in words."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup

from portal.i18n import Message
from portal.quizzes import types
from portal.words import decimal

FILES = ("answer.js", "shown.js", "answer.css")  # that a type's folder may give to the browser


def present(question: Any) -> Any:
    """What a question's type makes of it for its templates; None where the type makes nothing."""
    presenter = types.presenter_of(question.type)
    return presenter.present(question) if presenter is not None else None


@dataclass(frozen=True)
class Doubt:
    """How far a result can be trusted, as its page says it: `error` in millionths of the possible; whether another form may be taken."""

    is_provisional: bool
    is_near: bool
    error: int
    refusal: Message | None = None
    may_start: bool = False


@cache
def _digest(path: Path, _changed: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def type_files(questions: Iterable[Any], file: str) -> list[str]:
    """The addresses of a file (one of FILES) of all types among these questions that have it; they change with the content."""
    found = []
    for name in dict.fromkeys(question.type for question in questions):
        path = types.file_of(name, file)
        if path is not None:
            found.append(url_for("files.type_file", type_=name, file=file, v=_digest(path, path.stat().st_mtime)))
    return found


def template(name: str) -> tuple[str, str, Any] | None:
    """A type's template by `<type>/<file>`, for the loader; None where it is none of a type's."""
    type_, _slash, file = name.partition("/")
    path = types.file_of(type_, file) if file.startswith("_") and "/" not in file else None
    if path is None:
        return None
    changed = path.stat().st_mtime
    return path.read_text(encoding="utf-8"), str(path), lambda: path.stat().st_mtime == changed


def as_json(data: Any) -> Markup:
    """Data for a `<script type="application/json">`: nothing in it can end the element."""
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704  # no < is left in it


def fraction(earned: int, possible: int) -> str:
    """Points as a person writes them: 2, 1.5, 0.33."""
    value = Fraction(earned, possible)
    return decimal(value, 0 if value.denominator == 1 else 1 if value.denominator in {2, 5, 10} else 2)


def megabytes(size: int) -> str:
    """A file's size as a person says it: 0.4, 12.0."""
    return decimal(Fraction(size, 1_000_000), 1)


def register(app: Flask) -> None:
    """Install in templates."""
    app.jinja_env.globals.update(
        present=present,
        type_files=type_files,
        fraction=fraction,
        megabytes=megabytes,
        as_json=as_json,
        new_id=lambda: uuid.uuid4().hex,
    )
