"""Practicals by address: a score is corrected by who gave it, and by nobody else, whatever the form says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.db import db, transaction
from portal.framework.queries import current_release, get_framework
from portal.people.tables import Person
from portal.practicals import service
from portal.practicals.tables import PracticalScore
from tests import factories
from tests.content.sample import sync
from tests.world import make_people

SignInAs = Callable[[Person], FlaskClient]


@pytest.fixture
def people(app: Flask, tmp_path: Path) -> dict[str, Person]:
    with app.app_context():
        sync(tmp_path)
        found = make_people() | {"other": factories.make_person("Other")}
        for name in ("other", "manager", "mo"):
            factories.grant(found[name], "assessor")
        factories.relate(found["mo"], found["lin"], "relative_of")
        return found


@pytest.fixture
def practical(app: Flask, people: dict[str, Person]) -> int:
    with app.app_context(), transaction():
        rubric = get_framework(current_release()).rubrics["visit"]
        return service.request_practical(people["lin"].id, "onboarding", rubric, people["lin"].id, clock.now())


def form(rating: int, **values: str) -> dict[str, str]:
    return {"rating-asks": str(rating), "feedback": "", "observed_on": clock.now().date().isoformat()} | values


def scores(app: Flask) -> list[tuple[int, int | None]]:
    with app.app_context():
        return [(row.earned, row.supersedes_id) for row in db.session.scalars(select(PracticalScore).order_by(PracticalScore.id))]


def test_only_who_scored_it_corrects_it(app: Flask, people: dict[str, Person], practical: int, sign_in: SignInAs) -> None:
    address = f"/assessments/{practical}/score"
    assert sign_in(people["assessor"]).post(address, data=form(2)).status_code == 303
    first = scores(app)
    assert len(first) == 1
    assert sign_in(people["other"]).post(address, data=form(5, reason="I know better")).status_code == 409
    assert sign_in(people["assessor"]).post(address, data=form(4)).status_code == 409  # a second click, without a reason
    assert scores(app) == first
    assert sign_in(people["assessor"]).post(address, data=form(4, reason="A slip")).status_code == 303
    assert len(scores(app)) == 2
    assert scores(app)[1][1] is not None


@pytest.mark.parametrize("who", ["manager", "mo", "lin", "hr"])
def test_neither_the_line_nor_a_relative_nor_another_role_scores(
    app: Flask, people: dict[str, Person], practical: int, sign_in: SignInAs, who: str
) -> None:
    browser = sign_in(people[who])
    assert browser.get(f"/assessments/{practical}").status_code == 404
    assert browser.post(f"/assessments/{practical}/score", data=form(5)).status_code == 404
    assert browser.post(f"/assessments/{practical}/take", data={"scheduled_on": "2026-12-01"}).status_code == 404
    assert scores(app) == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2999-01-01", "yesterday", ""])
def test_a_day_that_cannot_be_is_refused(
    app: Flask, people: dict[str, Person], practical: int, sign_in: SignInAs, day: str
) -> None:
    assert sign_in(people["assessor"]).post(f"/assessments/{practical}/score", data=form(4, observed_on=day)).status_code == 422
    assert scores(app) == []
