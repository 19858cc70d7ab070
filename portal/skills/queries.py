"""Evidence and levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.people.queries import list_absences
from portal.people.rules import days_away
from portal.skills.rules import Demonstrated, Shown, demonstrated
from portal.skills.tables import Evidence


def list_evidence(person_ids: Iterable[int]) -> dict[int, dict[str, list[Shown]]]:
    """All evidence by person and skill. One statement."""
    rows = db.session.scalars(select(Evidence).where(Evidence.person_id.in_(tuple(person_ids))).order_by(Evidence.id))
    found: defaultdict[int, defaultdict[str, list[Shown]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        shown = Shown(row.id, row.skill, row.level, row.kind, row.source, row.demonstrated_on, row.until_on)
        found[row.person_id][row.skill].append(shown)
    return {person: dict(skills) for person, skills in found.items()}


def list_levels(person_ids: Iterable[int], on: date) -> dict[int, dict[str, Demonstrated]]:
    """What each person has demonstrated on a day, by skill. Two statements for any number of people."""
    ids = tuple(person_ids)
    absences = list_absences(ids)
    found: dict[int, dict[str, Demonstrated]] = {person: {} for person in ids}
    for person, skills in list_evidence(ids).items():
        away = [(span.from_on, span.until_on) for span in absences.get(person, ())]
        for skill, evidence in skills.items():
            newest = max(one.demonstrated_on for one in evidence)
            level = demonstrated(evidence, on, days_away(away, newest, on))
            if level is not None:
                found[person][skill] = level
    return found
