"""May an attempt be started, may an answer be saved, until when: the same decision draws the button and keeps the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(seconds=5)  # for what was sent before the deadline and arrived just after; never shown


class Refusal(StrEnum):
    """Why not."""

    NO_ATTEMPTS_LEFT = "no_attempts_left"
    MUST_WAIT = "must_wait"
    PASSED_ALREADY = "passed_already"
    COURSES_FIRST = "courses_first"
    AWAITS_MARKING = "awaits_marking"
    FINISHED = "finished"
    TOO_LATE = "too_late"
    NOT_OPEN = "not_open"


@dataclass(frozen=True)
class Past:
    """An attempt as the rules see it."""

    id: int
    number: int
    started_at: datetime
    finished_at: datetime | None
    is_passed: bool | None

    @property
    def awaits_marking(self) -> bool:
        """Whether it is handed in, and people have not marked it yet."""
        return self.finished_at is not None and self.is_passed is None


@dataclass(frozen=True)
class ExamCycle:
    """How a person stands to an exam: attempts from `counts_from` on belong to the cycle under way (None: all do).

    `is_open` False: it renews a certificate that is not held, or not to be renewed before `opens_at`.
    """

    counts_from: datetime | None = None
    is_open: bool = True
    opens_at: datetime | None = None


ALWAYS = ExamCycle()


@dataclass(frozen=True)
class Limits:
    """What a quiz allows."""

    attempts: int | None
    wait_hours: int
    counts: bool  # False for practice: as often as one likes, whatever was passed
    lock_days: int | None = None  # after every `attempts` attempts, so long; None: no further ones
    extra_attempts: int = 0  # granted to this person
    cycle: ExamCycle = ALWAYS


def open_attempt(past: Sequence[Past]) -> Past | None:
    """The attempt that is under way."""
    return next((one for one in past if one.finished_at is None), None)


def in_cycle(limits: Limits, past: Sequence[Past]) -> list[Past]:
    """The attempts of the cycle under way: what was passed or used up before its certificate ended is over."""
    since = limits.cycle.counts_from
    return [one for one in past if since is None or one.started_at >= since]


def _is_round_used_up(limits: Limits, past: Sequence[Past]) -> bool:
    used = len(in_cycle(limits, past)) - limits.extra_attempts
    return limits.attempts is not None and used > 0 and used % limits.attempts == 0


def may_start_at(limits: Limits, past: Sequence[Past]) -> datetime | None:
    """From when an attempt may begin; None where there is nothing to wait for. After the last attempt of a round the wait is the long one."""
    if not limits.cycle.is_open:
        return limits.cycle.opens_at
    ended = [one.finished_at for one in past if one.finished_at is not None]
    if not ended:
        return None
    if limits.lock_days is not None and _is_round_used_up(limits, past):
        return max(ended) + timedelta(days=limits.lock_days)
    return max(ended) + timedelta(hours=limits.wait_hours) if limits.wait_hours else None


def refusal_to_start(limits: Limits, past: Sequence[Past], now: datetime, missing_courses: int = 0) -> Refusal | None:
    """Why a new attempt may not be started now; None: it may. An open one is gone on with instead."""
    now_past = in_cycle(limits, past)
    if not limits.cycle.is_open:
        return Refusal.NOT_OPEN
    if limits.counts and any(one.is_passed for one in now_past):
        return Refusal.PASSED_ALREADY
    if limits.counts and missing_courses:
        return Refusal.COURSES_FIRST
    if limits.counts and any(one.awaits_marking for one in past):
        return Refusal.AWAITS_MARKING
    if limits.lock_days is None and limits.attempts is not None and len(now_past) >= limits.attempts + limits.extra_attempts:
        return Refusal.NO_ATTEMPTS_LEFT
    free_at = may_start_at(limits, past)
    if free_at is not None and now < free_at:
        return Refusal.MUST_WAIT
    return None


def deadline(started_at: datetime, minutes: int | None) -> datetime | None:
    """When time is up, by the server's clock."""
    return None if minutes is None else started_at + timedelta(minutes=minutes)


def refusal_to_save(finished_at: datetime | None, deadline_at: datetime | None, arrived_at: datetime) -> Refusal | None:
    """Why an answer that arrived at a moment no longer counts; None: it does."""
    if finished_at is not None:
        return Refusal.FINISHED
    if deadline_at is not None and arrived_at > deadline_at + GRACE:
        return Refusal.TOO_LATE
    return None


def finish_time(deadline_at: datetime | None, now: datetime) -> datetime:
    """When an attempt ended: at the deadline, if that has passed."""
    return now if deadline_at is None else min(now, deadline_at)


def builds_on_latest(based_on: int, latest: int) -> bool:
    """Whether a save builds on the newest number; one that builds on an older is kept, and does not count."""
    return based_on >= latest
