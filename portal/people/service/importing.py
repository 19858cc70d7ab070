"""People import: a dry run says what would change; the import itself is all or nothing and idempotent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.audit import service as audit
from portal.db import db
from portal.framework.queries import current_release, get_framework
from portal.people.rules import COLUMNS, RELATIONS, Entry, Known, Wrong, read_import
from portal.people.service.passwords import issue_link
from portal.people.tables import Absence, Account, Person, Relation, RoleGrant, RungPeriod, Team, TeamMembership
from portal.spreadsheets import read_rows


@dataclass(frozen=True)
class Plan:
    """What a file says: good entries, and what is wrong."""

    entries: tuple[Entry, ...]
    wrong: tuple[Wrong, ...]


@dataclass
class Outcome:
    """What an import did: counts, and a set-password link token for each new account."""

    new: int = 0
    changed: int = 0
    same: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)  # (e-mail, token)

    def count(self, was_there: bool, is_changed: bool) -> None:
        """Count one row."""
        if not was_there:
            self.new += 1
        elif is_changed:
            self.changed += 1
        else:
            self.same += 1


def _known() -> Known:
    people = db.session.execute(select(Person.email, Person.employee_number)).all()
    return Known(
        frozenset(row.email for row in people),
        frozenset(db.session.scalars(select(Team.slug))),
        frozenset(get_framework(current_release()).rungs),
        {row.employee_number: row.email for row in people if row.employee_number},
    )


def plan_import(name: str, content: bytes) -> Plan:
    """Read a file. Raises BadFile where it is no table; writes nothing."""
    rows = read_rows(name, content, ("kind", "email"), COLUMNS)
    entries, wrong = read_import([(row.number, row.cells) for row in rows], _known())
    return Plan(tuple(entries), tuple(wrong))


def import_people(plan: Plan, actor_id: int | None, today: date, now: datetime) -> Outcome:
    """Do what a plan without wrong rows says. The same plan again changes nothing."""
    outcome = _apply(plan, actor_id, today, now)
    audit.record(actor_id, "people.imported", "people:all", None, {"new": outcome.new, "changed": outcome.changed}, now)
    return outcome


def preview_import(plan: Plan, today: date, now: datetime) -> Outcome:
    """What `import_people` would do, found out by doing it and taking it back. Its caller opens the transaction."""
    savepoint = db.session.begin_nested()
    try:
        outcome = _apply(plan, None, today, now)
    finally:
        savepoint.rollback()
    outcome.links.clear()
    return outcome


def _apply(plan: Plan, actor_id: int | None, today: date, now: datetime) -> Outcome:
    if plan.wrong:
        raise ValueError("a plan with wrong rows is refused as a whole")
    outcome = Outcome()
    order = {"team": 1, "person": 0}
    ids: dict[str, int] = {row.email: row.id for row in db.session.execute(select(Person.email, Person.id))}
    for entry in sorted(plan.entries, key=lambda one: (order.get(one.kind, 2), one.number)):
        if entry.kind == "person":
            ids[entry.email] = _person(entry, actor_id, today, now, outcome)
        else:
            _fact(entry, ids, outcome)
    return outcome


def _person(entry: Entry, actor_id: int | None, today: date, now: datetime, outcome: Outcome) -> int:
    person = db.session.scalar(select(Person).where(Person.email == entry.email))
    was_there = person is not None
    if person is None:
        person = Person(email=entry.email, name=entry.name, joined_on=entry.from_on or today, created_at=now)
        db.session.add(person)
        db.session.flush()
        db.session.add(Account(person_id=person.id))
        outcome.links.append((entry.email, issue_link(person.id, actor_id, now)))
    fresh = {
        "name": entry.name, "employee_number": entry.employee_number or person.employee_number,
        "locale": entry.language or person.locale, "location": entry.location or person.location,
        "joined_on": entry.from_on or person.joined_on, "left_on": entry.until_on or person.left_on,
    }  # fmt: skip
    is_changed = any(getattr(person, key) != value for key, value in fresh.items())
    for key, value in fresh.items():
        setattr(person, key, value)
    outcome.count(was_there, is_changed)
    return person.id


def _fact(entry: Entry, ids: dict[str, int], outcome: Outcome) -> None:
    person_id = ids[entry.email]
    if entry.kind in RELATIONS:
        known = {"person_id": person_id, "kind": entry.kind, "other_id": ids[entry.other.lower()]}
        _span(Relation, known, entry, outcome, replaces=entry.kind == "reports_to")
    elif entry.kind == "rung":
        _span(RungPeriod, {"person_id": person_id, "rung": entry.other}, entry, outcome, replaces=True)
    elif entry.kind == "team":
        _span(TeamMembership, {"person_id": person_id, "team_id": _team_id(entry)}, entry, outcome, replaces=True)
    elif entry.kind == "absence":
        _span(Absence, {"person_id": person_id}, entry, outcome)
    else:
        role, _colon, team = entry.other.partition(":")
        team_id = db.session.scalar(select(Team.id).where(Team.slug == team)) if team else None
        _span(RoleGrant, {"person_id": person_id, "role": role, "team_id": team_id}, entry, outcome)


def _team_id(entry: Entry) -> int:
    team = db.session.scalar(select(Team).where(Team.slug == entry.other))
    if team is None:
        chinese, _slash, english = entry.name.partition("/")
        team = Team(
            slug=entry.other, name={"zh": chinese.strip() or entry.other, "en": english.strip() or chinese.strip() or entry.other}
        )
        db.session.add(team)
        db.session.flush()
    return team.id


def _span(table: Any, known: dict[str, object], entry: Entry, outcome: Outcome, replaces: bool = False) -> None:
    """Write a fact with days once. One that `replaces` ends the open one of its kind the day before it begins."""
    row = db.session.scalar(select(table).filter_by(**known, from_on=entry.from_on))
    if row is None:
        if replaces:
            _end_open(table, known, entry)
        db.session.add(table(**known, from_on=entry.from_on, until_on=entry.until_on))
        db.session.flush()
        outcome.count(False, False)
        return
    is_changed = entry.until_on is not None and row.until_on != entry.until_on
    if is_changed:
        row.until_on = entry.until_on
    outcome.count(True, is_changed)


def _end_open(table: Any, known: dict[str, object], entry: Entry) -> None:
    kind = {"person_id": known["person_id"]} | ({"kind": known["kind"]} if "kind" in known else {})
    for row in db.session.scalars(select(table).filter_by(**kind, until_on=None)):
        if entry.from_on is not None and row.from_on < entry.from_on:
            row.until_on = date.fromordinal(entry.from_on.toordinal() - 1)
