"""Answers as HTML forms send them, where there is no script. The kinds are those of `data-answer` in the types' templates."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict


def _position(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 4 else None


def answer_from_form(form: MultiDict[str, str], present: Any) -> Any:
    """The answer that a form holds; `present` is the one before it, which a dialogue goes on with."""
    kind = form.get("kind", "")
    if kind == "one":
        return _position(form.get("answer"))
    if kind == "many":
        return [n for n in map(_position, form.getlist("answer")) if n is not None]
    if kind == "bool":
        return {"true": True, "false": False}.get(form.get("answer", ""))
    if kind == "text":
        return form.get("answer", "").strip() or None
    if kind == "match":
        return [_position(text) for text in form.getlist("answer")]
    if kind == "order":
        ranks = [_position(text) or 0 for text in form.getlist("rank")]
        return sorted(range(len(ranks)), key=lambda n: ranks[n])
    if kind == "dialogue":
        if form.get("again"):
            return []
        reply = _position(form.get("reply"))
        return [*(present or []), reply] if reply is not None else present
    return None
