"""Alembic's entry: migrates the database of the current app, on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Integer

from portal.db import Exact, UtcMoment, db

config = context.config


def render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Write our own types by their plain ones, so that a migration does not change when the code does."""
    if kind != "type":
        return False
    if isinstance(item, UtcMoment):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Exact):
        return "sa.BigInteger()"
    if type(item).__name__ == "BigInteger" and isinstance(item.dialect_impl(_sqlite()), Integer):
        return "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')"
    return False


def _sqlite() -> Any:
    from sqlalchemy.dialects import sqlite

    return sqlite.dialect()


def compare_type(_context: Any, _column: Any, _metadata_column: Any, inspected: Any, metadata: Any) -> bool | None:
    """Exact is a BIGINT in the database, and what SQLite calls a type says little."""
    if isinstance(metadata, Exact):
        return False
    return False if _context.dialect.name == "sqlite" else None


def run() -> None:
    """Migrate online; there is no offline mode, since triggers differ by database."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=compare_type,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
