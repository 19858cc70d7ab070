"""Assigning courses to a person, a team or a rung."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.assignments.tables import Assignment, AssignmentPerson
from portal.audit import service as audit
from portal.courses.tables import Course
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.i18n import lazy
from portal.people import queries as people


def _targets(kind: str, target: str, on: date) -> tuple[int, ...]:
    if kind == "person":
        return (int(target),)
    return people.list_members(int(target), on) if kind == "team" else people.list_on_rung(target, on)


def assign(
    course_slug: str,
    kind: str,
    target: str,
    due_on: date,
    note: str,
    actor_id: int,
    allowed: Iterable[int],
    today: date,
    now: datetime,
) -> int:
    """Assign a course. Reaches those of the target whom the giver may assign to (`allowed`). Returns the assignment's id."""
    if due_on < today:
        raise PortalError(422, lazy("The due day is past. Choose today or later."))
    if db.session.get(Course, course_slug) is None:
        raise NotFound
    reached = sorted(set(_targets(kind, target, today)) & set(allowed))
    if not reached:
        raise PortalError(422, lazy("This reaches nobody of yours. Choose another person, team or rung."))
    row = Assignment(
        course_slug=course_slug,
        target_kind=kind,
        target=target,
        due_on=due_on,
        note=note.strip(),
        assigned_by=actor_id,
        assigned_at=now,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(AssignmentPerson(assignment_id=row.id, person_id=one, told_at=now, due_on=due_on) for one in reached)
    audit.record(actor_id, "assignment.given", f"assignment:{row.id}", None, {"people": len(reached)}, now)
    return row.id


def cancel(assignment_id: int, actor_id: int, now: datetime) -> None:
    """Take an assignment back; only its giver."""
    row = db.session.scalar(select(Assignment).where(Assignment.id == assignment_id, Assignment.assigned_by == actor_id))
    if row is None:
        raise NotFound
    row.cancelled_at = row.cancelled_at or now
    audit.record(actor_id, "assignment.cancelled", f"assignment:{row.id}", None, {}, now)


def reach_newcomers(now: datetime) -> int:
    """Add who has joined a team or rung since its assignment was given, while it is open. Returns how many."""
    today = clock.day_of(now, current_app.config["PORTAL"].time_zone)
    count = 0
    open_ones = select(Assignment).where(
        Assignment.target_kind != "person", Assignment.cancelled_at.is_(None), Assignment.due_on >= today
    )
    for row in db.session.scalars(open_ones).all():
        told = set(db.session.scalars(select(AssignmentPerson.person_id).where(AssignmentPerson.assignment_id == row.id)))
        mine = set(people.list_report_ids(row.assigned_by, today))
        for person_id in sorted((set(_targets(row.target_kind, row.target, today)) & mine) - told):
            db.session.add(AssignmentPerson(assignment_id=row.id, person_id=person_id, told_at=now, due_on=row.due_on))
            count += 1
    return count
