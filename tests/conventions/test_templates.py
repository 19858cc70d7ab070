"""Templates hold no policy, cause no query, and break no rule of the strict content policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PORTAL = Path(__file__).resolve().parents[2] / "portal"
TEMPLATES = sorted(PORTAL.rglob("*.html"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ALLOWED_CHINESE = {"_bar.html"}  # the name of the language itself


def _id(path: Path) -> str:
    return str(path.relative_to(PORTAL))


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_no_inline_style_script_or_handler(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\sstyle=", text)
    assert not re.search(r"<[^>]*\son\w+=", text)
    assert not re.search(r"<style", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert "src=" in attributes or 'type="application/json"' in attributes


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_no_policy_and_no_chinese(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "db.session" not in text
    assert ".roles" not in text
    assert path.name in ALLOWED_CHINESE or not CHINESE.search(text)
    assert text.count("\n") <= 200


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_every_posting_form_carries_its_token(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for form in re.findall(r"<form[^>]*method=\"post\"[^>]*>.*?</form>", text, re.S | re.I):
        assert "csrf_token" in form or "hidden_tag" in form
