"""`content check` and `content sync` class each edit of a stored question, and say what rests on the answers that were given."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.quizzes.rules.editing import Edit
from tests.content import sample
from tests.factories import make_person
from tests.journeys.correcting import RIGHT, WRONG, edited, result, sit, store


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    with app.app_context():
        store(tmp_path, edited())
        attempt = sit(make_person(), {"pool/exam-1": WRONG})
        assert attempt.earned == 4
    return tmp_path


def run(app: Flask, *arguments: str) -> str:
    done = app.test_cli_runner().invoke(args=["content", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_scoring_edit_is_listed_with_what_rests_on_it_and_moves_nothing(app: Flask, folder: Path) -> None:
    sample.write(folder, edited(key=RIGHT))
    for command in ("check", "sync"):
        said = run(app, command, str(folder))
        assert "pool/exam-0: an edit of the scoring" in said
        assert "facts choices 1 correct: False → True" in said
        assert (
            "answered in 1 finished attempts, 1 of them count; on these rest 0 certificates; their people have 0 open and 0 signed"
            in said
        )
        assert "flask results regrade pool/exam-0 --dry-run" in said
        assert said.count("an edit of") == 1
    with app.app_context():
        assert result(1).earned == 4
    assert run(app, "sync", str(folder)) == ""


def test_wording_and_breaking_edits_are_told_apart(app: Flask, folder: Path) -> None:
    files = edited(prompt=sample.both("Another prompt?"))
    files["quizzes/pool.yaml"]["questions"][1]["choices"].reverse()
    sample.write(folder, files)
    said = run(app, "check", str(folder))
    assert "pool/exam-0: an edit of the wording" in said
    assert "pool/exam-1: a breaking edit" in said
    assert "flask results regrade pool/exam-1 --void --dry-run" in said


def test_new_questions_and_the_first_sync_are_no_edits(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        assert store(tmp_path, edited()) == ()
        assert store(tmp_path, edited(count=7)) == ()
        [edit] = store(tmp_path, edited(count=7, points=2))
        assert edit.edit is Edit.SCORING
