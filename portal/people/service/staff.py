"""People and their roles, by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.i18n import lazy
from portal.people import queries
from portal.people.service.signing_in import end_all_sign_ins
from portal.people.tables import Account, Person, RoleGrant, RungPeriod


def add_person(email: str, name: str, today: date, now: datetime, locale: str | None = None) -> Person:
    """A person with an account that has no password yet."""
    if queries.find_account(email) is not None:
        raise PortalError(409, lazy("Somebody has the address %(email)s already.", email=email))
    person = Person(email=email.strip().lower(), name=name.strip(), locale=locale, joined_on=today, created_at=now)
    db.session.add(person)
    db.session.flush()
    db.session.add(Account(person_id=person.id))
    db.session.flush()
    return person


def choose_language(person_id: int, language: str) -> None:
    """Set a person's language."""
    person = db.session.get(Person, person_id)
    if person is not None:
        person.locale = language


def grant_role(person_id: int, role: str, team_id: int | None, today: date, actor_id: int | None, now: datetime) -> None:
    """Give a role from today on; granting it again changes nothing."""
    held = select(RoleGrant).where(
        RoleGrant.person_id == person_id, RoleGrant.role == role, RoleGrant.team_id.is_(team_id) if team_id is None else RoleGrant.team_id == team_id,
        RoleGrant.until_on.is_(None),
    )  # fmt: skip
    if db.session.scalar(held) is None:
        db.session.add(RoleGrant(person_id=person_id, role=role, team_id=team_id, from_on=today))
        audit.record(actor_id, f"role.granted.{role}", f"person:{person_id}", person_id, {"team": team_id}, now)


def withdraw_role(grant_id: int, today: date, actor_id: int, now: datetime) -> None:
    """End a role; today is the first day without it. The days on which it held stay on record."""
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None:
        raise NotFound
    if grant.from_on >= today:
        db.session.delete(grant)
    else:
        grant.until_on = today - timedelta(days=1)
    audit.record(actor_id, f"role.withdrawn.{grant.role}", f"person:{grant.person_id}", grant.person_id, {}, now)


def enable(person_id: int, is_enabled: bool, actor_id: int, now: datetime) -> None:
    """Open or close an account; closing signs out everywhere."""
    account = db.session.get(Account, person_id)
    if account is None:
        raise NotFound
    account.is_enabled = is_enabled
    if not is_enabled:
        end_all_sign_ins(person_id, now)
    audit.record(actor_id, "account.enabled" if is_enabled else "account.disabled", f"person:{person_id}", person_id, {}, now)


def move_to_rung(person_id: int, rung: str, from_on: date, promotion_case_id: int | None) -> None:
    """Put somebody on a rung from a day on; the time on the one before ends the day before."""
    for period in db.session.scalars(select(RungPeriod).where(RungPeriod.person_id == person_id, RungPeriod.until_on.is_(None))):
        if period.from_on >= from_on:
            raise PortalError(409, lazy("The person entered the present rung on that day or later; choose a later day."))
        period.until_on = from_on - timedelta(days=1)
    db.session.add(RungPeriod(person_id=person_id, rung=rung, from_on=from_on, until_on=None, promotion_case_id=promotion_case_id))
    db.session.flush()
