"""Certification periods: what is asked, what is passed, how long a certificate holds."""

from __future__ import annotations

import calendar
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.framework.rules import Certification

EXPIRING_DAYS = 60


class State(StrEnum):
    """How a certificate stands on a day. Derived, never stored."""

    VALID = "valid"
    EXPIRING = "expiring"
    GRACE = "grace"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Period:
    """One cycle of a person's certification."""

    id: int
    cycle: int
    valid_from: date | None
    valid_until: date | None
    ends_on: date | None
    revoked_on: date | None = None

    @property
    def is_revoked(self) -> bool:
        """Whether it was taken back."""
        return self.revoked_on is not None


@dataclass(frozen=True)
class Passed:
    """When something was passed, and by what: a course's slug, attempt:12, practical_score:7."""

    on: date
    source: str


@dataclass(frozen=True)
class Part:
    """A part of a certification: course, exam or practical; passed or not."""

    kind: str
    id: str
    passed: Passed | None
    is_planned: bool = False


@dataclass(frozen=True)
class Parts:
    """All parts of the cycle that is under way."""

    certification: str
    cycle: int
    parts: tuple[Part, ...]

    @property
    def missing(self) -> tuple[Part, ...]:
        """What is not passed; planned parts never count."""
        return tuple(part for part in self.parts if part.passed is None and not part.is_planned)

    @property
    def is_complete(self) -> bool:
        """Whether everything that counts is passed."""
        return not self.missing and any(part.passed is not None for part in self.parts)

    @property
    def last_on(self) -> date | None:
        """The day of the last part."""
        days = [part.passed.on for part in self.parts if part.passed is not None]
        return max(days) if days else None


def add_months(day: date, months: int) -> date:
    """The same day some months later; the end of a shorter month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def valid_until(valid_from: date, certification: Certification, previous_until: date | None) -> date:
    """The last day of validity. Renewals hang on what the certification names as their anchor."""
    anchor = certification.renewal.anchor if certification.renewal and previous_until else "completion"
    if (
        anchor == "previous_expiry"
        and previous_until is not None
        and valid_from <= previous_until + timedelta(days=certification.grace_days)
    ):
        return add_months(previous_until + timedelta(days=1), certification.months) - timedelta(days=1)
    until = add_months(valid_from, certification.months) - timedelta(days=1)
    return date(until.year, 12, 31) if anchor == "calendar" else until


def window_opens_on(until: date, certification: Certification) -> date:
    """The first day on which a renewal counts."""
    return until - timedelta(days=certification.renewal.opens_days_before if certification.renewal else 0)


def state(period: Period, on: date) -> State:
    """How a certificate stands on a day."""
    if period.valid_from is None or period.valid_until is None or on < period.valid_from:
        return State.NOT_YET
    if period.is_revoked:
        return State.REVOKED
    if on > period.valid_until:
        return State.GRACE if period.ends_on is not None and on <= period.ends_on else State.EXPIRED
    return State.EXPIRING if (period.valid_until - on).days < EXPIRING_DAYS else State.VALID


def is_in_force(period: Period, on: date) -> bool:
    """Whether it counts on a day: grace is time to renew, not validity."""
    return state(period, on) in {State.VALID, State.EXPIRING}


def is_renewal_open(latest: Period, certification: Certification, on: date) -> bool:
    """Whether the shorter renewal is open: from its window to the end of the grace."""
    if certification.renewal is None or latest.valid_until is None or latest.is_revoked:
        return False
    return window_opens_on(latest.valid_until, certification) <= on <= (latest.ends_on or latest.valid_until)


@dataclass(frozen=True)
class Cycle:
    """The cycle that is under way: parts passed from `counts_from` on are its own (None: whenever passed)."""

    number: int
    counts_from: date | None = None
    is_renewal: bool = False  # only the renewal's exam is asked
    is_earned: bool = False  # a certificate is in force and its renewal is not open yet


def cycle_under_way(periods: Sequence[Period], certification: Certification, on: date) -> Cycle:
    """Which cycle somebody is in on a day. `periods` are theirs, oldest first.

    A certificate in force is its own cycle, earned. In its window the next one asks for the renewal. After the grace, or after it was
    revoked, exam and practical count anew from the following day: a certificate can always be earned again.
    """
    earned = [one for one in periods if one.valid_from is not None and one.valid_until is not None]
    if not earned:
        return Cycle(1)
    latest = earned[-1]
    if latest.revoked_on is not None:
        return Cycle(latest.cycle + 1, latest.revoked_on + timedelta(days=1))
    until = latest.valid_until or on
    if is_renewal_open(latest, certification, on):
        return Cycle(latest.cycle + 1, window_opens_on(until, certification), is_renewal=True)
    if on <= until:
        return Cycle(latest.cycle, is_earned=True)
    last = latest.ends_on if certification.renewal and latest.ends_on else until
    return Cycle(latest.cycle + 1, last + timedelta(days=1))


def masked(name: str) -> str:
    """A name that tells little: 林晓 → 林*, Amy Chen → A*** C***."""
    if any("CJK" in unicodedata.name(letter, "") for letter in name):
        return name[:1] + "*" * max(1, len(name.strip()) - 1)
    return " ".join(word[:1] + "***" for word in name.split())
