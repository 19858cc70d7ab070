"""Everything that the portal holds about one person, table by table.

Left out on purpose: secrets (hashes of passwords, tokens), colleagues' single answers (they were promised no names), and marks per
question of exams (they open in an appeal only).
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from sqlalchemy import Table, or_, select

from portal.db import db
from portal.spreadsheets import to_csv

SECRETS = {"accounts", "sign_ins", "set_password_links", "limit_counters", "feedback_answers", "feedback_invitations", "audit_head"}
WHOSE = ("person_id", "other_id")  # not `manager_id`: the reviews that I write are about other people
THROUGH = {"answer_events": "attempts", "answer_files": "attempts", "scores": "attempts", "practical_scores": "practicals"}
LINKS = {"attempts": "attempt_id", "practicals": "practical_id"}


def _query(table: Table, person_id: int) -> Any:
    if table.name == "people":
        return select(table).where(table.c.id == person_id)
    if table.name in THROUGH:
        parent = db.metadata.tables[THROUGH[table.name]]
        return select(table).join(parent, table.c[LINKS[parent.name]] == parent.c.id).where(parent.c.person_id == person_id)
    whose = [table.c[name] for name in WHOSE if name in table.c]
    if table.name in SECRETS or not whose:
        return None
    return select(table).where(or_(*(column == person_id for column in whose)))


def collect(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Rows by table, as plain values; tables that hold nothing about the person are left out."""
    found = {}
    for table in db.metadata.sorted_tables:
        query = _query(table, person_id)
        if query is not None:
            rows = [dict(row) for row in db.session.execute(query).mappings()]
            if rows:
                found[table.name] = rows
    return found


def as_zip(tables: dict[str, list[dict[str, Any]]]) -> bytes:
    """The same as one CSV a table."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, rows in tables.items():
            header = list(rows[0])
            packed.writestr(f"{name}.csv", to_csv(header, ([row[key] for key in header] for row in rows)))
    return out.getvalue()
