"""Who people are: cards for lists, rungs, teams and absence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select

from portal.db import db
from portal.people.queries.viewer import on_day
from portal.people.tables import Absence, Account, Person, Relation, RoleGrant, RungPeriod, Team, TeamMembership


@dataclass(frozen=True)
class PersonCard:
    """A person as lists show them, on a day. `team_name` is `{"zh", "en"}` or None."""

    id: int
    name: str
    email: str
    employee_number: str | None
    locale: str | None
    rung: str | None
    rung_from_on: date | None
    team_id: int | None
    team_name: dict[str, str] | None
    joined_on: date
    left_on: date | None
    manager_id: int | None
    is_enabled: bool


@dataclass(frozen=True)
class RungSpan:
    """A time on a rung; `until_on` includes its day, None: still there."""

    rung: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class DaySpan:
    """Days from `from_on` to `until_on`, both included."""

    from_on: date
    until_on: date


@dataclass(frozen=True)
class TeamValue:
    """A team."""

    id: int
    slug: str
    name: dict[str, str]
    parent_id: int | None


def _cards(on: date) -> Select[Any]:
    manager = (
        select(func.min(Relation.other_id))
        .where(Relation.person_id == Person.id, Relation.kind == "reports_to", on_day(Relation, on))
        .scalar_subquery()
    )
    return (
        select(Person, RungPeriod.rung, RungPeriod.from_on, Team.id, Team.name, manager, Account.is_enabled)
        .select_from(Person)
        .outerjoin(RungPeriod, and_(RungPeriod.person_id == Person.id, on_day(RungPeriod, on)))
        .outerjoin(TeamMembership, and_(TeamMembership.person_id == Person.id, on_day(TeamMembership, on)))
        .outerjoin(Team, Team.id == TeamMembership.team_id)
        .outerjoin(Account, Account.person_id == Person.id)
    )


def _card(row: Any) -> PersonCard:
    person, rung, since, team_id, team_name, manager_id, enabled = row
    return PersonCard(
        person.id, person.name, person.email, person.employee_number, person.locale, rung, since, team_id, team_name,
        person.joined_on, person.left_on, manager_id, bool(enabled),
    )  # fmt: skip


def list_people(ids: Iterable[int], on: date) -> dict[int, PersonCard]:
    """Cards of the people named, in the order of their names. One statement."""
    rows = db.session.execute(_cards(on).where(Person.id.in_(tuple(ids))).order_by(Person.name, Person.id))
    return {card.id: card for card in map(_card, rows)}


def _matching(words: str) -> Any:
    pattern = "%" + words.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return or_(
        func.lower(Person.name).like(pattern, escape="\\"),
        Person.email.like(pattern, escape="\\"),
        func.lower(func.coalesce(Person.employee_number, "")).like(pattern, escape="\\"),
    )


def count_people(words: str = "") -> int:
    """How many people match."""
    return db.session.scalar(select(func.count()).select_from(Person).where(_matching(words))) or 0


def search_people(words: str, on: date, offset: int, limit: int) -> Sequence[PersonCard]:
    """A page of the people whose name, address or number holds the words."""
    ids = list(
        db.session.scalars(select(Person.id).where(_matching(words)).order_by(Person.name, Person.id).offset(offset).limit(limit))
    )
    return list(list_people(ids, on).values())


def has_people() -> bool:
    """Whether the portal knows anyone yet."""
    return bool(db.session.scalar(select(exists().where(Person.id.is_not(None)))))


def find_person_id(email_or_number: str) -> int | None:
    """A person's id by e-mail address (any case) or employee number."""
    key = email_or_number.strip()
    return db.session.scalar(select(Person.id).where(or_(Person.email == key.lower(), Person.employee_number == key)))


def list_rungs(person_ids: Iterable[int]) -> dict[int, tuple[RungSpan, ...]]:
    """Everyone's times on the ladder, oldest first."""
    rows = db.session.scalars(select(RungPeriod).where(RungPeriod.person_id.in_(tuple(person_ids))).order_by(RungPeriod.from_on))
    found: defaultdict[int, list[RungSpan]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(RungSpan(row.rung, row.from_on, row.until_on))
    return {person: tuple(spans) for person, spans in found.items()}


def rung_history(person_id: int) -> tuple[RungSpan, ...]:
    """One person's times on the ladder, oldest first."""
    return list_rungs([person_id]).get(person_id, ())


def list_absences(person_ids: Iterable[int]) -> dict[int, tuple[DaySpan, ...]]:
    """Everyone's days away, oldest first."""
    rows = db.session.scalars(select(Absence).where(Absence.person_id.in_(tuple(person_ids))).order_by(Absence.from_on))
    found: defaultdict[int, list[DaySpan]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(DaySpan(row.from_on, row.until_on))
    return {person: tuple(spans) for person, spans in found.items()}


def list_teams() -> tuple[TeamValue, ...]:
    """All teams."""
    rows = db.session.scalars(select(Team).order_by(Team.slug))
    return tuple(TeamValue(row.id, row.slug, row.name, row.parent_id) for row in rows)


@dataclass(frozen=True)
class Grant:
    """A role that a person holds or held; `team_name` None with hr: all units."""

    id: int
    role: str
    team_name: dict[str, str] | None
    from_on: date
    until_on: date | None


def list_grants(person_id: int) -> tuple[Grant, ...]:
    """Roles granted to a person, the ended ones included, newest first."""
    rows = db.session.execute(
        select(RoleGrant.id, RoleGrant.role, Team.name, RoleGrant.from_on, RoleGrant.until_on)
        .outerjoin(Team, Team.id == RoleGrant.team_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.from_on.desc(), RoleGrant.id.desc())
    )
    return tuple(Grant(*row) for row in rows)
