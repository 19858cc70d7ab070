"""What is wrong with a file is said in the reader's language."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from portal.people.tables import Person
from portal.sentences import Sentence
from tests import factories
from tests.content.sample import sync


def test_a_sentence_is_its_text_and_knows_its_pattern() -> None:
    sentence = Sentence("Row %(n)s is empty.", n=3)
    assert sentence == "Row 3 is empty."
    assert (sentence.pattern, sentence.values) == ("Row %(n)s is empty.", {"n": 3})


def test_a_bad_row_and_a_bad_file_speak_chinese(app: Flask, tmp_path: Path, sign_in: Callable[[Person], FlaskClient]) -> None:
    with app.app_context():
        sync(tmp_path)
        admin = factories.make_person("Admin", locale="zh")
        factories.grant(admin, "administrator")
    browser = sign_in(admin)
    for content, words in (
        (b"kind,email,name,from_on\nperson,a@b.example,,\n", "人员要有姓名。"),
        (b"", "文件是空的"),
        (b"a,b\n", "第一行要写列名，缺少"),
    ):
        upload = {"file": (io.BytesIO(content), "people.csv")}
        page = browser.post("/admin/import", data=upload, content_type="multipart/form-data")
        assert words in page.text, page.text[-1500:]
