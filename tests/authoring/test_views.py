"""The authors' overview: what is there, who may open it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.people.tables import Person
from tests.factories import grant, make_person

PAGES = ("/authoring", "/authoring/banks/pool")


def test_the_overview_names_every_bank_and_quiz(author: FlaskClient) -> None:
    page = author.get("/authoring").text
    for words in (
        "asking",
        "pool",
        "12 questions",
        "3 questions",
        "exam pool",
        "practice pool",
        "6 questions in a form, pass mark 80 %",
    ):
        assert words in page


def test_a_bank_shows_its_questions(author: FlaskClient) -> None:
    page = author.get("/authoring/banks/pool").text
    assert page.count("single choice") == 12
    assert "Question exam-11?" in page
    assert author.get("/authoring/banks/nothing").status_code == 404
    assert author.get("/authoring/banks/poo").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_authors_and_administrators_only(
    content: Flask, learner: FlaskClient, client: FlaskClient, sign_in: Callable[[Person], FlaskClient], address: str
) -> None:
    assert learner.get(address).status_code == 404
    assert client.get(address).status_code == 302
    with content.app_context():
        person = make_person("Ada Root")
        grant(person, "administrator")
    assert sign_in(person).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_in_both_languages(author: FlaskClient, address: str) -> None:
    assert author.get(address).status_code == 200
    author.post("/language", data={"language": "zh"})
    page = author.get(address).text
    assert "题库" in page
    assert "%(" not in page


def test_the_navigation_leads_authors_here_and_nobody_else(author: FlaskClient, learner: FlaskClient) -> None:
    assert 'href="/authoring"' in author.get("/").text
    assert 'href="/authoring"' not in learner.get("/").text
