"""`results regrade`: dry run, proposal, approval by another, run."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.factories import grant, make_person
from tests.journeys.correcting import QUESTION, RIGHT, WRONG, edited, result, sit, store


@pytest.fixture
def attempt(app: Flask, tmp_path: Path) -> int:
    with app.app_context():
        store(tmp_path, edited())
        found = sit(make_person(), {"pool/exam-1": WRONG})
        store(tmp_path, edited(key=RIGHT))
        for email, role in (("nora@example.com", "author"), ("omar@example.com", "hr")):
            grant(make_person(email=email), role)
        make_person(email="learner@example.com")
    return found.attempt_id


def run(app: Flask, *arguments: str, code: int = 0) -> str:
    done = app.test_cli_runner().invoke(args=["results", "regrade", QUESTION, *arguments])
    assert done.exit_code == code, done.output
    return done.output


def earned(app: Flask, attempt_id: int) -> int:
    with app.app_context():
        return result(attempt_id).earned


def test_the_whole_way(app: Flask, attempt: int) -> None:
    said = run(app)
    assert said == run(app, "--dry-run")
    assert "1 attempts drew it; 1 scores change: 1 up, 0 down" in said
    assert "1 gain the pass." in said
    assert "attempt 1: 4/6 → 5/6: gain the pass" in said
    assert "Correction 1 is proposed" in run(app, "--propose", "--by", "nora@example.com", "--reason", "The key was wrong.")
    assert "not approved yet" in run(app, "--run", "1", code=1)
    assert "由另一个人批准" in run(app, "--approve", "1", "--by", "nora@example.com", code=1)
    assert "none of" in run(app, "--approve", "1", "--by", "learner@example.com", code=1)
    assert "approved" in run(app, "--approve", "1", "--by", "omar@example.com")
    assert earned(app, attempt) == 4
    assert "1 batches written" in run(app, "--run", "1")
    assert "0 batches written" in run(app, "--run", "1")
    assert earned(app, attempt) == 5


def test_the_jobs_write_what_is_approved(app: Flask, attempt: int) -> None:
    run(app, "--void", "--propose", "--by", "nora@example.com", "--reason", "It has no right answer.")
    run(app, "--approve", "1", "--by", "omar@example.com")
    done = app.test_cli_runner().invoke(args=["jobs", "once"])
    assert "corrections" in done.output
    assert earned(app, attempt) == 5


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--dry-run", "--propose"), 2, "Give one of"),
        (("--propose", "--reason", "x"), 2, "--by"),
        (("--propose", "--by", "nobody@example.com", "--reason", "x"), 2, "--by"),
        (("--propose", "--by", "learner@example.com", "--reason", "x"), 1, "none of"),
        (("--propose", "--by", "nora@example.com"), 1, "Error"),
        (("--approve", "7", "--by", "omar@example.com"), 1, "no correction 7"),
        (("--run", "7"), 1, "no correction 7"),
    ],
)
def test_what_is_wrong_is_said(app: Flask, attempt: int, arguments: tuple[str, ...], code: int, words: str) -> None:
    assert words in run(app, *arguments, code=code)


def test_a_question_that_nobody_has(app: Flask, attempt: int) -> None:
    done = app.test_cli_runner().invoke(args=["results", "regrade", "pool/nothing"])
    assert done.exit_code == 1
