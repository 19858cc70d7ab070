"""A study from its opening to the adopted mark: judges see nothing of each other in the first round, and never a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal import content as content_room
from portal.audit.tables import AuditEntry
from portal.db import db, transaction
from portal.people.rules import Accommodation
from portal.people.tables import Person
from portal.quizzes import service
from portal.quizzes.queries.statistics import list_gates
from portal.quizzes.tables import CutEstimate, CutStudy
from tests.content import sample
from tests.factories import grant, make_person

STUDY = "/authoring/cut-scores/1"
Judges = list[FlaskClient]


@pytest.fixture
def judges(content: Flask, sign_in: Callable[[Person], FlaskClient]) -> Judges:
    """Three assessors' browsers."""
    with content.app_context():
        people = [make_person(f"Judge Name {n}") for n in range(3)]
        for person in people:
            grant(person, "assessor")
    return [sign_in(person) for person in people]


@pytest.fixture
def study(author: FlaskClient) -> None:
    """A study of the exam, opened."""
    answer = author.post("/authoring/cut-scores", data={"quiz": "exam"})
    assert answer.location == STUDY


def versions(app: Flask) -> list[int]:
    with app.app_context():
        return [version for version, _points in db.session.scalars(select(CutStudy)).one().weights]


def judge_all(app: Flask, judge: FlaskClient, percent: str, round_: int = 1) -> int:
    data = {f"question-{version}": percent for version in versions(app)}
    return judge.post(f"{STUDY}/estimates", data={"round": round_, **data}).status_code


def test_a_study_from_the_first_estimate_to_the_adopted_mark(
    content: Flask, author: FlaskClient, judges: Judges, study: None
) -> None:
    for judge, percent in zip(judges, ("61", "65", "77 %"), strict=True):
        assert judge_all(content, judge, percent) == 303
    first = judges[0].get(STUDY).text
    assert 'value="61"' in first
    assert "77" not in first
    assert author.post(f"{STUDY}/go-on", data={"round": 1}).status_code == 303
    assert author.post(f"{STUDY}/go-on", data={"round": 1}).status_code == 303  # a second click
    second = judges[0].get(STUDY).text
    assert "First round: from 61 to 77 %, mean 68 %" in second
    assert 'value="61"' in second
    assert "Judge Name 1" not in second
    assert "Judge Name 2" not in second
    assert judge_all(content, judges[2], "74", 2) == 303
    author.post(f"{STUDY}/go-on", data={"round": 2})
    page = author.get(STUDY).text
    for words in ("66.67 %", "Recommended pass mark", "67 %", "61.0 %, 65.0 %, 74.0 %"):
        assert words in page, words
    assert author.post(f"{STUDY}/adopt", data={"percent": "67", "reason": "Three judges agree."}).status_code == 303
    page = author.get(STUDY).text
    assert "pass_percent: 67" in page
    assert "Three judges agree." in page
    assert author.post(f"{STUDY}/adopt", data={"percent": "60", "reason": "Twice"}).status_code == 409
    with content.app_context():
        assert [one.action for one in db.session.scalars(select(AuditEntry).where(AuditEntry.subject == "cut_study:1"))] == [
            "cut_study.opened", "cut_study.round_ended", "cut_study.round_ended", "cut_study.adopted",
        ]  # fmt: skip
        assert len(db.session.scalars(select(CutEstimate.id)).all()) == 72


def test_the_adopted_mark_opens_the_gate_once_the_file_says_it(
    content: Flask, tmp_path: Path, author: FlaskClient, judges: Judges, study: None, learner: FlaskClient
) -> None:
    for judge in judges:
        judge_all(content, judge, "70")
    for round_ in (1, 2):
        author.post(f"{STUDY}/go-on", data={"round": round_})
    author.post(f"{STUDY}/adopt", data={"percent": "70", "reason": "So."})
    with content.app_context():
        assert any("comes from no study" in one for one in list_gates()["exam"].lacking)
        exam = {**sample.files()["quizzes/exam.yaml"], "pass_percent": 70}
        found, problems = content_room.read(sample.write(tmp_path, {"quizzes/exam.yaml": exam}))
        assert problems == []
        with transaction():
            content_room.sync(found, content_room.fingerprint_of(tmp_path), clock.now())
        assert not any("comes from no study" in one for one in list_gates()["exam"].lacking)
    assert "The quiz has this pass mark." in author.get(STUDY).text
    assert "from a study by several judges" in learner.get("/quizzes/exam").text
    assert "comes from a study" in author.get("/authoring/quizzes/exam/statistics").text


def test_too_few_judges_end_no_round(content: Flask, author: FlaskClient, judges: Judges, study: None) -> None:
    for judge in judges[:2]:
        judge_all(content, judge, "60")
    judges[2].post(f"{STUDY}/estimates", data={"round": 1, f"question-{versions(content)[0]}": "50"})
    refused = author.post(f"{STUDY}/go-on", data={"round": 1})
    assert refused.status_code == 409
    assert "At least 3 judges have to judge every question first." in refused.text
    assert author.post(f"{STUDY}/adopt", data={"percent": "60", "reason": "Now"}).status_code == 409


@pytest.mark.parametrize(("text", "words"), [
    ("many", "“many” is no whole number"), ("60.5", "“60.5” is no whole number"), ("101", "from 0 to 100"), ("-1", "from 0 to 100"),
])  # fmt: skip
def test_a_bad_estimate_is_refused_in_words(content: Flask, judges: Judges, study: None, text: str, words: str) -> None:
    answer = judges[0].post(f"{STUDY}/estimates", data={"round": 1, f"question-{versions(content)[0]}": text})
    assert answer.status_code == 422
    assert words in answer.text


def test_a_stale_page_and_a_foreign_question_change_nothing(content: Flask, judges: Judges, study: None) -> None:
    assert judge_all(content, judges[0], "50", 2) == 409
    assert judges[0].post(f"{STUDY}/estimates", data={"round": 1, "question-999": "50"}).status_code == 422
    assert judges[0].post(f"{STUDY}/estimates", data={"round": 1, "question-x": "50", "question-": "1"}).status_code == 303
    with content.app_context():
        assert db.session.scalars(select(CutEstimate)).all() == []


def test_who_is_taking_the_exam_judges_later(content: Flask, sign_in: Callable[[Person], FlaskClient], study: None) -> None:
    with content.app_context():
        person = make_person("Torn")
        grant(person, "assessor")
        with transaction():
            service.start(person.id, "exam", "zh", 0, Accommodation(), clock.now())
    assert judge_all(content, sign_in(person), "50") == 409


def test_one_study_at_a_time_and_none_of_practice(author: FlaskClient, study: None) -> None:
    assert author.post("/authoring/cut-scores", data={"quiz": "exam"}).location == STUDY
    assert author.post("/authoring/cut-scores", data={"quiz": "practice"}).status_code == 409
    assert author.post("/authoring/cut-scores", data={"quiz": "nothing"}).status_code == 404


def test_judges_judge_authors_lead_and_nobody_else_sees_it(
    content: Flask, author: FlaskClient, learner: FlaskClient, client: FlaskClient, judges: Judges, study: None
) -> None:
    for address in ("/authoring/cut-scores", STUDY):
        assert author.get(address).status_code == 200
        assert judges[0].get(address).status_code == 200
        assert learner.get(address).status_code == 404
        assert client.get(address).status_code == 302
    for address in ("/authoring/cut-scores", f"{STUDY}/go-on", f"{STUDY}/adopt"):
        assert judges[0].post(address, data={"quiz": "exam", "round": 1}).status_code == 404
    assert learner.post(f"{STUDY}/estimates", data={"round": 1}).status_code == 404
    assert author.get("/authoring/cut-scores/99").status_code == 404
    assert "Cut scores to estimate" in judges[0].get("/assessments").text
    judges[0].post("/language", data={"language": "zh"})
    assert "%(" not in judges[0].get(STUDY).text + judges[0].get("/authoring/cut-scores").text


def test_an_empty_list_says_what_to_do(author: FlaskClient) -> None:
    assert "There is no study yet" in author.get("/authoring/cut-scores").text
