"""Authors' pages of a question, its disputes and corrections: who may open and do what, and whose names are shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import regrading
from portal.db import db
from portal.people.tables import Person
from portal.quizzes.queries.corrections import find_correction
from portal.quizzes.queries.disputes import find_dispute
from portal.quizzes.tables import Attempt, Dispute
from tests.factories import grant, join, make_person, make_team
from tests.journeys.correcting import QUESTION, RIGHT, WRONG, edited, result, sit, store

SignIn = Callable[[Person], FlaskClient]
PAGE = f"/authoring/questions/{QUESTION}"


class Scene:
    """A learner whose answer the wrong key refused; two authors; HR of the learner's team."""

    def __init__(self, sign_in: SignIn, folder: Path) -> None:
        store(folder, edited())
        team = make_team()
        self.learner, author, other, hr = (make_person(name) for name in ("Lin Xiao", "Nora Finch", "Omar Reed", "Hana Reed"))
        join(self.learner, team)
        for person, role in ((author, "author"), (other, "author"), (hr, "hr")):
            grant(person, role)
        self.attempt = sit(self.learner, {"pool/exam-1": WRONG})
        store(folder, edited(key=RIGHT, prompt={"zh": "新的题干？", "en": "A <new> prompt?"}))
        self.as_learner, self.author, self.other, self.hr = (sign_in(one) for one in (self.learner, author, other, hr))


@pytest.fixture
def scene(app: Flask, sign_in: SignIn, tmp_path: Path) -> Any:
    with app.app_context():
        yield Scene(sign_in, tmp_path)


def propose(browser: FlaskClient, kind: str = "key", reason: str = "The key was wrong.") -> int:
    answer = browser.post(f"{PAGE}/corrections", data={"kind": kind, "reason": reason})
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


def test_a_question_shows_its_versions_and_how_they_differ(scene: Scene) -> None:
    page = scene.author.get(PAGE).text
    for words in (
        "scoring: its answers can be marked", "1 attempts", "choice 1 is right", "choice 2 is right", "<td>no</td><td>yes</td>", "Nobody has disputed", "was never corrected",
    ):  # fmt: skip
        assert words in page
    assert "A <new> prompt" not in page
    assert "Lin Xiao" not in page
    assert f'href="{PAGE}"' in scene.author.get("/authoring/banks/pool").text
    assert scene.author.get("/authoring/questions/pool/nothing").status_code == 404


def test_one_proposes_and_another_approves(scene: Scene) -> None:
    number = propose(scene.author)
    assert propose(scene.author) == number  # a second click
    page = scene.author.get(f"/authoring/corrections/{number}").text
    assert "1 attempts drew the question. 1 scores change: 1 go up, 0 go down." in page
    assert "gains the pass" in page
    assert "Lin Xiao" not in page  # an author sees figures, not names
    assert "Somebody else has to approve what you proposed." in page
    assert scene.author.post(f"/authoring/corrections/{number}/approve").status_code == 409
    assert "Lin Xiao" in scene.hr.get(f"/authoring/corrections/{number}").text
    assert "Approve" in scene.other.get(f"/authoring/corrections/{number}").text
    for _click in range(2):
        assert scene.other.post(f"/authoring/corrections/{number}/approve").status_code == 303
    assert result(scene.attempt.attempt_id).earned == 4
    assert regrading.run_waiting() == 1
    assert result(scene.attempt.attempt_id).earned == 5
    assert "in force" in scene.author.get(f"/authoring/corrections/{number}").text
    shown = scene.as_learner.get(f"/attempts/{scene.attempt.attempt_id}/result").text
    assert f"Corrected: 67 % before, 83 % now (correction {number}" in shown
    assert "The key was wrong." not in shown  # a reason may tell the key of an exam question


def test_hr_approves_too_and_does_not_author(scene: Scene) -> None:
    number = propose(scene.author)
    assert scene.hr.get("/authoring/corrections").status_code == 200
    assert scene.hr.get(PAGE).status_code == 404
    assert scene.hr.post(f"{PAGE}/corrections", data={"kind": "void", "reason": "x"}).status_code == 404
    assert scene.hr.post(f"/authoring/corrections/{number}/withdraw").status_code == 404
    assert scene.hr.post(f"/authoring/corrections/{number}/approve").status_code == 303


def test_a_learner_finds_none_of_it(scene: Scene) -> None:
    number = propose(scene.author)
    for address in (PAGE, "/authoring/corrections", f"/authoring/corrections/{number}", "/authoring/disputes"):
        assert scene.as_learner.get(address).status_code == 404
    for address in (
        f"{PAGE}/corrections", f"/authoring/corrections/{number}/approve", f"/authoring/corrections/{number}/withdraw",
        "/authoring/disputes/1/answer",
    ):  # fmt: skip
        assert scene.as_learner.post(address).status_code == 404
    assert find_correction(number).state == "proposed"


def test_bad_forms_get_a_sentence(scene: Scene) -> None:
    refused = scene.author.post(f"{PAGE}/corrections", data={"kind": "key", "reason": " "})
    assert refused.status_code == 422
    assert "Say why the question is corrected" in refused.text
    assert scene.author.post(f"{PAGE}/corrections", data={"kind": "guess", "reason": "x"}).status_code == 404
    assert scene.author.get("/authoring/corrections/99").status_code == 404
    assert scene.other.post("/authoring/corrections/99/approve").status_code == 404


def test_a_proposal_is_withdrawn_once_and_for_all(scene: Scene) -> None:
    number = propose(scene.author)
    for _click in range(2):
        assert scene.author.post(f"/authoring/corrections/{number}/withdraw").status_code == 303
    assert scene.other.post(f"/authoring/corrections/{number}/approve").status_code == 409
    assert propose(scene.author) != number


def test_empty_lists_say_what_to_do(scene: Scene) -> None:
    assert "Nothing was corrected yet" in scene.author.get("/authoring/corrections").text
    assert "No dispute waits for an answer" in scene.author.get("/authoring/disputes").text


@pytest.mark.parametrize("address", [PAGE, "/authoring/corrections", "/authoring/corrections/1", "/authoring/disputes"])
def test_the_pages_open_in_chinese(scene: Scene, address: str) -> None:
    propose(scene.author)
    dispute(scene)
    scene.author.post("/language", data={"language": "zh"})
    page = scene.author.get(address)
    assert page.status_code == 200
    assert "%(" not in page.text
    assert "更正" in page.text or "异议" in page.text


def position_of(scene: Scene, question: str = QUESTION) -> int:
    form = db.session.get_one(Attempt, scene.attempt.attempt_id).form
    return next(n for n, one in enumerate(form) if one["question"] == question)


def correction_of(dispute_id: int) -> int | None:
    db.session.close()
    found = find_dispute(dispute_id)
    assert found is not None
    return found.correction_id


def dispute(scene: Scene, text: str = "Two answers are right.", position: int | None = None) -> int:
    where = position_of(scene) if position is None else position
    answer = scene.as_learner.post(f"/attempts/{scene.attempt.attempt_id}/questions/{where}/dispute", data={"text": text})
    assert answer.status_code == 303, answer.text
    db.session.close()
    return db.session.scalars(db.select(Dispute.id).order_by(Dispute.id.desc())).first() or 0


def test_a_dispute_is_upheld_and_leads_to_a_correction(scene: Scene) -> None:
    address = f"/attempts/{scene.attempt.attempt_id}/result"
    assert "This question is wrong" in scene.as_learner.get(address).text
    number = dispute(scene)
    assert dispute(scene, "Again!") == number  # one for a question and attempt
    assert "An author will answer here." in scene.as_learner.get(address).text
    listed = scene.author.get("/authoring/disputes").text
    assert "Two answers are right." in listed
    assert "Lin Xiao" not in listed
    form = {"outcome": "upheld", "answer": "You are right, thank you."}
    answered = scene.author.post(f"/authoring/disputes/{number}/answer", data=form)
    assert answered.location == f"{PAGE}#correct"
    assert scene.author.post(f"/authoring/disputes/{number}/answer", data=form).status_code == 409
    page = scene.as_learner.get(address).text
    assert "You are right, thank you." in page
    assert "The correction is under way" in page
    correction = propose(scene.author)
    assert correction_of(number) == correction
    assert "1 upheld disputes led to it." in scene.other.get(f"/authoring/corrections/{correction}").text
    scene.other.post(f"/authoring/corrections/{correction}/approve")
    regrading.run(correction)
    assert f"Correction {correction} is in force since" in scene.as_learner.get(address).text
    assert result(scene.attempt.attempt_id).is_passed


def test_a_withdrawn_correction_lets_its_disputes_go(scene: Scene) -> None:
    number = dispute(scene)
    scene.author.post(f"/authoring/disputes/{number}/answer", data={"outcome": "upheld", "answer": "Yes."})
    correction = propose(scene.author)
    scene.author.post(f"/authoring/corrections/{correction}/withdraw")
    assert correction_of(number) is None


def test_a_dispute_is_declined_with_an_answer(scene: Scene) -> None:
    number = dispute(scene)
    address = f"/authoring/disputes/{number}/answer"
    assert scene.author.post(address, data={"outcome": "declined", "answer": " "}).status_code == 422
    assert scene.author.post(address, data={"outcome": "perhaps", "answer": "x"}).status_code == 422
    assert scene.author.post(address, data={"outcome": "declined", "answer": "See lesson two."}).status_code == 303
    page = scene.as_learner.get(f"/attempts/{scene.attempt.attempt_id}/result").text
    assert "See lesson two." in page
    propose(scene.author)
    assert correction_of(number) is None
    assert scene.author.post("/authoring/disputes/99/answer", data={"outcome": "declined", "answer": "x"}).status_code == 404


def test_only_ones_own_finished_question_is_disputed(scene: Scene, sign_in: SignIn) -> None:
    base = f"/attempts/{scene.attempt.attempt_id}/questions"
    assert scene.author.post(f"{base}/0/dispute", data={"text": "x"}).status_code == 404
    assert scene.as_learner.post(f"{base}/6/dispute", data={"text": "x"}).status_code == 404
    assert scene.as_learner.post(f"{base}/0/dispute", data={"text": " "}).status_code == 422
    assert db.session.scalars(db.select(Dispute)).all() == []


def test_nobody_answers_their_own_dispute(scene: Scene, sign_in: SignIn) -> None:
    grant(scene.learner, "author")
    number = dispute(scene)
    own = sign_in(scene.learner)
    assert own.post(f"/authoring/disputes/{number}/answer", data={"outcome": "upheld", "answer": "I am."}).status_code == 409
