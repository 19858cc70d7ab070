"""A small portal of its own for the fault suites: the sample content, people, and a database in a folder that is thrown away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask_migrate import upgrade

from config import load
from portal import clock
from portal.app import create_app
from portal.db import db, transaction
from portal.people.rules import Accommodation
from portal.quizzes import service
from tests import factories
from tests.content import sample
from tests.databases import postgresql_url


class World:
    """`settings` start a portal over it, `app` works on it from here."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database
        url = postgresql_url(folder, f"faults_{os.getpid()}") if database == "postgresql" else f"sqlite:///{folder / 'one.sqlite3'}"
        self.settings = {"DATABASE_URL": url, "CONTENT_FOLDER": str(folder / "content"), "CI": ""}
        sample.write(folder / "content")
        self.app: Flask = create_app(load({**os.environ, **self.settings, "PORTAL_VAR": str(folder / "var")}))
        with self.app.app_context():
            upgrade()
            sample.sync(folder / "content")
            db.session.remove()

    def people(self, count: int) -> list[int]:
        """So many new people, who were told what counts."""
        with self.app.app_context():
            made = [factories.make_person(f"Person {n}") for n in range(count)]
            factories.give_notice(*made)
            ids = [one.id for one in made]
            db.session.remove()
        return ids

    def start(self, person: int, quiz: str = "practice") -> int:
        """An attempt."""
        with self.app.app_context():
            with transaction():
                attempt = service.start(person, quiz, "en", 0, Accommodation(), clock.now())
            db.session.remove()
        return attempt


@contextmanager
def world(database: str) -> Iterator[World]:
    """A world that is gone afterwards."""
    with TemporaryDirectory(prefix="portal-faults-", ignore_cleanup_errors=True) as name:
        made = World(Path(name), database)
        yield made
        with made.app.app_context():
            db.engine.dispose()
