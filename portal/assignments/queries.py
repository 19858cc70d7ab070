"""Assignments and how they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import and_, func, select

from portal import clock
from portal.assignments.rules import Assigned, is_overdue, moved_due
from portal.assignments.tables import Assignment, AssignmentPerson
from portal.courses.tables import CourseCompletion
from portal.db import db
from portal.people.queries import list_absences


@dataclass(frozen=True)
class Given:
    """An assignment as its giver sees it."""

    id: int
    course_slug: str
    target_kind: str
    target: str
    due_on: date
    note: str
    assigned_at: datetime
    reached: int
    done: int


def list_assignments(person_ids: Iterable[int], on: date) -> dict[int, tuple[Assigned, ...]]:
    """What these people are asked to do, the nearest due first; cancelled ones are left out. Two statements."""
    ids = tuple(person_ids)
    zone = current_app.config["PORTAL"].time_zone
    absences = list_absences(ids)
    rows = db.session.execute(
        select(AssignmentPerson, Assignment, CourseCompletion.completed_at)
        .select_from(AssignmentPerson)
        .join(Assignment, Assignment.id == AssignmentPerson.assignment_id)
        .outerjoin(
            CourseCompletion,
            and_(CourseCompletion.person_id == AssignmentPerson.person_id, CourseCompletion.course_slug == Assignment.course_slug),
        )
        .where(AssignmentPerson.person_id.in_(ids), Assignment.cancelled_at.is_(None))
    )
    found: defaultdict[int, list[Assigned]] = defaultdict(list)
    for told, assignment, completed_at in rows:
        away = [(span.from_on, span.until_on) for span in absences.get(told.person_id, ())]
        due = moved_due(told.due_on, clock.day_of(told.told_at, zone), away)
        completed_on = clock.day_of(completed_at, zone) if completed_at else None
        found[told.person_id].append(
            Assigned(
                assignment.id, assignment.course_slug, due, told.told_at, assignment.assigned_by, assignment.note, completed_at,
                completed_on, is_overdue(due, completed_on, on),
            )
        )  # fmt: skip
    return {person: tuple(sorted(items, key=lambda one: (one.due_on, one.assignment_id))) for person, items in found.items()}


def list_given(giver_id: int) -> list[Given]:
    """What somebody has assigned, newest first, with how many are done. One statement."""
    done: Any = func.count(CourseCompletion.person_id)
    rows = db.session.execute(
        select(Assignment, func.count(AssignmentPerson.id), done)
        .select_from(Assignment)
        .outerjoin(AssignmentPerson, AssignmentPerson.assignment_id == Assignment.id)
        .outerjoin(
            CourseCompletion,
            and_(CourseCompletion.person_id == AssignmentPerson.person_id, CourseCompletion.course_slug == Assignment.course_slug),
        )
        .where(Assignment.assigned_by == giver_id, Assignment.cancelled_at.is_(None))
        .group_by(Assignment.id)
        .order_by(Assignment.id.desc())
    )
    return [
        Given(a.id, a.course_slug, a.target_kind, a.target, a.due_on, a.note, a.assigned_at, reached, count)
        for a, reached, count in rows
    ]
