"""The database: engine settings, Base, column types and the one transaction.

Works on SQLite and PostgreSQL alike. `transaction()` is the only place that commits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, MetaData, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "cache_size=-32000")

Json = JSON()
Key = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """All tables; constraint names follow one pattern, so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcMoment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. A naive one is refused: somebody forgot the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal with four places, stored as a whole number of ten-thousandths: no float on either database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        if value is None:
            return None
        return int((Decimal(value) * 10_000).quantize(Decimal(1), ROUND_HALF_UP))

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 10_000


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "autoflush": True})


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _on_begin
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    # A read that upgrades to a write fails at once under WAL, however long the busy timeout: a writer says so first.
    immediate = connection.get_execution_options().get("will_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def prepare_engine(engine: Engine) -> None:
    """Apply the pragmas and the way transactions begin to an SQLite engine; nothing to do for PostgreSQL."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


@contextmanager
def transaction() -> Iterator[None]:
    """One unit of work: commits at the end, rolls back on any exception. It does not nest.

    What was read before it began is let go first, so that everything decided inside is read inside.
    On SQLite it takes the write lock at once (BEGIN IMMEDIATE).
    """
    if db.session.info.get("in_unit"):
        raise RuntimeError("a transaction is open already: services take part in it, only the outermost opens it")
    db.session.close()
    db.session.info["in_unit"] = True
    try:
        db.session.connection(execution_options={"will_write": True})
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.info.pop("in_unit", None)


def append_only(table: str) -> dict[str, list[str]]:
    """DDL, by dialect name, of triggers that refuse UPDATE and DELETE on a table: for migrations and tests."""
    if not re.fullmatch(r"[a-z_]+", table):
        raise ValueError(table)
    sqlite = [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    postgresql = [
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
    ]
    return {"sqlite": sqlite, "postgresql": postgresql}
