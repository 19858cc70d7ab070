"""CONTRIBUTING's checklist: a question type is a folder, and no change elsewhere. One is added here and thrown away."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.people.tables import Person
from portal.quizzes import queries, types
from tests import factories
from tests.content.sample import SKILL, both, sync

FOLDER = {
    "__init__.py": '"""The question type echo."""',
    "rules.py": """
        from fractions import Fraction

        def draw(facts, seed, shuffle):
            return {"times": len(seed) % 2 + 1}

        def mark(facts, answer, drawn):
            return Fraction(int(isinstance(answer, str) and answer == key(facts, drawn)))

        def key(facts, drawn):
            return facts["word"] * drawn["times"]
        """,
    "content.py": """
        from typing import Literal
        from portal.quizzes.types.base import Question

        class Model(Question):
            type: Literal["echo"]
            word: str

            def facts(self):
                return {"word": self.word}
        """,
    "presenting.py": """
        def present(question):
            return f"say it {question.drawn['times']} times"

        def from_form(form, present_answer, files):
            return form.get("said") or None
        """,
    "_ask.html": '<div data-answer="echo"><label for="e{{ question.position }}">{{ present(question) }}</label><input id="e{{ question.position }}" name="said"></div>',
    "_shown.html": "<p>said: {{ question.answer or 'nothing' }}{% if question.shows_key %}; wanted: {{ question.key }}{% endif %}</p>",
    "answer.js": "export default { read: (box) => box.querySelector('input').value || null, show() {} };",
    "answer.css": ".echo { color: inherit; }",
}


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[None]:
    """The folder of a type, which types.__path__ finds as it finds the others."""
    folder = tmp_path / "types" / "echo"
    folder.mkdir(parents=True)
    for name, text in FOLDER.items():
        (folder / name).write_text(dedent(text).strip() + "\n", encoding="utf-8")
    types.__path__.append(str(folder.parent))
    importlib.invalidate_caches()
    types.forget()
    yield
    types.__path__.remove(str(folder.parent))
    types.forget()
    for name in [name for name in sys.modules if name.startswith("portal.quizzes.types.echo")]:
        del sys.modules[name]


@pytest.mark.usefixtures("echo")
def test_a_folder_is_all_that_a_type_needs(app: Flask, tmp_path: Path, sign_in: Callable[[Person], FlaskClient]) -> None:
    question = {
        "id": "echo", "type": "echo", "skill": SKILL, "level": 1, "objective": "ask-open-questions", "points": 3,
        "prompt": both("What do you hear?"), "word": "ho",
    }  # fmt: skip
    quiz = {
        "quiz": "echoes", "title": both("Echoes"), "purpose": "practice", "questions": ["echo/echo"], "pass_percent": 50,
        "shows": "key_and_feedback",
    }  # fmt: skip
    bank = {"bank": "echo", "pool": "practice", "questions": [question]}
    with app.app_context():
        sync(tmp_path, {"quizzes/echo.yaml": bank, "quizzes/echoes.yaml": quiz})
        person = factories.make_person()
    browser = sign_in(person)

    for is_right in (True, False):
        attempt_id = int(re.findall(r"\d+", browser.post("/quizzes/echoes/start").location)[-1])
        with app.app_context():
            view = queries.get_attempt_view(attempt_id, person.id)
        assert view is not None
        key = types.rules_of("echo").key(view.questions[0].facts, view.questions[0].drawn)

        page = browser.get(f"/attempts/{attempt_id}").text
        assert f"say it {view.questions[0].drawn['times']} times" in page
        [script] = re.findall(r'data-scripts="(/quizzes/types/echo/answer\.js\?v=\w+)"', page)
        assert "export default" in browser.get(script).text
        assert "/quizzes/types/echo/answer.css" in page

        form = {"save_id": f"echo-save-{attempt_id}", "said": key if is_right else "hey"}
        assert browser.post(f"/attempts/{attempt_id}/answers/0", data=form).status_code == 303
        browser.post(f"/attempts/{attempt_id}/submit")
        shown = browser.get(f"/attempts/{attempt_id}/result").text
        assert f"said: {form['said']}; wanted: {key}" in shown
        assert ("3 of 3 points" if is_right else "0 of 3 points") in shown


def test_nothing_else_of_a_types_folder_is_given_away(app: Flask, sign_in: Callable[[Person], FlaskClient]) -> None:
    with app.app_context():
        browser = sign_in(factories.make_person())
    assert browser.get("/quizzes/types/dialogue/answer.js").status_code == 200
    assert browser.get("/quizzes/types/dialogue/answer.js").headers["Cache-Control"] == "no-cache"
    for address in (
        "dialogue/rules.py",
        "dialogue/_ask.html",
        "..%2fbase.py/answer.js",
        "single_choice/answer.js",
        "nothing/answer.js",
    ):
        assert browser.get(f"/quizzes/types/{address}").status_code == 404, address
    assert browser.get("/quizzes/media/none.png").status_code == 404
    assert browser.get("/quizzes/media/..%2fexam.yaml").status_code == 404
