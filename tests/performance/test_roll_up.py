"""A leader's KPI is the team's, by the days on which each member was in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from sqlalchemy.orm import Session

from portal.db import db, transaction
from portal.framework.rules import Kpi
from portal.people.queries import list_team_spans
from portal.performance.queries import list_team_kpis
from portal.performance.rules import Part, Recorded, rolled_up
from portal.performance.tables import KpiImport, KpiValue
from tests import factories
from tests.content.sample import sync

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
REVENUE = Kpi("revenue", {}, "money", "higher")
SCORE = Kpi("satisfaction", {}, "score", "higher")
RATE = Kpi("close-rate", {}, "percent", "higher", ("won", "lost"))


def row(kpi: str, actual: int | None, target: int | None) -> Recorded:
    exact = [None if value is None else Decimal(value) for value in (actual, target)]
    return Recorded(1, kpi, FIRST, LAST, exact[0], exact[1], "file", LAST, 2)


def test_half_of_the_days_bring_half_of_the_value() -> None:
    figure = rolled_up(REVENUE, [Part(row("revenue", 100, 200), 32, 64), Part(row("revenue", 100, 100), 64, 64)])
    assert (figure.actual, figure.asked, figure.attainment) == (150, 200, Fraction(3, 4))


def test_what_does_not_add_up_is_missing_and_so_is_a_missing_member() -> None:
    assert rolled_up(SCORE, [Part(row("satisfaction", 4, 5), 64, 64)]).attainment is None
    assert rolled_up(REVENUE, [Part(row("revenue", None, 100), 64, 64)]).actual is None


def test_a_rate_comes_from_the_counts_of_all() -> None:
    parts = [
        Part(row("won", 1, None), 64, 64),
        Part(row("lost", 3, None), 64, 64),
        Part(row("won", 3, None), 64, 64),
        Part(row("lost", 1, None), 64, 64),
    ]
    assert rolled_up(RATE, [*parts, Part(row("close-rate", None, 40), 64, 64)]).attainment == Fraction(50, 40)
    assert rolled_up(RATE, [Part(row("close-rate", None, 40), 64, 64)]).attainment is None


def test_who_left_the_team_counts_for_the_days_before(session: Session, tmp_path: Path) -> None:
    sync(tmp_path)
    leader, lead, left, other = (factories.make_person(name) for name in ("Leader", "Lead", "Left", "Other"))
    factories.relate(lead, leader)
    factories.relate(left, lead, until_on=date(2026, 2, 13))
    factories.relate(left, other, from_on=date(2026, 2, 14))
    assert {span.until_on for span in list_team_spans(leader.id, FIRST, LAST)[left.id]} == {date(2026, 2, 13)}
    now = datetime(2026, 4, 1, tzinfo=UTC)
    with transaction():
        head = KpiImport(source="file", file_hash="0" * 64, imported_at=now, row_count=1)
        db.session.add(head)
        db.session.flush()
        values = {"period_from": FIRST, "period_until": LAST, "import_id": head.id, "row_number": 2, "recorded_at": now}
        db.session.add(KpiValue(person_id=left.id, kpi="revenue", actual=Decimal(64), target=Decimal(64), **values))
    revenue = next(one for one in list_team_kpis(leader.id, FIRST, LAST) if one.kpi == "revenue")
    assert revenue.actual == 32  # 32 of the quarter's 64 working days
    assert next(one for one in list_team_kpis(other.id, FIRST, LAST) if one.kpi == "revenue").actual == 32
