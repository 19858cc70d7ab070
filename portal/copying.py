"""Copying all data between databases, SQLite or PostgreSQL, table by table in the order of their references."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Integer, LargeBinary, Table, func, insert, inspect, select, text

from portal.db import db

BATCH = 5000
BATCH_OF_FILES = 16  # rows that hold a quarter of a megabyte each


def copy_all(source: Engine, target: Engine) -> dict[str, int]:
    """Copy every table into a migrated, empty database; all or nothing. Returns rows by table.

    Raises ValueError where the target is not migrated or holds data.
    """
    tables = db.metadata.sorted_tables
    there = set(inspect(target).get_table_names())
    missing = [table.name for table in tables if table.name not in there]
    if missing:
        raise ValueError(f"The target lacks {missing[0]}. Migrate it first: DATABASE_URL=… flask --app portal.app db upgrade")
    counts: dict[str, int] = {}
    with source.connect() as reading, target.begin() as writing:
        full = [
            table.name for table in tables if table.name != "audit_head" and writing.scalar(select(func.count()).select_from(table))
        ]
        if full:
            raise ValueError(f"The target holds data already ({full[0]}). Copy into an empty one.")
        writing.execute(text("DELETE FROM audit_head"))
        for table in tables:
            counts[table.name] = _copy(table, reading, writing)
        if target.dialect.name == "postgresql":
            _set_sequences(writing, tables)
    return counts


def _copy(table: Table, reading: Any, writing: Any) -> int:
    count, batch = 0, []
    size = BATCH_OF_FILES if any(isinstance(column.type, LargeBinary) for column in table.columns) else BATCH
    rows = reading.execution_options(yield_per=size).execute(select(table).order_by(*table.primary_key.columns)).mappings()
    for row in rows:
        batch.append(dict(row))
        if len(batch) == size:
            writing.execute(insert(table), batch)
            count, batch = count + len(batch), []
    if batch:
        writing.execute(insert(table), batch)
    return count + len(batch)


def _set_sequences(writing: Any, tables: list[Table]) -> None:
    for table in tables:
        key = next(iter(table.primary_key.columns))
        if (
            isinstance(key.type.dialect_impl(writing.dialect), Integer)
            and key.autoincrement
            and not key.foreign_keys
            and len(table.primary_key.columns) == 1
        ):
            sequence = writing.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": key.name}
            )
            if sequence:
                writing.execute(
                    text(f"SELECT setval('{sequence}', greatest((SELECT coalesce(max({key.name}), 0) FROM {table.name}), 1))")
                )  # names from our own schema
