"""Who is signed in, in one statement."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, String, and_, bindparam, case, cast, exists, func, literal, or_, select

from portal.access import Role, Viewer
from portal.db import db
from portal.framework.tables import ContentRelease
from portal.people.tables import Account, NoticeReceipt, Person, Relation, RoleGrant, SignIn

ON: BindParameter[Any] = bindparam("on")


def token_hash(token: str) -> str:
    """What the database keeps of a sign-in token."""
    return hashlib.sha256(token.encode()).hexdigest()


def on_day(table: Any, day: Any) -> ColumnElement[bool]:
    """Rows with `from_on` and `until_on` that hold on a day."""
    return and_(table.from_on <= day, or_(table.until_on.is_(None), table.until_on >= day))


def viewer_columns() -> list[ColumnElement[Any]]:
    """What makes a Viewer, to be selected from `people` with the bind parameter `on` (a day)."""
    roles = (
        select(func.aggregate_strings(RoleGrant.role + ":" + cast(func.coalesce(RoleGrant.team_id, 0), String), ","))
        .where(RoleGrant.person_id == Person.id, on_day(RoleGrant, ON))
        .scalar_subquery()
    )
    has_reports = exists().where(
        on_day(Relation, ON),
        or_(
            and_(Relation.other_id == Person.id, Relation.kind == "reports_to"),
            and_(Relation.other_id == Person.id, Relation.kind == "delegates_to"),
        ),
    )
    noticed = (
        select(func.min(func.coalesce(NoticeReceipt.acknowledged_at, NoticeReceipt.reminded_again_at)))
        .where(NoticeReceipt.person_id == Person.id)
        .scalar_subquery()
    )
    return [
        Person.id.label("viewer_id"),
        Person.name.label("viewer_name"),
        Person.locale.label("viewer_locale"),
        roles.label("viewer_roles"),
        case((has_reports, literal(1)), else_=literal(0)).label("viewer_manages"),
        select(func.coalesce(func.max(ContentRelease.id), 0)).scalar_subquery().label("viewer_release"),
        noticed.label("viewer_noticed_at"),
    ]


def signed_in() -> ColumnElement[bool]:
    """The condition that a sign-in holds: bind parameters `token_hash`, `now` and `on`."""
    return and_(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now", type_=SignIn.expires_at.type),
        SignIn.person_id == Person.id,
        Account.person_id == Person.id,
        Account.is_enabled,
        or_(Person.left_on.is_(None), Person.left_on >= ON),
    )


def viewer_from(row: Any, token: str) -> Viewer:
    """The Viewer in a row that holds `viewer_columns()`."""
    grants = [grant.split(":") for grant in (row.viewer_roles or "").split(",") if grant]
    roles = {Role.LEARNER} | {Role(role) for role, _team in grants}
    if row.viewer_manages:
        roles.add(Role.MANAGER)
    return Viewer(
        id=row.viewer_id,
        sign_in_token=token,
        name=row.viewer_name,
        locale=row.viewer_locale,
        roles=frozenset(roles),
        hr_team_ids=frozenset(int(team) for role, team in grants if role == Role.HR),
        content_release=row.viewer_release,
        noticed_at=row.viewer_noticed_at,
    )


_FIND = select(*viewer_columns()).select_from(Person, SignIn, Account).where(signed_in())


def find_viewer(token: str, now: datetime, today: date) -> Viewer | None:
    """Who the token belongs to; None where it is unknown, ended or expired, or the person may not sign in."""
    row = db.session.execute(_FIND, {"token_hash": token_hash(token), "now": now, "on": today}).first()
    return viewer_from(row, token) if row is not None else None


def find_account(email: str) -> tuple[Person, Account] | None:
    """A person with the account, by e-mail address without regard to case."""
    found = db.session.execute(
        select(Person, Account).join(Account, Account.person_id == Person.id).where(Person.email == email.strip().lower())
    ).first()
    return (found[0], found[1]) if found else None
