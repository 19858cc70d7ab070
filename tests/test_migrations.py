"""Migrations make the schema that the code has, on both databases; ledgers are held append-only; the app starts on what they made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from config import ROOT, load
from portal.app import create_app
from portal.db import db
from portal.demo import service
from portal.quizzes.queries import list_results
from portal.schema import LEDGERS
from tests.databases import postgresql_url


def test_the_migrations_make_todays_schema_and_unmake_it(tmp_path: Path) -> None:
    app = _app(tmp_path)
    with app.app_context():
        upgrade()
        names = set(inspect(db.engine).get_table_names())
        assert {table.name for table in db.metadata.sorted_tables} <= names
        with db.engine.connect() as connection:
            found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), db.metadata)
            assert found == []
            assert connection.execute(text("SELECT count FROM audit_head")).scalar() == 0
        downgrade(revision="base")
        assert not {table.name for table in db.metadata.sorted_tables} & set(inspect(db.engine).get_table_names())
        db.session.remove()
        db.engine.dispose()


def test_a_year_of_the_last_release_goes_up_with_its_data(tmp_path: Path) -> None:
    app = _app(tmp_path)
    with app.app_context():
        upgrade()
        service.load(ROOT)
        db.session.remove()
        downgrade(revision="0001")
        with db.engine.connect() as connection:
            before = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in _tables()}
        assert before["scores"]
        assert before["marks"]
        upgrade()
        with db.engine.connect() as connection:
            after = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in before}
            assert after == before
            with pytest.raises(DatabaseError, match="append-only"):
                connection.execute(text("UPDATE marks SET earned = earned"))
        assert list_results(
            [db.session.execute(text("SELECT min(person_id) FROM attempts WHERE purpose <> 'practice'")).scalar_one()]
        )
        db.session.remove()
        db.engine.dispose()


def _tables() -> list[str]:
    return [name for name in inspect(db.engine).get_table_names() if name != "alembic_version"]


def _app(folder: Path) -> Flask:
    if os.environ.get("PORTAL_TEST_DATABASE") == "postgresql":
        url = postgresql_url(folder, f"migration_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}")
    else:
        url = f"sqlite:///{folder / 'portal.sqlite3'}"
    return create_app(load({"PORTAL_VAR": str(folder), "DATABASE_URL": url}))


def test_every_ledger_refuses_to_be_changed(app: Flask) -> None:
    with app.app_context():
        service.load(ROOT)
        db.session.remove()
        # the demo company has no open answers and no closed gate: see tests/quizzes/test_markings.py and test_gates.py
        for table in set(LEDGERS) - {"markings", "gate_decisions"}:
            column = next(iter(db.metadata.tables[table].primary_key.columns)).name
            for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
                with db.engine.connect() as connection:
                    assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar(), f"no row in {table}"
                    with pytest.raises(DatabaseError, match="append-only"):
                        connection.execute(text(statement))
