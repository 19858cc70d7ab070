"""Who was in a leader's team on which days of a period."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import or_, select

from portal.db import db
from portal.people.queries.cards import DaySpan
from portal.people.tables import Relation

DEEPEST = 10


def list_team_spans(manager_id: int, first: date, last: date) -> dict[int, tuple[DaySpan, ...]]:
    """For each direct and indirect report, the days of the period on which they were one. One statement a level of the tree."""
    found: dict[int, list[tuple[date, date]]] = {}
    frontier = {manager_id: [(first, last)]}
    for _level in range(DEEPEST):
        rows = db.session.execute(
            select(Relation.person_id, Relation.other_id, Relation.from_on, Relation.until_on).where(
                Relation.kind == "reports_to",
                Relation.other_id.in_(tuple(frontier)),
                Relation.from_on <= last,
                or_(Relation.until_on.is_(None), Relation.until_on >= first),
            )
        ).all()
        below: defaultdict[int, list[tuple[date, date]]] = defaultdict(list)
        for person, above, from_on, until_on in rows:
            for start, end in frontier[above]:
                begin, finish = max(start, from_on), min(end, until_on or end)
                if begin <= finish and person != manager_id:
                    below[person].append((begin, finish))
        frontier = {person: spans for person, spans in below.items() if person not in found}
        if not frontier:
            break
        found |= frontier
    return {person: tuple(DaySpan(start, end) for start, end in spans) for person, spans in found.items()}
