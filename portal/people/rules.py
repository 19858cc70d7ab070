"""Rules of the people room: lock-out, and what a row of an import must say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.numbers import read_day
from portal.sentences import Sentence

FAILURES_UNTIL_LOCK = 8
LOCK = timedelta(minutes=15)
SIGN_IN_LASTS = timedelta(days=14)
LINK_LASTS = timedelta(days=14)
SHORTEST_PASSWORD = 10

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
TEAM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RELATIONS = ("reports_to", "mentored_by", "delegates_to", "relative_of")
KINDS = ("person", "team", *RELATIONS, "rung", "absence", "role")
LONGEST_TEAM = 60
LONGEST = {"email": 254, "name": 120, "number": 40, "location": 60, "other": 254}
COLUMNS = ("kind", "email", "name", "number", "language", "location", "other", "from_on", "until_on")
ROLES = ("hr", "assessor", "author", "administrator")


USUAL_TIME = 100
MOST_TIME = 300
MOST_EXTRA_ATTEMPTS = 3


@dataclass(frozen=True)
class Accommodation:
    """What was granted: so many percent of the usual time, and further attempts at each exam. `id` is the request's."""

    id: int | None = None
    time_factor_percent: int = USUAL_TIME
    extra_attempts: int = 0


def refusal_to_grant(
    time_factor_percent: int | None, extra_attempts: int | None, until_on: date | None, today: date
) -> Sentence | None:
    """What is wrong with a grant; None: it may be given."""
    if time_factor_percent is None or not USUAL_TIME <= time_factor_percent <= MOST_TIME:
        return Sentence("The time is from %(least)s to %(most)s percent of the usual time.", least=USUAL_TIME, most=MOST_TIME)
    if extra_attempts is None or not 0 <= extra_attempts <= MOST_EXTRA_ATTEMPTS:
        return Sentence("Further attempts: 0 to %(most)s.", most=MOST_EXTRA_ATTEMPTS)
    if time_factor_percent == USUAL_TIME and not extra_attempts:
        return Sentence("This grants nothing. Give more time or a further attempt, or decline with a reason.")
    if until_on is not None and until_on < today:
        return Sentence("The last day is in the past.")
    return None


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """Whether an account is closed for a while after too many failures."""
    return locked_until is not None and now < locked_until


def after_failure(failed_count: int, now: datetime) -> tuple[int, datetime | None]:
    """The count after one more failure, and until when the account is then closed."""
    count = failed_count + 1
    return (0, now + LOCK) if count >= FAILURES_UNTIL_LOCK else (count, None)


def days_away(absences: Iterable[tuple[date, date]], since: date, on: date) -> int:
    """On how many days from `since` to `on`, both included, somebody was away. Absences may overlap; each day counts once."""
    count, free_from = 0, since
    for start, end in sorted(absences):
        first, last = max(start, free_from), min(end, on)
        if first <= last:
            count += (last - first).days + 1
            free_from = last + timedelta(days=1)
    return count


@dataclass(frozen=True)
class Entry:
    """One good row of an import. `other` is an address, team, rung or role, as `kind` says."""

    number: int
    kind: str
    email: str
    name: str = ""
    employee_number: str | None = None
    language: str | None = None
    location: str | None = None
    other: str = ""
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a row: number, column, why and how to mend it."""

    number: int
    column: str
    why: str


@dataclass(frozen=True)
class Known:
    """What is there already, for rows that refer to it."""

    emails: frozenset[str]
    teams: frozenset[str]
    rungs: frozenset[str]
    numbers: Mapping[str, str]  # employee number -> e-mail


def _day(number: int, column: str, text: str, wrong: list[Wrong]) -> date | None:
    if not text:
        return None
    day = read_day(text)
    if day is None:
        wrong.append(Wrong(number, column, Sentence("“%(text)s” is not a day. Write it like 2026-03-05.", text=text)))
    return day


def _entry(number: int, cells: Mapping[str, str], wrong: list[Wrong]) -> Entry:
    def get(column: str) -> str:
        return cells.get(column, "").strip()

    return Entry(
        number, get("kind").lower(), get("email").lower(), get("name"), get("number") or None, get("language").lower() or None,
        get("location") or None, get("other").strip(), _day(number, "from_on", get("from_on"), wrong),
        _day(number, "until_on", get("until_on"), wrong),
    )  # fmt: skip


def _check_person(entry: Entry, known: Known, wrong: list[Wrong]) -> None:
    if not entry.name:
        wrong.append(Wrong(entry.number, "name", Sentence("A person needs a name.")))
    if entry.from_on is None:
        wrong.append(Wrong(entry.number, "from_on", Sentence("A person needs the day of joining.")))
    if entry.language not in {None, "zh", "en"}:
        wrong.append(
            Wrong(
                entry.number,
                "language",
                Sentence("“%(text)s” is not a language here. Write zh or en, or leave it empty.", text=entry.language),
            )
        )
    owner = known.numbers.get(entry.employee_number or "")
    if owner is not None and owner != entry.email:
        wrong.append(
            Wrong(
                entry.number,
                "number",
                Sentence("Employee number %(number)s belongs to %(owner)s already.", number=entry.employee_number, owner=owner),
            )
        )


def _check_other(entry: Entry, known: Known, emails: frozenset[str], wrong: list[Wrong]) -> None:
    if entry.kind in RELATIONS:
        other = entry.other.lower()
        if other not in emails:
            wrong.append(
                Wrong(
                    entry.number,
                    "other",
                    Sentence("Nobody has the address “%(text)s”. Add a person row for it first.", text=entry.other),
                )
            )
        elif other == entry.email:
            wrong.append(Wrong(entry.number, "other", Sentence("A relation needs two people.")))
    elif entry.kind == "rung" and entry.other not in known.rungs:
        wrong.append(
            Wrong(
                entry.number,
                "other",
                Sentence(
                    "“%(text)s” is not on the career ladder. Known: %(known)s.",
                    text=entry.other,
                    known=", ".join(sorted(known.rungs)),
                ),
            )
        )
    elif entry.kind == "role" and entry.other.split(":")[0] not in ROLES:
        wrong.append(
            Wrong(
                entry.number,
                "other",
                Sentence(
                    "“%(text)s” is not a role. Known: %(known)s; hr may name a team: hr:east.",
                    text=entry.other,
                    known=", ".join(ROLES),
                ),
            )
        )
    elif entry.kind == "role" and ":" in entry.other and entry.other.split(":")[1] not in known.teams:
        wrong.append(Wrong(entry.number, "other", Sentence("There is no team “%(team)s”.", team=entry.other.split(":")[1])))
    elif entry.kind == "team" and (not TEAM.fullmatch(entry.other) or len(entry.other) > LONGEST_TEAM):
        wrong.append(
            Wrong(
                entry.number,
                "other",
                Sentence("“%(text)s” is not a team id. Write lower-case words joined by hyphens.", text=entry.other),
            )
        )


def _check_lengths(entry: Entry, wrong: list[Wrong]) -> None:
    texts = {
        "email": entry.email,
        "name": entry.name,
        "number": entry.employee_number,
        "location": entry.location,
        "other": entry.other,
    }
    for column, most in LONGEST.items():
        if len(texts[column] or "") > most:
            wrong.append(Wrong(entry.number, column, Sentence("This is longer than %(most)s characters.", most=most)))


def _check(entry: Entry, known: Known, emails: frozenset[str], wrong: list[Wrong]) -> None:
    if entry.kind not in KINDS:
        wrong.append(
            Wrong(
                entry.number,
                "kind",
                Sentence("“%(text)s” is not a kind of row. Known: %(known)s.", text=entry.kind, known=", ".join(KINDS)),
            )
        )
        return
    _check_lengths(entry, wrong)
    if not EMAIL.fullmatch(entry.email):
        wrong.append(Wrong(entry.number, "email", Sentence("“%(text)s” is not an e-mail address.", text=entry.email)))
    elif entry.email not in emails:
        wrong.append(
            Wrong(
                entry.number,
                "email",
                Sentence("Nobody has the address “%(text)s”. Add a person row for it first.", text=entry.email),
            )
        )
    if entry.kind == "person":
        _check_person(entry, known, wrong)
    else:
        _check_other(entry, known, emails, wrong)
        if entry.from_on is None:
            wrong.append(Wrong(entry.number, "from_on", Sentence("Since when? Write a day like 2026-03-05.")))
    if entry.kind == "absence" and entry.until_on is None:
        wrong.append(Wrong(entry.number, "until_on", Sentence("An absence needs its last day.")))
    if entry.from_on and entry.until_on and entry.until_on < entry.from_on:
        wrong.append(Wrong(entry.number, "until_on", Sentence("The last day is before the first.")))


def read_import(rows: Iterable[tuple[int, Mapping[str, str]]], known: Known) -> tuple[list[Entry], list[Wrong]]:
    """Good rows and everything that is wrong, in the order of the rows. Any wrong one refuses the whole file."""
    wrong: list[Wrong] = []
    entries = [_entry(number, cells, wrong) for number, cells in rows]
    emails = known.emails | {entry.email for entry in entries if entry.kind == "person"}
    teams = known.teams | {entry.other for entry in entries if entry.kind == "team"}
    known = Known(known.emails, frozenset(teams), known.rungs, known.numbers)
    seen: dict[tuple[Any, ...], int] = {}
    for entry in entries:
        _check(entry, known, frozenset(emails), wrong)
        key: tuple[Any, ...] = (
            entry.kind,
            entry.email,
            entry.other if entry.kind not in {"person", "absence"} else "",
            entry.from_on,
        )
        key = ("person", entry.email) if entry.kind == "person" else key
        if key in seen:
            wrong.append(Wrong(entry.number, "email", Sentence("The same as row %(row)s. Remove one of the two.", row=seen[key])))
        seen.setdefault(key, entry.number)
    return entries, sorted(wrong, key=lambda one: (one.number, one.column))
