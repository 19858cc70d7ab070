"""KPIs of people in a period, with the rows that they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal import clock
from portal.db import db
from portal.framework.queries import current_release, get_framework
from portal.people.queries import list_absences, list_people, list_team_spans
from portal.performance.rules import Figure, Part, Recorded, days_with_duties, figure, rolled_up
from portal.performance.tables import KpiImport, KpiValue

KpiFigure = Figure


def list_recorded(person_ids: Iterable[int], period_from: date, period_until: date) -> dict[int, list[Recorded]]:
    """Values in force whose period lies within these days. One statement."""
    later = aliased(KpiValue)
    zone = current_app.config["PORTAL"].time_zone
    rows = db.session.execute(
        select(KpiValue, KpiImport.source, KpiImport.imported_at)
        .select_from(KpiValue)
        .join(KpiImport, KpiImport.id == KpiValue.import_id)
        .outerjoin(later, later.supersedes_id == KpiValue.id)
        .where(
            KpiValue.person_id.in_(tuple(person_ids)), KpiValue.period_from >= period_from, KpiValue.period_until <= period_until,
            later.id.is_(None),
        )
        .order_by(KpiValue.kpi, KpiValue.period_from)
    )  # fmt: skip
    found: defaultdict[int, list[Recorded]] = defaultdict(list)
    for value, source, moment in rows:
        found[value.person_id].append(
            Recorded(
                value.id, value.kpi, value.period_from, value.period_until, value.actual, value.target, source,
                clock.day_of(moment, zone), value.row_number,
            )
        )  # fmt: skip
    return found


def list_kpis(person_ids: Iterable[int], period_from: date, period_until: date) -> dict[int, tuple[KpiFigure, ...]]:
    """Every KPI of these people in a period, targets pro-rated by absence, joining and leaving. Three statements."""
    ids = tuple(person_ids)
    kpis = get_framework(current_release()).kpis
    recorded = list_recorded(ids, period_from, period_until)
    absences, cards = list_absences(ids), list_people(ids, period_until)
    found = {}
    for person, card in cards.items():
        away = [(span.from_on, span.until_on) for span in absences.get(person, ())]
        present, total = days_with_duties(period_from, period_until, away, card.joined_on, card.left_on)
        found[person] = tuple(figure(kpi, recorded.get(person, []), present, total) for kpi in kpis.values())
    return found


def list_team_kpis(leader_id: int, period_from: date, period_until: date) -> tuple[KpiFigure, ...]:
    """A leader's KPIs, rolled up from the team by the days on which each member was in it."""
    kpis = get_framework(current_release()).kpis
    spans = list_team_spans(leader_id, period_from, period_until)
    parts = []
    for person, rows in list_recorded(spans, period_from, period_until).items():
        outside = [(span.from_on, span.until_on) for span in spans[person]]
        for row in rows:
            away, total = days_with_duties(row.period_from, row.period_until, outside, row.period_from, None)
            parts.append(Part(row, total - away, total))
    return tuple(rolled_up(kpi, parts) for kpi in kpis.values())
