"""How people stand to each other on a day. Every walk up or down the tree ends, even where somebody made a circle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import CTE, Select, exists, literal, or_, select, union

from portal.access import Role, Standing, Viewer
from portal.db import db
from portal.people.queries.viewer import on_day
from portal.people.tables import Person, Relation, RoleGrant, RungPeriod, Team, TeamMembership


def _acting_for(manager_id: int, on: date) -> Select[tuple[int]]:
    """The manager, and those who delegate to them."""
    return union(
        select(literal(manager_id).label("id")),
        select(Relation.person_id.label("id")).where(
            Relation.kind == "delegates_to", Relation.other_id == manager_id, on_day(Relation, on)
        ),
    )  # type: ignore[return-value]  # a union is selected from like a select


def _below(manager_id: int, on: date) -> CTE:
    start = _acting_for(manager_id, on).subquery()
    tree = (
        select(Relation.person_id.label("id"))
        .where(Relation.kind == "reports_to", Relation.other_id.in_(select(start.c.id)), on_day(Relation, on))
        .cte("below", recursive=True)
    )
    step = select(Relation.person_id).where(Relation.kind == "reports_to", Relation.other_id == tree.c.id, on_day(Relation, on))
    return tree.union(step)  # UNION, not UNION ALL: a circle adds nothing new and ends


def list_report_ids(manager_id: int, on: date, direct: bool = False) -> tuple[int, ...]:
    """Direct and indirect reports on a day, those of whom one is a delegate for included; never the manager."""
    if direct:
        start = _acting_for(manager_id, on).subquery()
        query = select(Relation.person_id).where(
            Relation.kind == "reports_to", Relation.other_id.in_(select(start.c.id)), on_day(Relation, on)
        )
    else:
        query = select(_below(manager_id, on).c.id)
    return tuple(sorted(set(db.session.scalars(query)) - {manager_id}))


def list_managers_above(person_id: int, on: date) -> tuple[int, ...]:
    """The managers above a person on a day, nearest first."""
    tree = (
        select(Relation.other_id.label("id"), literal(1).label("distance"))
        .where(Relation.kind == "reports_to", Relation.person_id == person_id, on_day(Relation, on))
        .cte("above", recursive=True)
    )
    step = select(Relation.other_id, tree.c.distance + 1).where(
        Relation.kind == "reports_to", Relation.person_id == tree.c.id, on_day(Relation, on), tree.c.distance < 20
    )
    above = tree.union(step)
    rows = db.session.execute(select(above.c.id, above.c.distance).order_by(above.c.distance)).all()
    return tuple(dict.fromkeys(row.id for row in rows if row.id != person_id))


def was_above(viewer_id: int, person_id: int, on: date) -> bool:
    """Whether the viewer was the person's direct or indirect manager, or a manager's delegate, on a day."""
    above = list_managers_above(person_id, on)
    if viewer_id in above:
        return True
    if not above:
        return False
    delegates = exists().where(
        Relation.kind == "delegates_to", Relation.other_id == viewer_id, Relation.person_id.in_(above), on_day(Relation, on)
    )
    return bool(db.session.scalar(select(delegates)))


def _units(team_ids: Iterable[int]) -> CTE:
    tree = select(Team.id).where(Team.id.in_(tuple(team_ids))).cte("units", recursive=True)
    return tree.union(select(Team.id).where(Team.parent_id == tree.c.id))


def list_members(team_id: int, on: date) -> tuple[int, ...]:
    """People in a team or in a team below it, on a day."""
    units = _units([team_id])
    query = select(TeamMembership.person_id).where(TeamMembership.team_id.in_(select(units.c.id)), on_day(TeamMembership, on))
    return tuple(sorted(set(db.session.scalars(query))))


def list_on_rung(rung: str, on: date) -> tuple[int, ...]:
    """People on a rung on a day."""
    return tuple(
        db.session.scalars(
            select(RungPeriod.person_id).where(RungPeriod.rung == rung, on_day(RungPeriod, on)).order_by(RungPeriod.person_id)
        )
    )


def hr_person_ids(viewer: Viewer, on: date) -> frozenset[int]:
    """Whom the viewer is HR for: the people of their units, never themselves nor those above them."""
    if Role.HR not in viewer.roles:
        return frozenset()
    if 0 in viewer.hr_team_ids:
        ids = set(db.session.scalars(select(Person.id)))
    else:
        units = _units(viewer.hr_team_ids)
        ids = set(
            db.session.scalars(
                select(TeamMembership.person_id).where(TeamMembership.team_id.in_(select(units.c.id)), on_day(TeamMembership, on))
            )
        )
    return frozenset(ids - {viewer.id} - set(list_managers_above(viewer.id, on)))


def hr_scope(viewer: Viewer, on: date) -> tuple[frozenset[int] | None, frozenset[int]]:
    """Whom the viewer is HR for, as (only these, or None for everybody; never these): themselves and those above them."""
    never = frozenset({viewer.id, *list_managers_above(viewer.id, on)})
    return (None if 0 in viewer.hr_team_ids else hr_person_ids(viewer, on)), never


def _is_hr_for(viewer: Viewer, person_id: int, on: date) -> bool:
    if Role.HR not in viewer.roles or person_id == viewer.id or person_id in list_managers_above(viewer.id, on):
        return False
    if 0 in viewer.hr_team_ids:
        return bool(db.session.scalar(select(exists().where(Person.id == person_id))))
    units = _units(viewer.hr_team_ids)
    member = exists().where(
        TeamMembership.person_id == person_id, TeamMembership.team_id.in_(select(units.c.id)), on_day(TeamMembership, on)
    )
    return bool(db.session.scalar(select(member)))


def get_standing(viewer: Viewer, person_id: int, today: date) -> Standing:
    """How the viewer stands to a person today."""
    if viewer.id == person_id:
        return Standing(is_self=True)
    return Standing(
        is_above=Role.MANAGER in viewer.roles and was_above(viewer.id, person_id, today),
        is_hr_for=_is_hr_for(viewer, person_id, today),
    )


def has_role(person_id: int, role: str, on: date) -> bool:
    """Whether a role is granted to a person on a day."""
    return bool(
        db.session.scalar(select(exists().where(RoleGrant.person_id == person_id, RoleGrant.role == role, on_day(RoleGrant, on))))
    )


def list_with_role(role: str, on: date) -> tuple[int, ...]:
    """Everyone to whom a role is granted on a day."""
    query = select(RoleGrant.person_id).where(RoleGrant.role == role, on_day(RoleGrant, on)).order_by(RoleGrant.person_id)
    return tuple(dict.fromkeys(db.session.scalars(query)))


def list_relatives(person_id: int) -> frozenset[int]:
    """Declared relatives, whoever declared it and whenever."""
    rows = db.session.execute(
        select(Relation.person_id, Relation.other_id).where(
            Relation.kind == "relative_of", or_(Relation.person_id == person_id, Relation.other_id == person_id)
        )
    )
    return frozenset(other for row in rows for other in row if other != person_id)


def find_mentor(person_id: int, on: date) -> str | None:
    """The name of a person's mentor on a day."""
    return db.session.scalar(
        select(Person.name)
        .join(Relation, Relation.other_id == Person.id)
        .where(Relation.person_id == person_id, Relation.kind == "mentored_by", on_day(Relation, on))
        .limit(1)
    )
