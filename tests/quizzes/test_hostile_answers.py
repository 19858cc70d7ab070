"""Whatever a device sends as an answer to whatever type: kept or refused in words, and the attempt still opens, ends and is marked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import clock
from portal.db import db, transaction
from portal.people.tables import Person
from portal.quizzes import queries
from portal.quizzes.forms import is_storable
from portal.quizzes.service import attempting
from portal.quizzes.tables import Attempt
from tests import factories
from tests.content.sample import sync
from tests.journeys.correcting import start
from tests.quizzes import samples

SignInAs = Callable[[Person], FlaskClient]
ANSWERS: tuple[Any, ...] = (
    None, True, 0, -1, 2**40, 10**100, 1.5, "", "x" * 20_000, "²", [], [[]], [None, "a", 9], [10**30], {}, {"a": 1}, {"text": [1], "files": "no"},
    {"text": "a", "files": [10**30, None, -1]}, [[1, [2, [3]]]], {"steps": [{"turn": "x"}], "said": None}, [{"id": 1}] * 50, "<script>", "%(n)s {{ x }}",
)  # fmt: skip
BODIES = (
    b"", b"[]", b"1", b"null", b"{", b'{"save_id": 5}', b'{"save_id": "save-00000001"}', b'{"save_id": "save-00000001", "based_on": "0"}',
    b'{"save_id": "save-00000001", "based_on": true, "answer": 1}', b'{"save_id": "save-00000001", "based_on": -1, "answer": 1}',
    b'{"save_id": "save-00000001", "based_on": 9223372036854775808, "answer": 1}', b'{"save_id": "save-00000001", "based_on": 0, "answer": NaN}',
    b'{"save_id": "save-00000001", "based_on": 0, "answer": Infinity}', b'{"save_id": "save-00000001", "based_on": 0, "answer": "\\ud800"}',
    b'{"save_id": "save-00000001", "based_on": 0, "answer": "a\\u0000"}', b'{"save_id": "' + b"x" * 41 + b'", "based_on": 0, "answer": 1}',
    b'{"save_id": "save-00000001", "based_on": 0, "answer": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    b'{"save_id": "save-00000001", "based_on": 0, "answer": ' + b"9" * 5000 + b"}", b'{"save_id": "save-00000001", "based_on": 0, "answer": "' + b"x" * 70_000 + b'"}',
)  # fmt: skip


@pytest.fixture
def lin(app: Flask, tmp_path: Path) -> Person:
    with app.app_context():
        samples.write_picture(tmp_path)
        sync(tmp_path, samples.files())
        person = factories.make_person()
        factories.give_notice(person)
        return person


@pytest.mark.timeout(300)
def test_every_type_survives_every_answer(app: Flask, lin: Person, sign_in: SignInAs) -> None:
    with app.app_context():
        attempt = start(lin, "everything")
        view = queries.get_attempt_view(attempt, lin.id)
    assert view is not None
    browser = sign_in(lin)
    for number, answer in enumerate(ANSWERS):
        for question in view.questions:
            body = {"save_id": f"save-{number}-{question.position:08d}", "based_on": number, "answer": answer}
            saved = browser.post(f"/attempts/{attempt}/answers/{question.position}", json=body)
            assert saved.status_code == 200, (question.type, answer)
        for language in ("zh", "en"):
            assert browser.post(f"/attempts/{attempt}/language", data={"language": language}).status_code == 303
            assert browser.get(f"/attempts/{attempt}").status_code == 200, answer
    for number, answer in enumerate(ANSWERS):
        with app.app_context():
            fresh = start(lin, "everything")
        for question in view.questions:
            body = {"save_id": f"last-{number}-{question.position:08d}", "based_on": 0, "answer": answer}
            browser.post(f"/attempts/{fresh}/answers/{question.position}", json=body)
        assert browser.post(f"/attempts/{fresh}/submit").status_code == 303, answer
        assert browser.get(f"/attempts/{fresh}/result").status_code in {200, 302}, answer


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:60].decode(errors="replace") or "nothing")
def test_a_body_that_cannot_be_kept_is_refused(app: Flask, lin: Person, sign_in: SignInAs, body: bytes) -> None:
    with app.app_context():
        attempt = start(lin, "practice")
    browser = sign_in(lin)
    answer = browser.post(f"/attempts/{attempt}/answers/0", data=body, content_type="application/json")
    assert answer.status_code == 400, answer.text
    assert answer.json["message"]
    good = json.dumps({"save_id": "save-00000001", "based_on": 0, "answer": 1})
    assert browser.post(f"/attempts/{attempt}/answers/0", data=good, content_type="application/json").status_code == 200


@pytest.mark.parametrize(("answer", "expected"), [
    (None, True), (1.5, True), (float("nan"), False), ("团队", True), ("\ud800", False), ("a\x00", False), ({"\x00": 1}, False), ([[[[[[1]]]]]], True),
    ([[[[[[[1]]]]]]], False), ({"a": [{"b": ["c"]}]}, True),
])  # fmt: skip
def test_what_can_be_kept(answer: Any, expected: bool) -> None:
    assert is_storable(answer) is expected


def test_others_and_late_saves(app: Flask, lin: Person, sign_in: SignInAs) -> None:
    """A stranger finds nothing; what comes after the end is kept and does not count; handing in twice is as once."""
    with app.app_context():
        attempt, mo = start(lin, "practice"), factories.make_person("Mo")
    body = {"save_id": "save-00000001", "based_on": 0, "answer": 1}
    stranger = sign_in(mo)
    assert stranger.post(f"/attempts/{attempt}/answers/0", json=body).status_code == 404
    for address in (f"/attempts/{attempt}", f"/attempts/{attempt}/result"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/attempts/{attempt}/submit").status_code == 404
    browser = sign_in(lin)
    assert browser.post(f"/attempts/{attempt}/answers/99", json=body).status_code == 404
    assert [browser.post(f"/attempts/{attempt}/submit").status_code for _time in (1, 2)] == [303, 303]
    late = browser.post(f"/attempts/{attempt}/answers/0", json=body)
    assert late.status_code == 200
    assert late.json["counts"] is False
    with app.app_context():
        assert db.session.get_one(Attempt, attempt).finished_at is not None
        with transaction():
            assert attempting.finish(attempt, lin.id, clock.now()) is None
