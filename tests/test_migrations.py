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
from portal.schema import LEDGERS
from tests.databases import postgresql_url


def test_the_first_migration_makes_todays_schema_and_unmakes_it(tmp_path: Path) -> None:
    if os.environ.get("PORTAL_TEST_DATABASE") == "postgresql":
        url = postgresql_url(tmp_path, f"migration_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}")
    else:
        url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    app = create_app(load({"PORTAL_VAR": str(tmp_path), "DATABASE_URL": url}))
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


def test_every_ledger_refuses_to_be_changed(app: Flask) -> None:
    with app.app_context():
        service.load(ROOT)
        db.session.remove()
        for table in LEDGERS:
            column = next(iter(db.metadata.tables[table].primary_key.columns)).name
            for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
                with db.engine.connect() as connection:
                    assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar(), f"no row in {table}"
                    with pytest.raises(DatabaseError, match="append-only"):
                        connection.execute(text(statement))
