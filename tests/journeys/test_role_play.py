"""Somebody hands in a role-play, two people mark it and differ, a third decides, and the certificate follows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.audit.tables import AuditEntry
from portal.careers import service as careers
from portal.careers.rules import State
from portal.db import db
from portal.people.tables import Person
from portal.quizzes import queries, types
from portal.quizzes.tables import AnswerFile, AnswerFileChunk, Mark, Marking, Score
from tests import factories
from tests.content.sample import sync
from tests.journeys.test_new_hire import certificates, finish_course, score_practical
from tests.quizzes import samples

SignIn = Callable[[Person], FlaskClient]
VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 3000  # three chunks


@dataclass
class People:
    """Those who take part, by their browsers."""

    app: Flask
    hire: Person
    browser: FlaskClient
    markers: list[FlaskClient]
    marker_ids: list[int]
    manager: FlaskClient
    other: FlaskClient


@pytest.fixture
def people(app: Flask, tmp_path: Path, sign_in: SignIn) -> People:
    with app.app_context():
        samples.write_picture(tmp_path)
        sync(tmp_path, samples.files())
        hire, manager, other = (factories.make_person(name) for name in ("Lin Xiao", "Manager", "Other"))
        factories.relate(hire, manager)
        factories.grant(manager, "assessor")
        factories.put_on_rung(hire)
        factories.give_notice(hire)
        markers = [factories.make_person(f"Marker {n}") for n in range(3)]
        for one in markers:
            factories.grant(one, "assessor")
    return People(
        app, hire, sign_in(hire), [sign_in(one) for one in markers], [one.id for one in markers], sign_in(manager), sign_in(other)
    )


def sit(people: People, recording: bytes = VIDEO) -> tuple[int, int]:
    """Answer everything rightly, hand in a recording. Returns the attempt and the position of the role-play."""
    started = people.browser.post("/quizzes/exam/start")
    assert started.status_code == 303, started.text
    attempt_id = int(re.findall(r"\d+", started.location)[-1])
    with people.app.app_context():
        view = queries.get_attempt_view(attempt_id, people.hire.id)
    assert view is not None
    found = -1
    for question in view.questions:
        answer = types.rules_of(question.type).key(question.facts, question.drawn)
        if question.type == "role_play":
            found = question.position
            sent = people.browser.post(
                f"/attempts/{attempt_id}/answers/{found}/files", data={"file": (io.BytesIO(recording), "pitch.mp4")},
                content_type="multipart/form-data",
            )  # fmt: skip
            assert sent.status_code == 200, sent.text
            answer = {"text": "My pitch.", "files": [sent.json["id"]]}
        body = {"save_id": f"save-{attempt_id}-{question.position:04d}", "based_on": 0, "answer": answer}
        assert people.browser.post(f"/attempts/{attempt_id}/answers/{question.position}", json=body).json["counts"] is True
    assert people.browser.get(f"/attempts/{attempt_id}").status_code == 200
    assert people.browser.post(f"/attempts/{attempt_id}/submit").status_code == 303
    return attempt_id, found


def give(browser: FlaskClient, attempt_id: int, position: int, rating: int, feedback: str = "") -> int:
    """Mark as a marker does. Returns the status."""
    form = {"rating-asks": str(rating), "feedback": feedback}
    return browser.post(f"/marking/answers/{attempt_id}/{position}", data=form).status_code


def scores(people: People, attempt_id: int) -> list[Score]:
    with people.app.app_context():
        return list(db.session.scalars(select(Score).where(Score.attempt_id == attempt_id)))


def readiness(people: People) -> State:
    """How the certification stands on the path of the rung that the hire is on."""
    with people.app.test_request_context():
        checklist = careers.own_rung(people.hire.id, clock.now().date())
        assert checklist is not None
        return checklist.criteria[0].state


def test_two_differ_a_third_decides_and_the_certificate_follows(people: People, sign_in: SignIn) -> None:
    finish_course(people.browser)
    score_practical(people.app, sign_in, people.browser)
    attempt_id, position = sit(people)
    assert scores(people, attempt_id) == []
    waiting = people.browser.get(f"/attempts/{attempt_id}/result").text
    assert "it is being marked" in waiting
    assert "being marked" in people.browser.get("/quizzes/exam").text
    refused = people.browser.post("/quizzes/exam/start")
    assert refused.status_code == 409
    assert "still being marked" in refused.text
    assert certificates(people.app) == []
    assert "handed in, being marked" in people.browser.get("/certifications/onboarding").text
    assert readiness(people) is State.UNKNOWN
    overview = people.markers[0].get("/marking").text
    assert "1 answer waits for you" in overview
    assert "Lin Xiao" not in overview
    led = people.markers[0].get("/marking/pitches/pitch")
    assert led.location == f"/marking/answers/{attempt_id}/{position}"
    page = people.markers[0].get(led.location).text
    assert "My pitch." in page
    assert "<video" in page
    assert "Lin Xiao" not in page

    assert give(people.markers[0], attempt_id, position, 2, "Too fast.") == 303
    assert "1 that you marked waits for another marker" in people.markers[0].get("/marking").text
    assert give(people.markers[1], attempt_id, position, 5, "Very clear.") == 303
    assert scores(people, attempt_id) == []
    assert give(people.markers[2], attempt_id, position, 4) == 303

    [score] = scores(people, attempt_id)
    with people.app.app_context():
        [mark] = db.session.scalars(select(Mark).where(Mark.attempt_id == attempt_id, Mark.position == position))
        assert (mark.earned, mark.possible, mark.points) == (7, 8, 4)  # the mean of 4 and 5, which stand closest: 3/4 and 1
        assert mark.given_by == f"person:{people.marker_ids[1]},person:{people.marker_ids[2]}"
        assert len(db.session.scalars(select(Marking)).all()) == 3
        assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "answer.marked")).all()) == 3
    assert score.is_passed
    [period] = certificates(people.app)
    assert period.evidence["exam"] == f"attempt:{attempt_id}"
    assert readiness(people) is State.MET
    result = people.browser.get(f"/attempts/{attempt_id}/result").text
    assert "Passed" in result
    assert "Too fast." in result
    assert "Marker 1" in result
    assert "of 4 points" not in result  # marks per question of an exam open in an appeal only
    assert give(people.markers[2], attempt_id, position, 1) == 404


def test_two_who_agree_are_enough_and_one_may_mend_until_then(people: People) -> None:
    finish_course(people.browser)
    attempt_id, position = sit(people)
    assert give(people.markers[0], attempt_id, position, 1) == 303
    assert "You have marked this" in people.markers[0].get(f"/marking/answers/{attempt_id}/{position}").text
    assert give(people.markers[0], attempt_id, position, 4) == 303
    assert scores(people, attempt_id) == []
    assert give(people.markers[1], attempt_id, position, 3) == 303
    with people.app.app_context():
        [mark] = db.session.scalars(select(Mark).where(Mark.attempt_id == attempt_id, Mark.position == position))
        assert (mark.earned, mark.possible) == (5, 8)
    assert len(scores(people, attempt_id)) == 1


def test_who_may_not_mark_finds_nothing(people: People) -> None:
    finish_course(people.browser)
    attempt_id, position = sit(people)
    with people.app.app_context():
        [file] = db.session.scalars(select(AnswerFile))
    address = f"/marking/answers/{attempt_id}/{position}"
    assert "Nothing waits for you" in people.manager.get("/marking").text  # an assessor, but in the reporting line
    for browser in (people.manager, people.other, people.browser):
        assert browser.get(address).status_code == 404
        assert give(browser, attempt_id, position, 5) == 404
    for browser in (people.manager, people.other):
        assert browser.get(f"/answer-files/{file.id}").status_code == 404
    assert people.markers[0].get(f"/marking/answers/{attempt_id}/{position - 1}").status_code == 404
    assert people.markers[0].post(address, data={"feedback": "no ratings"}).status_code == 422


def test_a_file_comes_back_as_it_went_whole_and_in_part(people: People) -> None:
    finish_course(people.browser)
    attempt_id, position = sit(people)
    with people.app.app_context():
        [file] = db.session.scalars(select(AnswerFile))
        assert len(db.session.scalars(select(AnswerFileChunk)).all()) == 3
    whole = people.browser.get(f"/answer-files/{file.id}")
    assert whole.data == VIDEO
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Disposition"] == "attachment; filename=pitch.mp4"
    assert whole.mimetype == "video/mp4"
    part = people.markers[0].get(f"/answer-files/{file.id}", headers={"Range": "bytes=262100-262199"})
    assert part.status_code == 206
    assert part.data == VIDEO[262100:262200]
    assert give(people.markers[0], attempt_id, position, 4) == 303
    assert give(people.markers[1], attempt_id, position, 4) == 303
    assert people.markers[0].get(f"/answer-files/{file.id}").status_code == 200  # has marked it
    assert people.markers[2].get(f"/answer-files/{file.id}").status_code == 404  # no business any more


def test_nothing_handed_in_is_nothing_to_mark(people: People) -> None:
    finish_course(people.browser)
    started = people.browser.post("/quizzes/exam/start")
    attempt_id = int(re.findall(r"\d+", started.location)[-1])
    people.browser.post(f"/attempts/{attempt_id}/submit")
    [score] = scores(people, attempt_id)
    assert not score.is_passed
    assert "Nothing waits for you" in people.markers[0].get("/marking").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_open_in_both_languages(people: People, language: str) -> None:
    finish_course(people.browser)
    attempt_id, position = sit(people)
    for browser in (people.markers[0], people.browser):
        browser.post("/language", data={"language": language})
    for address in ("/marking", f"/marking/answers/{attempt_id}/{position}"):
        assert people.markers[0].get(address).status_code == 200
    assert people.browser.get(f"/attempts/{attempt_id}/result").status_code == 200
