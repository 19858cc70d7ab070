"""Pages of statistics: what they show, that they never name anybody, that they cost the same whatever the length."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.db import db, transaction
from portal.people.tables import Person
from portal.quizzes.queries.statistics import list_quiz_snapshots
from portal.quizzes.service import statistics
from portal.quizzes.tables import Question, QuestionStatistics
from tests.factories import EPOCH, grant, make_person, save
from tests.quizzes.statistics.sitting import sit, sit_many
from tests.test_speed_by_design import statements

PAGES = ("/authoring/quizzes/exam/statistics", "/authoring/questions/pool/exam-0/statistics", "/authoring/looks")
LATER = EPOCH + timedelta(days=3)


def compute(app: Flask, slug: str = "exam") -> None:
    """The snapshot of a quiz."""
    found = statistics.compute(slug, app.config["PORTAL"].time_zone, LATER)
    with transaction():
        statistics.store(found)


def test_a_quiz_shows_its_figures_and_every_question(content: Flask, author: FlaskClient) -> None:
    with content.app_context():
        sit_many(40)
        compute(content)
    page = author.get(PAGES[0]).text
    for words in (
        "40 first attempts",
        "Reliability",
        "percent points",
        "pool/exam-0",
        "pool/exam-11",
        "provisional: counts, and says so",
    ):
        assert words in page, words
    assert "Person " not in page
    assert "style=" not in page


def test_a_question_shows_its_choices_and_a_curve(content: Flask, author: FlaskClient) -> None:
    with content.app_context():
        sit_many(40)
        compute(content)
    page = author.get(PAGES[1]).text
    for words in ("<svg", "<polyline", "wrong", "worse", "in Chinese", "95 % interval from", "With the rest", "10 seconds"):
        assert words in page, words
    assert "Person " not in page


@pytest.mark.parametrize(("address", "words"), [
    (PAGES[0], "Not enough answers yet: 0 of 10."), (PAGES[1], "Not enough answers yet: 0 of 10."), (PAGES[2], "Nothing needs a look"),
])  # fmt: skip
def test_empty_pages_say_how_many_are_missing(author: FlaskClient, address: str, words: str) -> None:
    assert words in author.get(address).text


def test_few_answers_show_their_number_and_nothing_else(content: Flask, author: FlaskClient) -> None:
    with content.app_context():
        sit_many(9)
        compute(content)
    page = author.get(PAGES[0]).text
    assert "Not enough answers yet: 9 of 10." in page
    assert "Mean score" not in page
    assert "<svg" not in author.get(PAGES[1]).text


def test_a_question_that_all_get_right_needs_a_look(content: Flask, author: FlaskClient) -> None:
    with content.app_context():
        for n in range(64):
            sit(make_person(), lambda position, n=n: position < 5 or n % 3 > 0)
        compute(content)
        ask = select(QuestionStatistics.question_id).where(QuestionStatistics.needs_look)
        assert db.session.scalars(ask).all()
    page = author.get(PAGES[2]).text
    assert "does not do its work" in page
    assert "Nothing is said of a question with fewer than 30 answers." in page
    assert "needs a look" in author.get(PAGES[0]).text
    author.post("/language", data={"language": "zh"})
    assert "没有起作用" in author.get(PAGES[2]).text


def test_an_earlier_version_is_still_there_and_an_unknown_one_is_not(content: Flask, author: FlaskClient) -> None:
    with content.app_context():
        sit_many(12)
        compute(content)
        key = list_quiz_snapshots("exam")[0].key
    assert author.get(f"{PAGES[0]}?version={key[:12]}").status_code == 200
    assert author.get(f"{PAGES[0]}?version=nothing").status_code == 404
    assert author.get("/authoring/quizzes/nothing/statistics").status_code == 404
    assert author.get("/authoring/questions/pool/nothing/statistics").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_authors_only_and_in_both_languages(
    content: Flask,
    author: FlaskClient,
    learner: FlaskClient,
    client: FlaskClient,
    sign_in: Callable[[Person], FlaskClient],
    address: str,
) -> None:
    with content.app_context():
        sit_many(31)
        compute(content)
        person = make_person("Assessor")
        grant(person, "assessor")
        hr = make_person("HR")
        grant(hr, "hr")
    assert learner.get(address).status_code == 404
    assert sign_in(person).get(address).status_code == 404
    assert sign_in(hr).get(address).status_code == 404
    assert client.get(address).status_code == 302
    author.post("/language", data={"language": "zh"})
    page = author.get(address)
    assert page.status_code == 200
    assert "%(" not in page.text


def test_pages_cost_the_same_whatever_the_length(content: Flask, author: FlaskClient) -> None:
    with content.app_context():
        sit_many(12)
        compute(content)
    before = [statements(content, author, address) for address in (*PAGES, "/authoring")]
    with content.app_context():
        with transaction():
            row = db.session.scalars(select(QuestionStatistics)).first()
            assert row is not None
            values = {name: getattr(row, name) for name in ("quiz_slug", "key", "question_version_id", "n", "data", "computed_at")}
            row.needs_look = True
        for n in range(30):
            save(Question(id=f"pool/more-{n}", pool="exam", current_version_id=row.question_version_id))
            save(QuestionStatistics(question_id=f"pool/more-{n}", scoring_hash=row.scoring_hash, needs_look=True, **values))
            save(QuestionStatistics(question_id="pool/exam-0", scoring_hash=f"{n:064d}", needs_look=True, **values))
        db.session.remove()
    assert [statements(content, author, address) for address in (*PAGES, "/authoring")] == before
    assert max(before) <= 11
