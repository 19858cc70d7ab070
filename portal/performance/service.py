"""KPI import: all or nothing, and the same file twice changes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.audit import service as audit
from portal.db import db
from portal.framework.queries import current_release, get_framework
from portal.people.tables import Person
from portal.performance.rules import COLUMNS, Line, Wrong, read_lines
from portal.performance.tables import KpiImport, KpiValue
from portal.spreadsheets import read_rows


@dataclass(frozen=True)
class Plan:
    """What a file says, and what would change."""

    name: str
    file_hash: str
    lines: tuple[Line, ...]
    wrong: tuple[Wrong, ...]
    new: int
    changed: int
    same: int


def _in_force() -> dict[tuple[object, ...], KpiValue]:
    later = aliased(KpiValue)
    rows = db.session.scalars(select(KpiValue).outerjoin(later, later.supersedes_id == KpiValue.id).where(later.id.is_(None)))
    return {(row.person_id, row.kpi, row.period_from, row.period_until): row for row in rows}


def _key(line: Line) -> tuple[object, ...]:
    return line.person_id, line.kpi, line.period_from, line.period_until


def plan_import(name: str, content: bytes) -> Plan:
    """Read a file and compare it with what is there. Raises BadFile where it is no table; writes nothing."""
    rows = read_rows(name, content, COLUMNS, COLUMNS)
    people: dict[str, int] = {}
    for row in db.session.execute(select(Person.id, Person.email, Person.employee_number)):
        people[row.email] = row.id
        if row.employee_number:
            people[row.employee_number] = row.id
    lines, wrong = read_lines([(row.number, row.cells) for row in rows], people, get_framework(current_release()).kpis)
    there = _in_force()
    known = [line for line in lines if _key(line) in there]
    same = sum((there[_key(line)].actual, there[_key(line)].target) == (line.actual, line.target) for line in known)
    return Plan(
        name, hashlib.sha256(content).hexdigest(), tuple(lines), tuple(wrong), len(lines) - len(known), len(known) - same, same
    )


def import_kpis(plan: Plan, actor_id: int | None, now: datetime) -> int | None:
    """Write what is new or changed; a changed value supersedes the one before. Returns the import, or None where nothing changed."""
    if plan.wrong:
        raise ValueError("a plan with wrong rows is refused as a whole")
    there = _in_force()
    fresh = [
        line
        for line in plan.lines
        if _key(line) not in there or (there[_key(line)].actual, there[_key(line)].target) != (line.actual, line.target)
    ]
    if not fresh:
        return None
    head = KpiImport(source=plan.name[:200], file_hash=plan.file_hash, imported_by=actor_id, imported_at=now, row_count=len(fresh))
    db.session.add(head)
    db.session.flush()
    for line in fresh:
        before = there.get(_key(line))
        db.session.add(
            KpiValue(
                person_id=line.person_id, kpi=line.kpi, period_from=line.period_from, period_until=line.period_until,
                actual=line.actual, target=line.target, import_id=head.id, row_number=line.number, recorded_at=now,
                supersedes_id=before.id if before else None,
            )
        )  # fmt: skip
    audit.record(actor_id, "kpis.imported", f"kpi_import:{head.id}", None, {"rows": len(fresh)}, now)
    return head.id
