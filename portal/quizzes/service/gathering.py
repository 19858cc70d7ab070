"""From attempts to columns: what each question of each content version was answered, as the statistics need it."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from portal import clock
from portal.quizzes.queries import observing
from portal.quizzes.queries.observing import FirstAttempt, Observed, VersionValue
from portal.quizzes.rules.statistics.counting import is_staff, quiz_key
from portal.quizzes.rules.statistics.items import Answers, picked, seconds_spent
from portal.quizzes.rules.statistics.measures import UNIT, share
from portal.quizzes.rules.statistics.reliability import Part

BATCH = 500
Item = tuple[str, str]  # question, scoring hash


@dataclass
class Columns:
    """The answers to one question in one scoring version."""

    version: VersionValue  # the newest wording
    attempts: array[int] = field(default_factory=lambda: array("q"))
    brought: array[int] = field(default_factory=lambda: array("q"))
    shares: array[int] = field(default_factory=lambda: array("q"))
    rests: array[int] = field(default_factory=lambda: array("q"))
    seconds: array[int] = field(default_factory=lambda: array("q"))
    languages: list[str] = field(default_factory=list)
    picks: list[tuple[str, ...]] = field(default_factory=list)

    def answers(self) -> Answers:
        """As the rules take them."""
        return Answers(self.shares, self.rests, self.languages, self.seconds, self.picks)

    def part(self) -> Part:
        """As the reliability takes it."""
        return Part(self.attempts, self.brought)


@dataclass
class Sittings:
    """All attempts at one content version of a quiz."""

    version_id: int  # the newest of the versions that are pooled
    totals: array[int] = field(default_factory=lambda: array("q"))  # score of each attempt, in units
    items: dict[Item, Columns] = field(default_factory=dict)
    unmarked: int = 0  # left out: a person has not marked it yet


@dataclass
class Gathered:
    """A quiz: its sittings by key, and how many staff were left out."""

    by_key: dict[str, Sittings] = field(default_factory=dict)
    staff: int = 0


def gather(slug: str, zone: ZoneInfo) -> Gathered:
    """Read every first attempt once, in batches. Reads only."""
    grants = observing.list_staff_grants()
    attempts = observing.list_first_attempts(slug)
    counting = [one for one in attempts if not is_staff(grants.get(one.person_id, ()), clock.day_of(one.started_at, zone))]
    quizzes = observing.list_quiz_data({one.quiz_version_id for one in counting})
    keys = {version: quiz_key(data) for version, data in quizzes.items()}
    found = Gathered(staff=len(attempts) - len(counting))
    versions: dict[int, VersionValue] = {}
    picks: dict[tuple[str, ...], tuple[str, ...]] = {}  # equal picks are one object: millions of answers fit
    for start in range(0, len(counting), BATCH):
        batch = counting[start : start + BATCH]
        observed = observing.list_observed([one.id for one in batch])
        wanted = {question["version"] for one in observed.values() for question in one.form}
        wanted |= {mark[0] for one in observed.values() for mark in one.marks.values()}
        versions |= observing.list_versions(wanted - versions.keys())
        for attempt in batch:
            sittings = found.by_key.setdefault(keys[attempt.quiz_version_id], Sittings(attempt.quiz_version_id))
            sittings.version_id = max(sittings.version_id, attempt.quiz_version_id)
            _add(sittings, attempt, observed[attempt.id], versions, picks)
    return found


def _add(
    sittings: Sittings, attempt: FirstAttempt, seen: Observed, versions: Mapping[int, VersionValue],
    picks: dict[tuple[str, ...], tuple[str, ...]],
) -> None:  # fmt: skip
    if len(seen.marks) < len(seen.form):
        sittings.unmarked += 1
        return
    counted = {position: mark for position, mark in seen.marks.items() if mark[2] > 0 and mark[3] > 0}  # the rest is void
    shares = {position: share(mark[1], mark[2]) for position, mark in counted.items()}
    points = {position: mark[3] for position, mark in counted.items()}
    possible = sum(points.values())
    if possible == 0:
        return
    earned = sum(shares[position] * points[position] for position in shares)
    number = len(sittings.totals)
    sittings.totals.append(_part_of(earned, possible))
    seconds = seconds_spent(attempt.started_at, seen.saves)
    for position, mark in counted.items():
        version, question = versions[mark[0]], seen.form[position]
        columns = sittings.items.setdefault((version.question_id, version.scoring_hash), Columns(version))
        if version.id > columns.version.id:
            columns.version = version
        worth = shares[position] * points[position]
        answer, language = seen.answers.get(position, (None, attempt.locale))
        took = picked(version.type, versions[question["version"]].facts, answer, question["drawn"], shares[position] == UNIT)
        columns.attempts.append(number)
        columns.brought.append(_part_of(worth, possible))
        columns.shares.append(shares[position])
        columns.rests.append(_part_of(earned - worth, possible - points[position]))
        columns.seconds.append(seconds.get(position, -1))
        columns.languages.append(sys.intern(language))
        columns.picks.append(picks.setdefault(took, took))


def _part_of(units: int, possible: int) -> int:
    """Units over points, rounded half up; nothing of nothing."""
    return (2 * units + possible) // (2 * possible) if possible else 0
