"""Work that nobody waits for. The queue only wakes scans; a lease row in the database makes each run once.

However many machines run `jobs run`, a scan's turn is taken by whoever writes its lease (name, due_at) first. Scans are
idempotent, so a turn that was lost to a crash is made up by the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from flask import Flask, current_app
from huey import SqliteHuey, crontab

from portal import clock, journeys, regrading
from portal.assignments import service as assignments
from portal.certifications import service as certifications
from portal.db import transaction
from portal.outbox import service as outbox
from portal.people import service as people
from portal.quizzes.service import statistics, uploading

log = structlog.get_logger()


@dataclass(frozen=True)
class Scan:
    """Something to look for again and again; `every_seconds` divides a day."""

    name: str
    every_seconds: int
    run: Callable[[datetime], Any]


def _finish_overdue(now: datetime) -> int:
    count = 0
    for attempt_id in journeys.list_overdue(now):
        with transaction():
            journeys.finish_overdue(attempt_id, now)
        count += 1
    return count


def _statistics(now: datetime) -> int:
    """Quiz by quiz: read without holding the write lock, then put the snapshots in place."""
    stale = statistics.list_stale()
    for slug in stale:
        found = statistics.compute(slug, current_app.config["PORTAL"].time_zone, now)
        with transaction():
            statistics.store(found)
    return len(stale)


def _in_one(scan: Callable[[datetime], Any]) -> Callable[[datetime], Any]:
    def run(now: datetime) -> Any:
        with transaction():
            return scan(now)

    return run


def _corrections(_now: datetime) -> int:
    return regrading.run_waiting()


SCANS: tuple[Scan, ...] = (
    Scan("finish_overdue_attempts", 60, _finish_overdue),
    Scan("corrections", 60, _corrections),
    Scan("certificates", 3600, _in_one(certifications.scan)),
    Scan("newcomers", 3600, _in_one(assignments.reach_newcomers)),
    Scan("given_up_files", 3600, _in_one(uploading.sweep)),
    Scan("notices", 3600, _in_one(people.remind)),
    Scan("statistics", 6 * 3600, _statistics),  # last: it may take a minute
)


def due_at(scan: Scan, now: datetime) -> datetime:
    """The start of the scan's present turn."""
    seconds = int(now.timestamp())
    return datetime.fromtimestamp(seconds - seconds % scan.every_seconds, UTC)


def run_scan(scan: Scan, now: datetime) -> bool:
    """Run one scan if its turn is free. Returns whether this process had the turn."""
    due = due_at(scan, now)
    with transaction():
        if not outbox.take(scan.name, due, now):
            return False
    outcome = scan.run(now)
    with transaction():
        outbox.finish(scan.name, due, clock.now(), str(outcome))
    return True


def run_all(now: datetime) -> list[str]:
    """Run every scan whose turn is free; one that fails is logged and does not stop the others. Returns their names."""
    done = []
    for scan in SCANS:
        try:
            if run_scan(scan, now):
                done.append(scan.name)
        except Exception:  # a scan's bug must not end the others: it is logged with its trace and comes again
            log.exception("scan failed", scan=scan.name)
    return done


def make_queue(app: Flask) -> SqliteHuey:
    """The queue of this machine: it wakes the scans every minute."""
    queue = SqliteHuey("portal", filename=str(app.config["PORTAL"].var_folder / "jobs.sqlite3"))

    @queue.periodic_task(crontab(minute="*"))
    def wake() -> None:
        with app.app_context():
            run_all(clock.now())

    return queue
