"""What speed is designed with: a fixed number of statements whatever the length of a list, one for a lesson, and small pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from config import ROOT
from portal.db import db
from portal.demo import bulk, service
from portal.demo.plan import PASSWORD


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that run meanwhile, but for BEGIN and COMMIT."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def signed_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    assert client.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303
    return client


def statements(app: Flask, client: FlaskClient, address: str) -> int:
    assert client.get(address).status_code == 200  # once, so that what is cached by release is there
    with counted(app) as said:
        assert client.get(address).status_code == 200
    return len(said)


def test_a_team_costs_the_same_statements_whatever_its_size(app: Flask) -> None:
    with app.app_context():
        bulk.load(ROOT, 27, lambda _line: None)
        db.session.remove()
    large, small = signed_in(app, "p1@bulk.example"), signed_in(app, "p25@bulk.example")  # eleven reports, and two
    for address in ("/team", "/team/skills", "/team/readiness", "/team/assignments"):
        assert statements(app, large, address) == statements(app, small, address), address


def test_a_lesson_is_one_statement_and_a_save_one_read_and_one_insert(app: Flask) -> None:
    with app.app_context():
        service.load(ROOT)
        db.session.remove()
    client = signed_in(app, "east.rep2@lichuan.example")
    assert statements(app, client, "/courses/sales-process/what-a-process-buys") == 1
    started = client.post("/quizzes/sales-process-practice/start")
    attempt = re.findall(r"\d+", started.location)[-1]
    with counted(app) as said:
        saved = client.post(f"/attempts/{attempt}/answers/0", json={"save_id": "count-me-1", "based_on": 0, "answer": 1})
    assert saved.status_code == 200
    locks = [one for one in said if one.endswith("FOR NO KEY UPDATE")]  # PostgreSQL only: of the attempt, before it is read
    assert len(said) - len(locks) == 2, said
    assert len(locks) <= 1
    assert "audit" not in "".join(said)


@pytest.mark.parametrize("address", ["/", "/courses/sales-process/what-a-process-buys"])
def test_the_first_page_of_a_learner_is_under_200_kilobytes(app: Flask, address: str) -> None:
    with app.app_context():
        service.load(ROOT)
        db.session.remove()
    client = signed_in(app, "east.rep1@lichuan.example")
    page = client.get(address)
    total = len(page.data)
    for part in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)):
        total += len(client.get(part).data)
    assert total < 200_000
