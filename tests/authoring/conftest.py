"""The sample content, an author, and a browser for each who may and may not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.people.tables import Person
from tests.content import sample
from tests.factories import grant, make_person


@pytest.fixture
def content(app: Flask, tmp_path: Path) -> Flask:
    """The app with the sample content stored."""
    with app.app_context():
        sample.sync(tmp_path)
    return app


@pytest.fixture
def author(content: Flask, sign_in: Callable[[Person], FlaskClient]) -> FlaskClient:
    """An author's browser."""
    with content.app_context():
        person = make_person("Nora Finch")
        grant(person, "author")
    return sign_in(person)


@pytest.fixture
def learner(content: Flask, sign_in: Callable[[Person], FlaskClient]) -> FlaskClient:
    """The browser of somebody who only learns."""
    with content.app_context():
        person = make_person("Lin Xiao")
    return sign_in(person)
