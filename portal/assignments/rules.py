"""Assignments: when they are due, whether they are overdue. Absence moves what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Assigned:
    """A course that somebody is asked to finish; `due_on` is moved by absence already."""

    assignment_id: int
    course_slug: str
    due_on: date
    told_at: datetime
    assigned_by: int
    note: str
    completed_at: datetime | None
    completed_on: date | None
    is_overdue: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.completed_at is None


def moved_due(due_on: date, told_on: date, absences: Sequence[tuple[date, date]]) -> date:
    """The due day, moved once by each day away between being told and being due; days away that follow move it on."""
    due, free_from = due_on, told_on
    for start, end in sorted(absences):
        first = max(start, free_from)  # spans may overlap, and no day moves it twice
        if first <= due and end >= first:
            due += timedelta(days=(end - first).days + 1)
            free_from = end + timedelta(days=1)
    return due


def is_overdue(due_on: date, completed_on: date | None, today: date) -> bool:
    """Whether it is open after its day; the due day itself is still in time."""
    return completed_on is None and today > due_on
