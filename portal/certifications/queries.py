"""Who holds what, and which parts of a certification somebody has passed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import String, cast, func, literal, select

from portal import clock
from portal.certifications.rules import (
    Cycle,
    Part,
    Parts,
    Passed,
    Period,
    State,
    cycle_under_way,
    is_in_force,
    state,
    window_opens_on,
)
from portal.certifications.tables import CertificationPeriod, Exemption
from portal.courses.queries import list_completions
from portal.db import db
from portal.framework.rules import Certification
from portal.people.tables import Person
from portal.practicals.queries import PracticalValue, list_practicals
from portal.quizzes.queries import AttemptResult, list_results, list_waiting_exams


@dataclass(frozen=True)
class Held:
    """A certificate of a person, and how it stands on a day."""

    period_id: int
    person_id: int
    certification: str
    definition_id: int
    cycle: int
    valid_from: date
    valid_until: date
    state: State
    code: str
    issued_at: datetime
    evidence: Mapping[str, Any]
    revoked_reason: str | None
    kept_by: int | None


@dataclass(frozen=True)
class Checked:
    """What anyone may learn by a code."""

    period: Period
    name: str
    definition_id: int


def period_of(row: CertificationPeriod) -> Period:
    """A row as the rules see it."""
    revoked_on = clock.day_of(row.revoked_at, current_app.config["PORTAL"].time_zone) if row.revoked_at is not None else None
    return Period(row.id, row.cycle, row.valid_from, row.valid_until, row.ends_on, revoked_on)


def list_periods(person_ids: Iterable[int]) -> dict[int, dict[str, list[Period]]]:
    """All periods by person and certification, oldest first. One statement."""
    rows = db.session.scalars(
        select(CertificationPeriod)
        .where(CertificationPeriod.person_id.in_(tuple(person_ids)))
        .order_by(CertificationPeriod.cycle)
        .execution_options(populate_existing=True)
    )
    found: defaultdict[int, defaultdict[str, list[Period]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row.person_id][row.certification_slug].append(period_of(row))
    return {person: dict(slugs) for person, slugs in found.items()}


def list_held(person_ids: Iterable[int], on: date) -> dict[int, tuple[Held, ...]]:
    """Every certificate of these people, newest cycle first, with its state on a day. One statement."""
    rows = db.session.scalars(
        select(CertificationPeriod)
        .where(CertificationPeriod.person_id.in_(tuple(person_ids)), CertificationPeriod.valid_from.is_not(None))
        .order_by(CertificationPeriod.certification_slug, CertificationPeriod.cycle.desc())
    )
    found: defaultdict[int, list[Held]] = defaultdict(list)
    for row in rows:
        if row.valid_from is not None and row.valid_until is not None and row.issued_at is not None:
            found[row.person_id].append(
                Held(
                    row.id, row.person_id, row.certification_slug, row.definition_id, row.cycle, row.valid_from, row.valid_until,
                    state(period_of(row), on), row.code or "", row.issued_at, row.evidence, row.revoked_reason, row.kept_by,
                )
            )  # fmt: skip
    return {person: tuple(held) for person, held in found.items()}


@dataclass(frozen=True)
class ExemptionValue:
    """A certification that somebody need not earn."""

    id: int
    person_id: int
    certification: str
    from_on: date
    until_on: date | None
    granted_by: int
    reason: str

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


def list_all_exemptions(person_ids: Iterable[int]) -> tuple[ExemptionValue, ...]:
    """Every exemption of these people, the latest first, ended ones included."""
    rows = db.session.scalars(select(Exemption).where(Exemption.person_id.in_(tuple(person_ids))).order_by(Exemption.id.desc()))
    return tuple(_exemption(row) for row in rows)


def find_exemption(exemption_id: int) -> ExemptionValue | None:
    """One exemption."""
    row = db.session.get(Exemption, exemption_id)
    return _exemption(row) if row is not None else None


def _exemption(row: Exemption) -> ExemptionValue:
    return ExemptionValue(row.id, row.person_id, row.certification_slug, row.from_on, row.until_on, row.granted_by, row.reason)


def list_exemptions(person_ids: Iterable[int], on: date) -> dict[int, frozenset[str]]:
    """Certifications that each person need not earn on a day."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for one in list_all_exemptions(person_ids):
        if one.holds(on):
            found[one.person_id].add(one.certification)
    return {person: frozenset(slugs) for person, slugs in found.items()}


def find_by_code(code: str) -> Checked | None:
    """A certificate by its code, for the public check."""
    row = db.session.execute(
        select(CertificationPeriod, Person.name)
        .select_from(CertificationPeriod)
        .join(Person, Person.id == CertificationPeriod.person_id)
        .where(CertificationPeriod.code == code)
    ).first()
    return Checked(period_of(row[0]), row[1], row[0].definition_id) if row else None


def find_period(period_id: int) -> CertificationPeriod | None:
    """One period."""
    return db.session.get(CertificationPeriod, period_id)


@dataclass(frozen=True)
class Record:
    """Everything of one person that may be a part of a certification."""

    completions: Mapping[str, datetime]
    results: tuple[AttemptResult, ...]
    practicals: tuple[PracticalValue, ...]
    periods: Mapping[str, list[Period]]
    awaiting: frozenset[str] = frozenset()  # exams that are handed in and wait for markers

    def awaits(self, parts: Parts) -> bool:
        """Whether an exam that is missing is handed in and waits for markers: passed or not is not known."""
        return any(part.kind == "exam" and part.id in self.awaiting for part in parts.missing)


def list_records(person_ids: Iterable[int]) -> dict[int, Record]:
    """The records of these people. Five statements for any number of them."""
    ids = tuple(person_ids)
    completions, results, practicals, periods, awaiting = (
        list_completions(ids),
        list_results(ids, ["certification"]),
        list_practicals(ids),
        list_periods(ids),
        list_waiting_exams(ids),
    )
    return {
        one: Record(
            completions.get(one, {}), results.get(one, ()), practicals.get(one, ()), periods.get(one, {}), awaiting.get(one, frozenset())
        )
        for one in ids
    }  # fmt: skip


def _exam(record: Record, exams: Iterable[str], since: date | None, zone: ZoneInfo) -> Passed | None:
    wanted = set(exams)
    for result in reversed(record.results):
        on = clock.day_of(result.finished_at, zone)
        if result.quiz_slug in wanted and result.is_passed and (since is None or on >= since):
            return Passed(on, f"attempt:{result.attempt_id}")
    return None


def _practical(record: Record, certification: str, since: date | None) -> Passed | None:
    for one in reversed(record.practicals):
        is_mine = one.kind == "certifying" and one.certification == certification and one.is_passed
        if is_mine and one.observed_on is not None and (since is None or one.observed_on >= since):
            return Passed(one.observed_on, f"practical_score:{one.score_id}")
    return None


def parts_from(record: Record, certification: Certification, on: date, zone: ZoneInfo) -> Parts:
    """The parts of the cycle that is under way on a day, as `cycle_under_way` says."""
    cycle = cycle_under_way(record.periods.get(certification.id, []), certification, on)
    exams = [certification.exam] if certification.exam else []
    renewal = certification.renewal.exam if certification.renewal and certification.renewal.exam else certification.exam
    if cycle.is_renewal:
        exam = Part("exam", renewal or "", _exam(record, [renewal or ""], cycle.counts_from, zone))
        return Parts(certification.id, cycle.number, (exam,))
    parts = [Part("course", one.id, _course(record, one.id, zone), one.is_planned) for one in certification.courses]
    for exam_id in exams:
        counting = [exam_id, renewal or exam_id] if cycle.is_earned else [exam_id]
        parts.append(Part("exam", exam_id, _exam(record, counting, cycle.counts_from, zone)))
    if certification.practical:
        parts.append(Part("practical", certification.practical.rubric, _practical(record, certification.id, cycle.counts_from)))
    return Parts(certification.id, cycle.number, tuple(parts))


def find_cycle(person_id: int, certification: Certification, on: date) -> Cycle:
    """The cycle that somebody is in on a day."""
    return cycle_under_way(list_periods([person_id]).get(person_id, {}).get(certification.id, []), certification, on)


def find_renewal_day(person_id: int, certification: Certification, on: date) -> date | None:
    """From which day somebody's certificate in force may be renewed; None where they hold none."""
    earned = [one for one in list_periods([person_id]).get(person_id, {}).get(certification.id, []) if is_in_force(one, on)]
    until = earned[-1].valid_until if earned else None
    return window_opens_on(until, certification) if until is not None else None


def _course(record: Record, slug: str, zone: ZoneInfo) -> Passed | None:
    moment = record.completions.get(slug)
    return Passed(clock.day_of(moment, zone), slug) if moment is not None else None


def parts_of(person_id: int, certification: Certification, on: date, zone: ZoneInfo) -> Parts:
    """The parts of one person's cycle that is under way."""
    return parts_from(list_records([person_id])[person_id], certification, on, zone)


def list_resting_on(attempts: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """The issued certificates (their periods) that rest on these exam attempts (attempt -> person). One statement."""
    rows = db.session.execute(
        select(CertificationPeriod.id, CertificationPeriod.evidence).where(
            CertificationPeriod.person_id.in_(set(attempts.values())), CertificationPeriod.issued_at.is_not(None)
        )
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for period, evidence in rows:
        kind, _colon, number = str(evidence.get("exam", "")).partition(":")
        if kind == "attempt" and int(number) in attempts:
            found[int(number)].append(period)
    return {attempt: tuple(periods) for attempt, periods in found.items()}


def count_resting_on(attempts: Any) -> int:
    """How many issued certificates rest on exam attempts; `attempts` selects attempt_id and person_id."""
    inner = attempts.subquery()
    source = literal("attempt:").op("||")(cast(inner.c.attempt_id, String))
    query = (
        select(func.count(CertificationPeriod.id.distinct()))
        .join(inner, inner.c.person_id == CertificationPeriod.person_id)
        .where(CertificationPeriod.issued_at.is_not(None), CertificationPeriod.evidence["exam"].as_string() == source)
    )
    return db.session.scalar(query) or 0
