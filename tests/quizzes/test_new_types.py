"""Partial credit, unanswered parts and the content checks of cloze, categorise, hotspot, role-play and dialogue."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from portal import content
from portal.people.tables import Person
from portal.quizzes import queries, types
from portal.quizzes.types.dialogue.rules import State, begin, offered, skills_shown, step, walk
from portal.quizzes.types.role_play.rules import files_of, text_of
from tests import factories
from tests.content.sample import SKILL, sync, write
from tests.quizzes import samples


def marked(data: dict[str, Any], answer: Any) -> Fraction:
    """The mark of an answer to a form that is not shuffled."""
    facts = types.model_of(data["type"]).model_validate(data).facts()
    rules = types.rules_of(data["type"])
    drawn = rules.draw(facts, "seed", False)
    if data["type"] == "categorise":
        drawn = drawn | {"order": list(range(len(facts["items"])))}  # the things are always mixed
    return rules.mark(facts, answer, drawn)


@pytest.mark.parametrize(("answer", "mark"), [
    (["The Customer", 0, "3"], Fraction(1)),
    (["客户。", 0, "３"], Fraction(1)),  # one list of forms for both languages, full width too
    (["the customer", 1, "3"], Fraction(2, 3)),
    (["the customer", None, None], Fraction(1, 3)),
    (["the customer"], Fraction(1, 3)),
    ([None, True, 3], Fraction(0)),
    ([0, "0", "3.1", "more"], Fraction(0)),
    ("the customer", Fraction(0)),
])  # fmt: skip
def test_cloze_gives_a_part_for_each_gap(answer: Any, mark: Fraction) -> None:
    assert marked(samples.cloze(), answer) == mark


@pytest.mark.parametrize(("answer", "mark"), [
    ([1, 0, 1, 0], Fraction(1)), ([1, 0, 0, 0], Fraction(3, 4)), ([1, None, None, None], Fraction(1, 4)), ([1], Fraction(1, 4)),
    ([True, 0.0, "1", 0], Fraction(1, 4)), ([7, -1, 1], Fraction(1, 4)), ({"0": 1}, Fraction(0)),
])  # fmt: skip
def test_categorise_gives_a_part_for_each_thing(answer: Any, mark: Fraction) -> None:
    assert marked(samples.categorise(), answer) == mark


@pytest.mark.parametrize(("several", "answer", "mark"), [
    (False, [0], Fraction(1)), (False, [1], Fraction(0)), (False, [0, 1], Fraction(0)), (False, 0, Fraction(0)), (False, [0, 0], Fraction(1)),
    (True, [0, 1], Fraction(1)), (True, [0], Fraction(1, 2)), (True, [0, 2], Fraction(0)), (True, [0, 1, 2], Fraction(1, 2)), (True, [2], Fraction(0)),
])  # fmt: skip
def test_hotspot(several: bool, answer: Any, mark: Fraction) -> None:
    assert marked(samples.hotspot(several), answer) == mark


@pytest.mark.parametrize(("answer", "text", "files", "waits"), [
    ({"text": " a ", "files": [3, 3, 4]}, "a", (3, 4), True),
    ({"text": "", "files": [True, "7", 2]}, "", (2,), True),
    ({"text": " ", "files": []}, "", (), False),
    ({"files": "no list"}, "", (), False),
    ([1], "", (), False),
    (None, "", (), False),
])  # fmt: skip
def test_a_role_play_waits_for_people_once_something_is_handed_in(
    answer: Any, text: str, files: tuple[int, ...], waits: bool
) -> None:
    assert (text_of(answer), files_of(answer)) == (text, files)
    assert types.is_for_people("role_play", {}, answer, {}) is waits


TALK = types.model_of("dialogue").model_validate(samples.dialogue()).facts()
STILL = {"orders": {name: list(range(len(scene["replies"]))) for name, scene in TALK["scenes"].items()}}


@pytest.mark.parametrize(("answer", "scene", "mood", "told", "mark"), [
    ([], "door", -1, set(), Fraction(0)),
    ([0], "tells", 0, {"budget"}, Fraction(0)),  # not brought to an end
    ([0, 0], "good", 0, {"budget"}, Fraction(1)),
    ([0, 1], "poor", 0, {"budget"}, Fraction(1, 2)),
    ([1, 0], "cold", -2, set(), Fraction(0)),  # the mood is too low for the offer: it is not there
    ([1, 1], "poor", -2, set(), Fraction(0)),
    ([0, 0, 0], "good", 0, {"budget"}, Fraction(1)),
])  # fmt: skip
def test_mood_and_information_decide_what_can_be_said(
    answer: list[int], scene: str, mood: int, told: set[str], mark: Fraction
) -> None:
    assert walk(TALK, answer, STILL).end == State(scene, mood, frozenset(told))
    assert types.rules_of("dialogue").mark(TALK, answer, STILL) == mark


def test_the_skills_that_were_shown_and_where() -> None:
    [shown] = skills_shown(TALK, walk(TALK, [0, 1], STILL))
    assert (shown.skill, shown.earned, shown.possible, shown.turns) == (SKILL, 2, 4, (1,))


@given(st.lists(st.integers(0, 3), max_size=8))
def test_a_way_only_takes_what_is_offered(answer: list[int]) -> None:
    state = begin(TALK)
    for before, reply in walk(TALK, answer, STILL).turns:
        assert before == state
        assert reply in offered(TALK, state)
        state = step(TALK, state, reply)


def test_a_dialogue_without_moods_scores_as_it_was_stored() -> None:
    plain = copy.deepcopy(samples.dialogue())
    del plain["mood"], plain["information"]
    for scene in plain["scenes"].values():
        scene.pop("tells", None)
        for reply in scene.get("replies", ()):
            for key in ("mood", "needs", "mood_at_least", "skill", "note"):
                reply.pop(key, None)
    facts = types.model_of("dialogue").model_validate(plain).facts()
    assert set(facts) == {"start", "scenes", "pass_points"}
    assert set(facts["scenes"]["door"]) == {"replies", "ending"}
    assert set(facts["scenes"]["door"]["replies"][0]) == {"id", "next", "points"}


def changed(data: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A copy with one place changed."""
    copied = copy.deepcopy(data)
    at = copied
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = to
    return copied


WRONG = [
    (changed(samples.cloze(), "text", "en", to="No gap at all"), "The text has no gap `{who}`"),
    (changed(samples.cloze(), "text", "zh", to="{who}{how-much}{loss}{more}"), "There is no gap `more`"),
    (changed(samples.cloze(), "text", "zh", to="{who}{how-much}{loss}{who}"), "is there twice"),
    (changed(samples.cloze(), "gaps", "loss", to={"answer": "1 / 0"}), "divides by zero"),
    (changed(samples.cloze(), "gaps", "loss", to={"answer": "1 / 3"}), "cannot be typed exactly"),
    (changed(samples.cloze(), "gaps", "loss", to={"answer": 3, "accepted": ["3"]}), "exactly one of the three"),
    (changed(samples.cloze(), "gaps", "how-much", "choices", 0, "correct", to=False), "0 of 2 choices are correct"),
    (changed(samples.categorise(), "items", 0, "category", to="none"), "There is no category `none`"),
    (changed(samples.categorise(), "items", 1, "text", to={"zh": "另一个", "en": "item 0"}), "Two of them say the same"),
    (changed(samples.hotspot(), "areas", 0, "correct", to=False), "0 of 3 areas are correct"),
    (changed(samples.hotspot(), "areas", 0, "rectangle", to=[50, 0, 60, 10]), "leaves the picture"),
    (changed(samples.hotspot(), "picture", to="gone.png"), "No picture `gone.png`"),
    (changed(samples.hotspot(), "picture", to="../x.png"), "pattern"),
    (changed(samples.role_play(), "rubric", to="none"), "There is no rubric `none`"),
    (changed(samples.dialogue(), "scenes", "tells", "replies", 0, "needs", to=["secret"]), "No scene tells `secret`"),
    (changed(samples.dialogue(), "scenes", "door", "replies", 0, "skill", to="none"), "There is no skill `none`"),
    (changed(samples.dialogue(), "scenes", "cold", "replies", 1, "mood_at_least", to=2), "nothing may be said here"),
    (changed(samples.dialogue(), "points", to=3), "The best way earns 4"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "said"), WRONG, ids=[said for _question, said in WRONG])
def test_the_checker_says_what_is_wrong(tmp_path: Path, question: dict[str, Any], said: str) -> None:
    samples.write_picture(tmp_path)
    bank = {"bank": "many", "pool": "practice", "questions": [question]}
    _found, problems = content.read(write(tmp_path, {"quizzes/many.yaml": bank}))
    assert any(said in str(problem) and "many.yaml" in problem.file for problem in problems), problems


def test_a_picture_that_changes_makes_a_new_version(tmp_path: Path) -> None:
    samples.write_picture(tmp_path)
    before = content.read(write(tmp_path, samples.files()))[0].quizzes.questions["many/hotspot"].facts()
    (tmp_path / "quizzes" / "media" / "shelf.png").write_bytes(samples.PIXEL + b"\0")
    after = content.read(tmp_path)[0].quizzes.questions["many/hotspot"].facts()
    assert before != after


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("how", ["unanswered", "key"])
def test_every_type_is_asked_and_shown(
    app: Flask, tmp_path: Path, sign_in: Callable[[Person], FlaskClient], language: str, how: str
) -> None:
    with app.app_context():
        samples.write_picture(tmp_path)
        sync(tmp_path, samples.files())
        person = factories.make_person(locale=language)
    browser = sign_in(person)
    attempt_id = int(re.findall(r"\d+", browser.post("/quizzes/everything/start").location)[-1])
    with app.app_context():
        view = queries.get_attempt_view(attempt_id, person.id)
    assert view is not None
    for question in view.questions if how == "key" else ():
        key = types.rules_of(question.type).key(question.facts, question.drawn)
        if question.type not in {"open", "role_play"}:
            body = {"save_id": f"save-{attempt_id}-{question.position:04d}", "based_on": 0, "answer": key}
            browser.post(f"/attempts/{attempt_id}/answers/{question.position}", json=body)
    page = browser.get(f"/attempts/{attempt_id}")
    assert page.status_code == 200
    assert page.text.count("<fieldset") >= 3
    browser.post(f"/attempts/{attempt_id}/submit")
    shown = browser.get(f"/attempts/{attempt_id}/result")
    assert shown.status_code == 200
    unanswered = "未作答" if language == "zh" else "not answered"
    assert shown.text.count(unanswered) >= (7 if how == "unanswered" else 2)


def test_a_gap_that_is_a_sum_shows_its_value_as_the_key(app: Flask) -> None:
    """The file may hold a formula; nobody reads `12 * 1200` as an answer."""
    data = samples.cloze()
    data["gaps"]["loss"]["answer"] = "12 * 1200"
    model = types.model_of("cloze").model_validate(data)
    facts = model.facts()
    drawn = types.rules_of("cloze").draw(facts, "seed", False)
    question = queries.QuestionView(0, "cloze", 1, facts, model.prose("en"), drawn, None, 0)
    presenter = types.presenter_of("cloze")
    assert presenter is not None
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert [piece.key for piece in presenter.present(question) if piece.kind == "number"] == ["14,400"]
