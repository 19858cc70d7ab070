"""`audit verify`: finds a changed, removed, reordered or cut-off row."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from portal.audit.queries import find_head
from portal.audit.service import ZERO, seal
from portal.audit.tables import AuditEntry
from portal.db import db


def _walk(key: bytes) -> tuple[list[str], int, str, dict[int, str]]:
    problems: list[str] = []
    expected, mac = 1, ZERO
    macs: dict[int, str] = {}
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=1000)):
        if entry.number != expected:
            problems.append(f"row {expected} is missing: after row {expected - 1} comes row {entry.number}")
        elif seal(key, mac, entry) != entry.mac:
            problems.append(f"row {entry.number} was changed, or rows were exchanged: its seal does not fit")
        expected, mac = entry.number + 1, entry.mac
        macs[entry.number] = entry.mac
    return problems, expected - 1, mac, macs


def verify(key: bytes, head_file: Path) -> list[str]:
    """A sentence for each thing that is wrong; empty where the trail is whole.

    The head file may be one line behind, where the portal ended between commit and note; it may never be ahead.
    """
    problems, count, mac, macs = _walk(key)
    head = find_head()
    head_count, head_mac = (head.count, head.mac) if head else (0, ZERO)
    if (head_count, head_mac) != (count, mac):
        problems.append(
            f"the head of the database says {head_count} rows, and {count} are there: rows at the end are missing or added"
        )
    lines = _lines(head_file)
    if count and not lines:
        problems.append("the head file is missing or empty, and the trail has rows: put it back from a backup")
    return problems + _compare(lines, count, macs)


def _compare(lines: list[str], count: int, macs: dict[int, str]) -> list[str]:
    problems = []
    for number, line in enumerate(lines, 1):
        noted, _space, rest = line.partition(" ")
        if not noted.isdigit() or len(rest.split(" ")) != 2:
            problems.append(f"line {number} of the head file cannot be read")
        elif int(noted) > count:
            problems.append(f"the head file knows row {noted}, and the trail ends at row {count}: rows at the end are missing")
        elif macs.get(int(noted)) != rest.split(" ")[0]:
            problems.append(f"row {noted} is not the row that the head file noted")
    return problems


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else []
