"""KPIs: attainment, rates, targets pro-rated by the days on which somebody had duties. Exact; missing is never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from portal.framework.rules import Kpi
from portal.numbers import read_day
from portal.sentences import Sentence

COLUMNS = ("person", "kpi", "period_from", "period_until", "actual", "target")
LONGEST_PERIOD = timedelta(days=731)
LARGEST = Decimal(10) ** 13


@dataclass(frozen=True)
class Recorded:
    """One recorded value in force."""

    id: int
    kpi: str
    period_from: date
    period_until: date
    actual: Decimal | None
    target: Decimal | None
    source: str
    imported_on: date
    row_number: int


@dataclass(frozen=True)
class Figure:
    """A KPI of a person in a period: what was reached, what was asked, and from which rows. None: missing."""

    kpi: str
    actual: Fraction | None
    target: Fraction | None
    asked: Fraction | None  # the target after pro-rating
    attainment: Fraction | None
    rows: tuple[Recorded, ...]


def attainment(actual: Fraction | None, target: Fraction | None, better: str) -> Fraction | None:
    """Actual over target; target over actual where lower is better. Missing where either is, or the divisor is zero."""
    if actual is None or target is None:
        return None
    if better == "lower":
        return target / actual if actual > 0 else None
    return actual / target if target > 0 else None


def rate(won: Fraction | None, lost: Fraction | None) -> Fraction | None:
    """`won / (won + lost)` in percent; missing over no deals."""
    if won is None or lost is None or won + lost <= 0:
        return None
    return won * 100 / (won + lost)


def days_with_duties(
    first: date, last: date, away: Iterable[tuple[date, date]], joined_on: date, left_on: date | None
) -> tuple[int, int]:
    """Working days (Monday to Friday) of a period on which somebody had duties, and all of them."""
    spans = list(away)
    total = present = 0
    day = first
    while day <= last:
        if day.weekday() < 5:
            total += 1
            is_here = joined_on <= day and (left_on is None or day <= left_on)
            present += is_here and not any(start <= day <= end for start, end in spans)
        day += timedelta(days=1)
    return present, total


def pro_rated(target: Fraction | None, present: int, total: int) -> Fraction | None:
    """A target for the days with duties. Rates and scores are not pro-rated: do not call it for them."""
    return None if target is None or total == 0 else target * present / total


def figure(kpi: Kpi, rows: Sequence[Recorded], present: int, total: int) -> Figure:
    """The figure of one KPI from the rows of a person that lie in the period."""
    mine = [row for row in rows if row.kpi == kpi.id]
    target = _sum([row.target for row in mine])
    if kpi.comes_from:
        won, lost = (_sum([row.actual for row in rows if row.kpi == origin]) for origin in kpi.comes_from)
        used = tuple(row for row in rows if row.kpi in {kpi.id, *kpi.comes_from})
        target = _mean([row.target for row in mine])
        actual = rate(won, lost)
        return Figure(kpi.id, actual, target, target, attainment(actual, target, kpi.better), used)
    if kpi.unit in {"money", "count"}:
        asked = pro_rated(target, present, total)
        actual = _sum([row.actual for row in mine])
    else:
        target = asked = _mean([row.target for row in mine])
        actual = _mean([row.actual for row in mine])
    return Figure(kpi.id, actual, target, asked, attainment(actual, asked, kpi.better), tuple(mine))


@dataclass(frozen=True)
class Part:
    """A member's row, and how many of its working days the member was in the team."""

    row: Recorded
    present: int
    total: int

    def of(self, value: Decimal | None) -> Fraction | None:
        """The part of a value that belongs to the team."""
        return None if value is None or self.total == 0 else Fraction(value) * self.present / self.total


def rolled_up(kpi: Kpi, parts: Sequence[Part]) -> Figure:
    """A leader's figure: the members' rows by the days on which each was in the team. Only what adds up, and rates by their counts.

    An average of the members' scores would be a number about nobody: it is missing.
    """
    if kpi.comes_from:
        won, lost = (_parts_sum([one.of(one.row.actual) for one in parts if one.row.kpi == origin]) for origin in kpi.comes_from)
        used = tuple(one.row for one in parts if one.row.kpi in {kpi.id, *kpi.comes_from})
        target = _mean([one.row.target for one in parts if one.row.kpi == kpi.id])
        actual = rate(won, lost)
        return Figure(kpi.id, actual, target, target, attainment(actual, target, kpi.better), used)
    mine = [one for one in parts if one.row.kpi == kpi.id]
    rows = tuple(one.row for one in mine)
    if kpi.unit not in {"money", "count"}:
        return Figure(kpi.id, None, None, None, None, rows)
    actual = _parts_sum([one.of(one.row.actual) for one in mine])
    asked = _parts_sum([one.of(one.row.target) for one in mine])
    return Figure(kpi.id, actual, asked, asked, attainment(actual, asked, kpi.better), rows)


def _parts_sum(values: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(values) else None


def _sum(values: Sequence[Decimal | None]) -> Fraction | None:
    known = [Fraction(value) for value in values if value is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(values) else None


def _mean(values: Sequence[Decimal | None]) -> Fraction | None:
    total = _sum(values)
    return total / len(values) if total is not None else None


@dataclass(frozen=True)
class Line:
    """One good row of an import."""

    number: int
    person_id: int
    kpi: str
    period_from: date
    period_until: date
    actual: Decimal | None
    target: Decimal | None


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a row: number, column, why and how to mend it."""

    number: int
    column: str
    why: str


def read_lines(
    rows: Iterable[tuple[int, Mapping[str, str]]], people: Mapping[str, int], kpis: Iterable[str]
) -> tuple[list[Line], list[Wrong]]:
    """Good rows and everything that is wrong. `people` maps e-mail addresses and employee numbers to ids."""
    known = set(kpis)
    lines: list[Line] = []
    wrong: list[Wrong] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in rows:
        before = len(wrong)
        person = people.get(cells.get("person", "").lower()) or people.get(cells.get("person", ""))
        if person is None:
            wrong.append(
                Wrong(number, "person", Sentence("Nobody has the address or number “%(text)s”.", text=cells.get('person", "')))
            )
        kpi = cells.get("kpi", "")
        if kpi not in known:
            wrong.append(
                Wrong(number, "kpi", Sentence("“%(kpi)s” is not a KPI. Known: %(known)s.", kpi=kpi, known=", ".join(sorted(known))))
            )
        start, end = _day(number, "period_from", cells, wrong), _day(number, "period_until", cells, wrong)
        if start and end and end < start:
            wrong.append(Wrong(number, "period_until", Sentence("The period ends before it begins.")))
        if start and end and end - start > LONGEST_PERIOD:
            wrong.append(Wrong(number, "period_until", Sentence("The period is longer than two years.")))
        actual, target = _number(number, "actual", cells, wrong), _number(number, "target", cells, wrong)
        if (person, kpi, start, end) in seen:
            wrong.append(
                Wrong(number, "kpi", Sentence("The same person, KPI and period as row %(row)s.", row=seen[person, kpi, start, end]))
            )
        seen.setdefault((person, kpi, start, end), number)
        if len(wrong) == before and person is not None and start and end:
            lines.append(Line(number, person, kpi, start, end, actual, target))
    return lines, wrong


def _day(number: int, column: str, cells: Mapping[str, str], wrong: list[Wrong]) -> date | None:
    day = read_day(cells.get(column, ""))
    if day is None:
        wrong.append(
            Wrong(number, column, Sentence("“%(text)s” is not a day. Write it like 2026-03-31.", text=cells.get(column, "")))
        )
    return day


def _number(number: int, column: str, cells: Mapping[str, str], wrong: list[Wrong]) -> Decimal | None:
    text = cells.get(column, "").replace(",", "").replace("，", "").strip()
    if not text:
        return None  # empty is missing, never 0
    try:
        value = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        wrong.append(
            Wrong(
                number,
                column,
                Sentence("“%(text)s” is not a number. Leave the cell empty where it is not known.", text=cells.get(column, "")),
            )
        )
        return None
    if not value.is_finite() or abs(value) > LARGEST or value < 0:
        wrong.append(Wrong(number, column, Sentence("“%(text)s” is out of range.", text=cells.get(column, ""))))
        return None
    return value
