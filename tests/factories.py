"""Rows for tests, made by plain functions. Each opens its own transaction and gives back what it made."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from portal.db import db, transaction
from portal.framework.tables import ContentRelease, Definition
from portal.people.tables import (
    Account,
    Notice,
    NoticeReceipt,
    Person,
    Relation,
    RoleGrant,
    RungPeriod,
    Team,
    TeamMembership,
)  # fmt: skip

EPOCH = datetime(2026, 1, 5, 2, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
DAY = date(2026, 1, 5)
_numbers = itertools.count(1)


def save(*rows: Any) -> None:
    """Write rows in one transaction."""
    with transaction():
        db.session.add_all(rows)


def make_person(name: str = "Lin Xiao", **values: Any) -> Person:
    """A person with an enabled account and no password."""
    number = next(_numbers)
    joined_on = values.pop("joined_on", date(2025, 1, 6))
    email = values.pop("email", f"person{number}@example.com")
    person = Person(email=email, name=name, joined_on=joined_on, created_at=EPOCH, **values)
    save(person)
    save(Account(person_id=person.id, password_hash=None))
    return person


def relate(
    person: Person, other: Person, kind: str = "reports_to", from_on: date = date(2025, 1, 6), until_on: date | None = None
) -> None:
    """`person` stands to `other` as `kind` says."""
    save(Relation(person_id=person.id, other_id=other.id, kind=kind, from_on=from_on, until_on=until_on))


def grant(person: Person, role: str, team: Team | None = None, from_on: date = date(2025, 1, 6)) -> None:
    """Give a role."""
    save(RoleGrant(person_id=person.id, role=role, team_id=team.id if team else None, from_on=from_on, until_on=None))


def make_team(slug: str = "east", parent: Team | None = None) -> Team:
    """A team."""
    team = Team(slug=slug, name={"zh": f"{slug}队", "en": f"Team {slug}"}, parent_id=parent.id if parent else None)
    save(team)
    return team


def join(person: Person, team: Team, from_on: date = date(2025, 1, 6), until_on: date | None = None) -> None:
    """Put a person into a team."""
    save(TeamMembership(person_id=person.id, team_id=team.id, from_on=from_on, until_on=until_on))


def put_on_rung(
    person: Person, rung: str = "representative", from_on: date = date(2025, 1, 6), until_on: date | None = None
) -> None:
    """Put a person on a rung of the ladder."""
    save(RungPeriod(person_id=person.id, rung=rung, from_on=from_on, until_on=until_on))


def give_notice(*people: Person, at: datetime = EPOCH) -> None:
    """Publish a notice that all of `people` acknowledge at `at`."""
    notice = Notice(text={"zh": "评什么，怎么算", "en": "What counts"}, published_at=at)
    save(notice)
    save(*(NoticeReceipt(notice_id=notice.id, person_id=p.id, delivered_at=at, acknowledged_at=at) for p in people))


def make_release() -> ContentRelease:
    """A content release to hang definitions and versions on."""
    release = ContentRelease(fingerprint="0" * 64, synced_at=EPOCH)
    save(release)
    return release


def define(kind: str, slug: str, data: dict[str, Any], release: ContentRelease) -> Definition:
    """A current definition of the framework."""
    row = Definition(kind=kind, slug=slug, fingerprint=f"{next(_numbers):064d}", data=data, release_id=release.id, is_current=True)
    save(row)
    return row
