"""A certificate is renewed, renewed again, earned anew after it lapsed or was revoked: none of them bars the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.certifications import service
from portal.db import transaction
from portal.people.tables import Person
from tests import factories
from tests.content import sample
from tests.content.sample import sync
from tests.journeys.test_new_hire import certificates, finish_course, score_practical, take_exam

SignInAs = Callable[[Person], FlaskClient]


def at(day: str) -> time_machine.travel:
    """Ten in the morning in Shanghai."""
    return time_machine.travel(datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC), tick=False)


@pytest.fixture
def holder(app: Flask, tmp_path: Path, sign_in: SignInAs) -> Person:
    """Somebody certified on 5 March 2026, until 4 March 2028."""
    with at("2026-03-05"):
        with app.app_context():
            sync(tmp_path)
            person = factories.make_person("Lin Xiao")
            factories.put_on_rung(person)
            factories.give_notice(person)
        browser = sign_in(person)
        finish_course(browser)
        take_exam(browser, app, person.id)
        score_practical(app, sign_in, browser)
    assert [one.valid_until for one in certificates(app)] == [date(2028, 3, 4)]
    return person


def test_a_holder_is_done_and_has_nothing_to_sit_again(app: Flask, holder: Person, sign_in: SignInAs) -> None:
    with at("2027-01-10"):
        browser = sign_in(holder)
        page = browser.get("/certifications/onboarding").text
        assert 'aria-current="step"' not in page and page.count('class="done"') == 3
        refused = browser.post("/quizzes/exam/start")
        assert refused.status_code == 409 and "passed this already" in refused.text


def test_renewed_in_its_window_and_again_two_years_later(app: Flask, holder: Person, sign_in: SignInAs) -> None:
    for day, until in (("2028-01-04", date(2030, 3, 4)), ("2030-03-18", date(2032, 3, 4))):
        with at(day):
            take_exam(sign_in(holder), app, holder.id)
        assert certificates(app)[-1].valid_until == until
    assert [one.cycle for one in certificates(app)] == [1, 2, 3]


def test_after_the_grace_exam_and_practical_count_anew(app: Flask, holder: Person, sign_in: SignInAs) -> None:
    with at("2028-03-19"):
        browser = sign_in(holder)
        take_exam(browser, app, holder.id)
        assert len(certificates(app)) == 1
        assert browser.post("/certifications/onboarding/practical").status_code == 303


def test_a_revoked_one_is_earned_anew_for_its_full_time(app: Flask, holder: Person, sign_in: SignInAs) -> None:
    [first] = certificates(app)
    with at("2026-06-01"), app.app_context(), transaction():
        service.revoke(first.id, "Somebody else sat the exam", holder.id, datetime(2026, 6, 1, 2, tzinfo=UTC))
    with at("2026-06-01"):
        page = sign_in(holder).get("/certifications/onboarding").text
        assert page.count('class="done"') == 1  # the course stays done
    with at("2026-06-02"):
        take_exam(sign_in(holder), app, holder.id)
    assert len(certificates(app)) == 1  # the practical is asked anew as well


def test_attempts_of_an_earlier_cycle_are_not_counted(app: Flask, holder: Person, sign_in: SignInAs) -> None:
    assert "1 of 3 used" in sign_in(holder).get("/quizzes/exam").text
    with at("2028-01-04"):
        assert "0 of 3 used" in sign_in(holder).get("/quizzes/exam").text


def test_a_renewal_of_its_own_opens_in_the_window_and_not_for_others(app: Flask, tmp_path: Path, sign_in: SignInAs) -> None:
    files = sample.files()
    onboarding = files["courses/certifications/onboarding.yaml"]
    renewal = files["quizzes/exam.yaml"] | {"quiz": "renewal"}
    changes = {
        "quizzes/renewal.yaml": renewal,
        "courses/certifications/onboarding.yaml": onboarding | {"renewal": onboarding["renewal"] | {"exam": "renewal"}},
    }
    with app.app_context():
        sync(tmp_path, changes)
        person = factories.make_person("Lin Xiao")
        factories.give_notice(person)
    with at("2026-03-05"):
        browser = sign_in(person)
        assert "You hold none that can be renewed now" in browser.post("/quizzes/renewal/start").text
        finish_course(browser)
        take_exam(browser, app, person.id)
        score_practical(app, sign_in, browser)
        refused = browser.post("/quizzes/renewal/start")
        assert refused.status_code == 409 and "opens on 4 January 2028" in refused.text
    with at("2028-01-04"):
        browser = sign_in(person)
        assert browser.post("/quizzes/exam/start").status_code == 409
        assert browser.post("/quizzes/renewal/start").status_code == 303
