"""A new hire learns, is examined, is watched, and is certified."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.certifications.tables import CertificationPeriod
from portal.db import db
from portal.people.tables import Person
from portal.practicals.tables import Practical
from portal.quizzes import queries, types
from portal.quizzes.tables import AnswerEvent, Attempt, Score
from portal.skills.queries import list_levels
from tests import factories
from tests.content.sample import SKILL, sync


@pytest.fixture
def hire(app: Flask, tmp_path: Path) -> Person:
    with app.app_context():
        sync(tmp_path)
        person = factories.make_person("Lin Xiao")
        factories.put_on_rung(person)
        factories.give_notice(person)
        return person


def answer_all(browser: FlaskClient, app: Flask, attempt_id: int, person_id: int, right: bool = True) -> None:
    """Answer every question of an attempt, rightly or wrongly, as the page's script does."""
    with app.app_context():
        view = queries.get_attempt_view(attempt_id, person_id)
    assert view is not None
    for question in view.questions:
        key = types.rules_of(question.type).key(question.facts, question.drawn)
        answer = key if right else (key + 1) % 3
        body = {"save_id": f"save-{attempt_id}-{question.position:08d}", "based_on": 0, "answer": answer}
        saved = browser.post(f"/attempts/{attempt_id}/answers/{question.position}", json=body)
        assert saved.status_code == 200, saved.text
        assert saved.json["counts"] is True


def finish_course(browser: FlaskClient) -> None:
    """Do both lessons."""
    for lesson in ("first", "second"):
        assert browser.get(f"/courses/asking/{lesson}").status_code == 200
        assert browser.post(f"/courses/asking/{lesson}/done").status_code == 303


def take_exam(browser: FlaskClient, app: Flask, person_id: int, right: bool = True) -> int:
    """Start, answer and hand in the exam. Returns the attempt."""
    started = browser.post("/quizzes/exam/start")
    assert started.status_code == 303, started.text
    attempt_id = int(re.findall(r"\d+", started.location)[-1])
    assert browser.get(f"/attempts/{attempt_id}").status_code == 200
    answer_all(browser, app, attempt_id, person_id, right)
    assert browser.post(f"/attempts/{attempt_id}/submit").status_code == 303
    return attempt_id


def score_practical(app: Flask, sign_in: Callable[[Person], FlaskClient], hire_browser: FlaskClient, rating: int = 4) -> None:
    """Ask for the practical and have an assessor from outside score it."""
    assert hire_browser.post("/certifications/onboarding/practical").status_code == 303
    with app.app_context():
        assessor = factories.make_person("Assessor")
        factories.grant(assessor, "assessor")
        practical_id = db.session.scalar(select(Practical.id))
    form = {"rating-asks": str(rating), "feedback": "Well asked.", "observed_on": clock.now().date().isoformat()}
    assert sign_in(assessor).post(f"/assessments/{practical_id}/score", data=form).status_code == 303


def certificates(app: Flask) -> list[CertificationPeriod]:
    with app.app_context():
        return list(db.session.scalars(select(CertificationPeriod).where(CertificationPeriod.valid_from.is_not(None))))


def test_the_whole_way(app: Flask, hire: Person, sign_in: Callable[[Person], FlaskClient], client: FlaskClient) -> None:
    browser = sign_in(hire)
    assert "First finish" in browser.get("/quizzes/exam").text
    finish_course(browser)
    attempt_id = take_exam(browser, app, hire.id)
    result = browser.get(f"/attempts/{attempt_id}/result").text
    assert "Passed with 100 %" in result
    assert "why right" not in result  # keys and feedback of an exam open in an appeal only
    assert certificates(app) == []
    score_practical(app, sign_in, browser)
    [period] = certificates(app)
    assert period.evidence["exam"] == f"attempt:{attempt_id}"
    page = client.get(f"/certificates/{period.code}").text
    assert "L*** X***" in page
    assert "Lin Xiao" not in page
    assert "valid" in page
    pdf = browser.get(f"/certificates/{period.code}.pdf")
    assert pdf.data.startswith(b"%PDF")
    with app.app_context():
        assert list_levels([hire.id], clock.now().date())[hire.id][SKILL].level == 2


@pytest.mark.parametrize("order", ["course-exam-practical", "practical-course-exam", "course-practical-exam"])
def test_any_part_may_be_the_last(app: Flask, hire: Person, sign_in: Callable[[Person], FlaskClient], order: str) -> None:
    browser = sign_in(hire)
    parts = {
        "course": lambda: finish_course(browser),
        "exam": lambda: take_exam(browser, app, hire.id),
        "practical": lambda: score_practical(app, sign_in, browser),
    }
    for number, part in enumerate(order.split("-"), 1):
        parts[part]()
        assert len(certificates(app)) == (1 if number == 3 else 0)


def test_handing_in_twice_is_as_once(app: Flask, hire: Person, sign_in: Callable[[Person], FlaskClient]) -> None:
    browser = sign_in(hire)
    finish_course(browser)
    attempt_id = take_exam(browser, app, hire.id)
    assert browser.post(f"/attempts/{attempt_id}/submit").status_code == 303
    with app.app_context():
        assert len(db.session.scalars(select(Score).where(Score.attempt_id == attempt_id)).all()) == 1


def test_a_failed_exam_certifies_nothing_and_makes_wait(app: Flask, hire: Person, sign_in: Callable[[Person], FlaskClient]) -> None:
    browser = sign_in(hire)
    finish_course(browser)
    score_practical(app, sign_in, browser)
    attempt_id = take_exam(browser, app, hire.id, right=False)
    assert "Not passed" in browser.get(f"/attempts/{attempt_id}/result").text
    assert certificates(app) == []
    refused = browser.post("/quizzes/exam/start")
    assert refused.status_code == 409
    assert "You can try again from" in refused.text


def test_a_replay_is_the_first_answer_and_a_stale_tab_does_not_count(
    app: Flask, hire: Person, sign_in: Callable[[Person], FlaskClient]
) -> None:
    browser = sign_in(hire)
    finish_course(browser)
    started = browser.post("/quizzes/exam/start")
    attempt_id = int(re.findall(r"\d+", started.location)[-1])
    address = f"/attempts/{attempt_id}/answers/0"
    first = browser.post(address, json={"save_id": "device-a-1", "based_on": 0, "answer": 1}).json
    again = browser.post(address, json={"save_id": "device-a-1", "based_on": 0, "answer": 1}).json
    assert first == again == {"number": 1, "counts": True, "latest": 1}
    stale = browser.post(address, json={"save_id": "device-b-1", "based_on": 0, "answer": 2}).json
    assert stale == {"number": 2, "counts": False, "latest": 2}
    with app.app_context():
        assert queries.list_final_answers(attempt_id) == {0: 1}
        assert len(db.session.scalars(select(AnswerEvent)).all()) == 2


def test_somebody_elses_attempt_is_not_there(app: Flask, hire: Person, sign_in: Callable[[Person], FlaskClient]) -> None:
    browser = sign_in(hire)
    finish_course(browser)
    attempt_id = take_exam(browser, app, hire.id)
    with app.app_context():
        other = factories.make_person("Other")
    stranger = sign_in(other)
    assert stranger.get(f"/attempts/{attempt_id}").status_code == 404
    assert stranger.get(f"/attempts/{attempt_id}/result").status_code == 404
    assert stranger.post(f"/attempts/{attempt_id}/submit").status_code == 404
    saved = stranger.post(f"/attempts/{attempt_id}/answers/0", json={"save_id": "stranger-1", "based_on": 0, "answer": 1})
    assert saved.status_code == 404
    with app.app_context():
        assert db.session.get_one(Attempt, attempt_id).person_id == hire.id


@pytest.mark.parametrize(
    "address",
    [
        "/courses",
        "/courses/asking",
        "/courses/asking/first",
        "/quizzes/practice",
        "/quizzes/exam",
        "/certifications",
        "/certifications/onboarding",
        "/skills",
        "/assignments",
        "/search?q=先问",
        "/account",
        "/notice",
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_open_in_both_languages(
    app: Flask, hire: Person, sign_in: Callable[[Person], FlaskClient], address: str, language: str
) -> None:
    browser = sign_in(hire)
    browser.post("/language", data={"language": language})
    page = browser.get(address)
    assert page.status_code == 200, page.text
    assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in page.text
