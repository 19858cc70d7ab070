"""One app for the whole run, a clean database for each test, on SQLite or (PORTAL_TEST_DATABASE=postgresql) PostgreSQL."""

from __future__ import annotations

import contextvars
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from config import load
from portal.app import create_app
from portal.audit.tables import AuditHead
from portal.courses import queries as courses
from portal.courses import shell
from portal.db import append_only, db, transaction
from portal.framework import queries as framework
from portal.people.tables import Person, SignIn
from portal.schema import LEDGERS
from tests.databases import postgresql_url


class FreshClient(FlaskClient):
    """A client whose requests see no context of the test: as in production, nothing is shared between two requests."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return contextvars.Context().run(super().open, *args, **kwargs)


def _make_schema() -> None:
    db.create_all()
    dialect = db.engine.dialect.name
    with db.engine.begin() as connection:
        for table in LEDGERS:
            for statement in append_only(table)[dialect]:
                connection.execute(text(statement))


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app with an empty schema; use `app`, which cleans up before each test."""
    folder = tmp_path_factory.mktemp("portal")
    if os.environ.get("PORTAL_TEST_DATABASE") == "postgresql":
        url = postgresql_url(folder, os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    else:
        url = f"sqlite:///{folder / 'portal.sqlite3'}"
    env = {"PORTAL_VAR": str(folder / "var"), "DATABASE_URL": url, "TIME_ZONE": "Asia/Shanghai"}
    app = create_app(load(env))
    app.testing = True
    app.test_client_class = FreshClient
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        _make_schema()
        db.engine.dispose()
    if url.startswith("sqlite"):
        shutil.copy(folder / "portal.sqlite3", folder / "empty.sqlite3")
    yield app
    with app.app_context():
        db.engine.dispose()


def empty(app: Flask) -> None:
    """Every table empty, every cache forgotten."""
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        path = Path(str(db.engine.url.database))
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        shutil.copy(path.with_name("empty.sqlite3"), path)
    else:
        names = ", ".join(table.name for table in db.metadata.sorted_tables)
        with db.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    app.config["PORTAL"].audit_head_file.unlink(missing_ok=True)
    for cache in (framework, courses, shell):
        cache.forget()
    with transaction():
        db.session.add(AuditHead(id=1, count=0, mac="0" * 64))
    db.session.remove()


@pytest.fixture
def app(shared_app: Flask) -> Flask:
    """The app over an empty database. CSRF is off; tests of forged forms switch it on with `forgery_guard`."""
    with shared_app.app_context():
        empty(shared_app)
    return shared_app


@pytest.fixture
def forgery_guard(app: Flask) -> Iterator[None]:
    """CSRF as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """An app context for tests of services and queries, with its database session."""
    with app.app_context():
        yield db.session  # type: ignore[misc]  # a scoped session behaves as the session it stands for
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody is signed in with. It asks for English, so that tests read the words in the code."""
    browser = app.test_client()
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], FlaskClient]:
    """`sign_in(person)` gives a browser in which that person is signed in."""

    def as_person(person: Person) -> FlaskClient:
        token = f"token-of-{person.id}-{os.urandom(4).hex()}"
        now = datetime.now(UTC)
        with app.app_context(), transaction():
            db.session.add(
                SignIn(
                    token_hash=hashlib.sha256(token.encode()).hexdigest(),
                    person_id=person.id,
                    created_at=now,
                    expires_at=now + timedelta(days=1),
                )
            )
        browser = app.test_client()
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
        return browser

    return as_person
