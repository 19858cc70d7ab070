"""Files that are handed in: what they are by their bytes, under which name they are kept, and what hostile ones meet."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.db import db, transaction
from portal.people.tables import Person
from portal.quizzes import queries
from portal.quizzes.rules import uploading as rules
from portal.quizzes.rules.uploading import (
    LARGEST_FILE,
    MOST_UPLOADS,
    MP3,
    MP4,
    PDF,
    Refusal,
    clean_name,
    find_kind,
    refusal_to_take,
)
from portal.quizzes.service import uploading
from portal.quizzes.tables import AnswerFile, AnswerFileChunk
from tests import factories
from tests.content.sample import sync
from tests.quizzes import samples

VIDEO = b"\x00\x00\x00\x18ftypmp42" + b"\0" * 300
SOUND = b"ID3\x03" + b"\0" * 100
WEBM = b"\x1a\x45\xdf\xa3" + b"\x42\x82\x84webm" + b"\0" * 50


@pytest.mark.parametrize(("head", "media_type"), [
    (VIDEO, "video/mp4"), (SOUND, "audio/mpeg"), (WEBM, "video/webm"), (b"OggS\0", "audio/ogg"), (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"), (b"%PDF-1.7", "application/pdf"), (b"\xff\xd8\xff\xe0", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\0\0\0\x20ftypM4A ", "audio/mp4"), (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
    (b"<html><script>", None), (b"<svg xmlns=", None), (b"MZ\x90\0", None), (b"PK\x03\x04", None), (b"\x7fELF", None), (b"#!/bin/sh", None),
    (b"", None), (b"\xff\xfeh\0t\0m\0l\0", None), (b"\0\0\0\x20ftypheic", None), (b"\x1a\x45\xdf\xa3matroska", None), (b" %PDF-", None),
])  # fmt: skip
def test_a_file_is_what_its_first_bytes_say(head: bytes, media_type: str | None) -> None:
    kind = find_kind(head)
    assert (kind.media_type if kind else None) == media_type


@pytest.mark.parametrize(("kind", "size", "uploads", "refusal"), [
    (MP4, 1, 0, None),
    (MP4, 0, 0, Refusal.EMPTY),
    (MP4, LARGEST_FILE, 0, None),
    (MP4, LARGEST_FILE + 1, 0, Refusal.TOO_LARGE),
    (None, 10, 0, Refusal.UNKNOWN_TYPE),
    (PDF, 10, 0, Refusal.NOT_ASKED),
    (MP4, 10, MOST_UPLOADS - 1, None),
    (MP4, 10, MOST_UPLOADS, Refusal.TOO_MANY),
])  # fmt: skip
def test_what_is_taken(kind: rules.Kind | None, size: int, uploads: int, refusal: Refusal | None) -> None:
    assert refusal_to_take(kind, size, ["video"], uploads) is refusal


@pytest.mark.parametrize(("name", "kept"), [
    ("pitch.mp4", "pitch.mp4"),
    ("我的陈述.MP4", "我的陈述.mp4"),
    ("../../etc/passwd", "passwd.mp4"),
    ("C:\\Users\\x\\pitch.mp4", "pitch.mp4"),
    ("pitch.html", "pitch.html.mp4"),
    ("pitch.mp4.exe", "pitch.mp4.exe.mp4"),
    ("pitch\u202e4pm.exe", "pitch4pm.exe.mp4"),
    ("a\r\nSet-Cookie: x.mp4", "aSet-Cookie x.mp4"),
    ("\0\0", "file.mp4"),
    ("...", "file.mp4"),
    (".mp4", "mp4.mp4"),
    ("x" * 500 + ".mp4", "x" * 120 + ".mp4"),
])  # fmt: skip
def test_a_name_is_no_path_and_hides_nothing(name: str, kept: str) -> None:
    assert clean_name(name, MP4) == kept


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_can_be_kept(name: str) -> None:
    kept = clean_name(name, MP3)
    assert kept.endswith(".mp3")
    assert 4 < len(kept) <= 130
    assert not set(kept) & set('/\\\r\n\0"')


@pytest.fixture
def taker(app: Flask, tmp_path: Path, sign_in: Callable[[Person], FlaskClient]) -> tuple[FlaskClient, int, int]:
    """Somebody in the practice of all types: browser, attempt and the position of the role-play."""
    with app.app_context():
        samples.write_picture(tmp_path)
        sync(tmp_path, samples.files())
        person = factories.make_person()
    browser = sign_in(person)
    started = browser.post("/quizzes/everything/start")
    attempt_id = int(re.findall(r"\d+", started.location)[-1])
    with app.app_context():
        view = queries.get_attempt_view(attempt_id, person.id)
    assert view is not None
    return browser, attempt_id, next(one.position for one in view.questions if one.type == "role_play")


def send(browser: FlaskClient, attempt_id: int, position: int, data: bytes, name: str = "pitch.mp4") -> TestResponse:
    return browser.post(
        f"/attempts/{attempt_id}/answers/{position}/files",
        data={"file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


@pytest.mark.parametrize(("data", "name", "words"), [
    (b"", "pitch.mp4", "empty"),
    (b"<html><script>alert(1)</script>", "pitch.mp4", "kind of file is not taken"),
    (b"%PDF-1.7", "pitch.mp4", "does not ask for this kind"),
    (b"PK\x03\x04" * 20, "pitch.mp4", "kind of file is not taken"),
])  # fmt: skip
def test_a_hostile_file_leaves_nothing_behind(
    app: Flask, taker: tuple[FlaskClient, int, int], data: bytes, name: str, words: str
) -> None:
    answer = send(*taker, data, name)
    assert answer.status_code == 422
    assert words in answer.text
    with app.app_context():
        assert db.session.scalars(select(AnswerFile)).all() == []
        assert db.session.scalars(select(AnswerFileChunk)).all() == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(taker: tuple[FlaskClient, int, int]) -> None:
    browser, attempt_id, position = taker
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
    answer = browser.post(
        f"/attempts/{attempt_id}/answers/{position}/files", data=head, content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(LARGEST_FILE + 10_000_000)},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_name_with_a_path_is_kept_as_a_name(app: Flask, taker: tuple[FlaskClient, int, int]) -> None:
    answer = send(*taker, VIDEO, "..\\..\\x/../evil name.html")
    assert answer.status_code == 200
    assert "/" not in answer.json["name"]
    assert answer.json["name"].endswith(".mp4")
    got = taker[0].get(answer.json["address"])
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in ";".join(got.headers.getlist("Content-Security-Policy"))
    with app.app_context():
        [file] = db.session.scalars(select(AnswerFile))
        assert file.sha256 == hashlib.sha256(VIDEO).hexdigest()


def test_no_file_the_wrong_question_and_a_stranger(
    app: Flask, taker: tuple[FlaskClient, int, int], sign_in: Callable[[Person], FlaskClient]
) -> None:
    browser, attempt_id, position = taker
    assert browser.post(f"/attempts/{attempt_id}/answers/{position}/files", data={}).status_code == 422
    assert send(browser, attempt_id, position - 1, VIDEO).status_code == 404
    assert send(browser, attempt_id, 99, VIDEO).status_code == 404
    with app.app_context():
        stranger = sign_in(factories.make_person("Stranger"))
    assert send(stranger, attempt_id, position, VIDEO).status_code == 404
    kept = send(browser, attempt_id, position, VIDEO).json
    assert stranger.get(kept["address"]).status_code == 404
    assert stranger.get("/answer-files/4711").status_code == 404


def test_nothing_is_taken_after_the_end(taker: tuple[FlaskClient, int, int]) -> None:
    browser, attempt_id, position = taker
    browser.post(f"/attempts/{attempt_id}/submit")
    answer = send(browser, attempt_id, position, VIDEO)
    assert answer.status_code == 409
    assert "nothing more can be saved" in answer.text


def test_it_works_without_a_script(app: Flask, taker: tuple[FlaskClient, int, int]) -> None:
    browser, attempt_id, position = taker
    form = {"save_id": "form-save-0001", "answer": " My pitch. ", "file": (io.BytesIO(SOUND), "pitch.mp3")}
    address = f"/attempts/{attempt_id}/answers/{position}"
    saved = browser.post(address, data=form, content_type="multipart/form-data")
    assert saved.status_code == 303, saved.text
    with app.app_context():
        answer = queries.list_final_answers(attempt_id)[position]
    assert answer["text"] == "My pitch."
    [file_id] = answer["files"]
    assert "pitch.mp3" in browser.get(f"/attempts/{attempt_id}").text
    browser.post(
        address, data={"save_id": "form-save-0002", "answer": "", "drop": str(file_id)}, content_type="multipart/form-data"
    )
    with app.app_context():
        assert queries.list_final_answers(attempt_id)[position] is None


def test_what_was_given_up_in_the_middle_is_nobodys_and_swept(app: Flask, taker: tuple[FlaskClient, int, int]) -> None:
    browser, attempt_id, position = taker
    then = datetime.now(UTC) - timedelta(days=2)
    with app.app_context():
        received = uploading.receive(io.BytesIO(VIDEO), "a.mp4", ["video"], attempt_id, position)
        with transaction():
            file_id = uploading.begin(received, attempt_id, position, then)
            uploading.keep(file_id, 0, VIDEO)
    assert browser.get(f"/answer-files/{file_id}").status_code == 404
    with app.app_context():
        with transaction():
            assert uploading.sweep(datetime.now(UTC)) == 1
        assert db.session.scalars(select(AnswerFileChunk)).all() == []
        with transaction():
            assert uploading.sweep(datetime.now(UTC)) == 0
