"""What a correction of a question means beyond the quizzes room: whom it touches, which lines are crossed, what follows.

Like `journeys`: each function takes part in one transaction of its caller, or only reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app

from portal import journeys
from portal.audit import service as audit
from portal.certifications import queries as certification_queries
from portal.certifications import service as certifications
from portal.db import db
from portal.framework.queries import current_release, get_framework
from portal.outbox import service as outbox
from portal.promotions import queries as promotion_queries
from portal.promotions import service as promotions
from portal.quizzes.queries import corrections as queries
from portal.quizzes.rules.correcting import Line, Standing, lines_crossed
from portal.quizzes.service import correcting, disputes
from portal.quizzes.service.regrading import Move, Spec, preview
from portal.quizzes.tables import Attempt
from portal.reviews import queries as review_queries
from portal.reviews import service as reviews

MOST_ROWS = 200  # of the list that an approver reads; the counts are of everyone
GAINS = {Line.PASS_GAINED, Line.CUT_GAINED, Line.LEVEL_GAINED}
CHANGES = 500  # scores that are followed between two looks at the ledger


@dataclass(frozen=True)
class Touched:
    """What rests on answers to a question in versions other than its newest."""

    attempts: int
    counting: int
    certificates: int
    open_reviews: int
    signed_reviews: int
    open_cases: int
    decided_cases: int


def touched(versions: Sequence[int]) -> Touched:
    """What a change of the key of these versions could move."""
    attempts = queries.attempts_of(versions)
    return Touched(
        sum(queries.count_attempts(versions).values()),
        queries.count_counting(versions),
        certification_queries.count_resting_on(attempts),
        *review_queries.count_of_people(attempts),
        *promotion_queries.count_of_people(attempts),
    )


def dry_run(spec: Spec, today: date, now: datetime) -> dict[str, Any]:
    """Who moves across which line, counted over everyone and listed for the first. Reads batch by batch and writes nothing."""
    counts: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for seen, moved in preview(spec):
        counts["attempts"] += seen
        counts["changed"] += len(moved)
        counts["waiting"] += sum(one.after is None for one in moved)
        counts["raised"] += sum(_is_raised(one) for one in moved)
        crossing = [one for one in moved if one.lines]
        for one, beyond in zip(crossing, _lines_beyond(crossing, today), strict=True):
            names = [*one.lines, *beyond]
            lines.update(names)
            if len(rows) < MOST_ROWS:
                rows.append(_row(one, names))
    return {
        "at": now.isoformat(), "attempts": counts["attempts"], "changed": counts["changed"], "raised": counts["raised"],
        "lowered": counts["changed"] - counts["raised"] - counts["waiting"], "waiting": counts["waiting"], "lines": dict(lines),
        "rows": rows, "skipped": [[version, why] for version, why in spec.skipped],
    }  # fmt: skip


def _is_raised(one: Move) -> bool:
    if one.before is None or one.after is None:
        return False
    return one.after.earned * one.before.possible > one.before.earned * one.after.possible


def _row(one: Move, names: Sequence[str]) -> dict[str, Any]:
    before, after = one.before, one.after
    return {
        "attempt": one.place.attempt_id, "person": one.place.person_id, "quiz": one.place.quiz_slug,
        "before": [before.earned, before.possible] if before else None, "after": [after.earned, after.possible] if after else None,
        "lines": list(names),
    }  # fmt: skip


def _lines_beyond(crossing: Sequence[Move], today: date) -> list[list[str]]:
    """The lines of other rooms that each attempt that counts crosses. A fixed number of statements for a batch."""
    counting = [one for one in crossing if one.place.purpose != "practice"]
    people = {one.place.person_id for one in counting}
    if not people:
        return [[] for _one in crossing]
    resting = certification_queries.list_resting_on({one.place.attempt_id: one.place.person_id for one in counting})
    earned = _earned_by(counting, today)
    reviewed = review_queries.list_people_reviewed(people)
    cases = promotion_queries.list_people_with_cases(people)
    found = []
    for one in crossing:
        person, attempt = one.place.person_id, one.place.attempt_id
        names = [
            "certificate_kept" if attempt in resting and Line.PASS_KEPT in one.lines else "",
            "certificate_gained" if attempt in earned else "",
            *(f"{state}_review" for state in sorted(reviewed.get(person, ()))),
            *(f"{state}_case" for state in sorted(cases.get(person, ()))),
        ]
        found.append([name for name in names if name] if one.place.purpose != "practice" else [])
    return found


def _earned_by(moved: Sequence[Move], today: date) -> set[int]:
    """The attempts whose pass is the last part of a certification that lacked nothing else."""
    passing = [one for one in moved if Line.PASS_GAINED in one.lines]
    if not passing:
        return set()
    zone = current_app.config["PORTAL"].time_zone
    framework = get_framework(current_release())
    records = certification_queries.list_records({one.place.person_id for one in passing})
    found = set()
    for one in passing:
        for certification in journeys.certifications_with_exam(framework, one.place.quiz_slug):
            parts = certification_queries.parts_from(records[one.place.person_id], certification, today, zone)
            if [part.kind for part in parts.missing] == ["exam"]:
                found.add(one.place.attempt_id)
    return found


def propose(spec: Spec, tried: dict[str, Any], reason: str, person_id: int, now: datetime) -> int:
    """Propose a correction; the upheld disputes of the question lead to it. Returns its id."""
    correction_id = correcting.propose(spec, reason, tried, person_id, now)
    disputes.link(spec.question_id, correction_id)
    return correction_id


def withdraw(correction_id: int, person_id: int, now: datetime) -> None:
    """Take a proposal back; its disputes wait for another."""
    correcting.withdraw(correction_id, person_id, now)
    disputes.unlink(correction_id)


@dataclass(frozen=True)
class Followed:
    """A score that a correction wrote, and which lines the person crossed by it."""

    score_id: int
    attempt_id: int
    lines: tuple[Line, ...]


def list_to_follow(correction_id: int, after_score_id: int) -> list[Followed]:
    """The next scores that a correction wrote, by id."""
    return [
        Followed(one.score_id, one.attempt_id, lines_crossed(_standing(one.before), _standing(one.after), correction_id))
        for one in queries.list_changes(correction_id, after_score_id, CHANGES)
    ]


def _standing(row: Any) -> Standing:
    return Standing(row.earned, row.possible, row.is_passed, row.per_skill, row.kept_by)


def follow(correction_id: int, attempt_id: int, lines: Iterable[Line], now: datetime) -> bool:
    """What follows from one corrected score: evidence and certificates that it earns, *kept* on those that it would have cost, another look
    at what was signed and decided, word to the learner. Once for an attempt, whatever is repeated. Returns whether it was this time."""
    attempt, score = db.session.get(Attempt, attempt_id), queries.find_score_in_force(attempt_id)
    if attempt is None or score is None:
        return False
    crossed = [line.value for line in lines]
    key = f"correction:{correction_id}:attempt:{attempt_id}"
    if not outbox.add("score_corrected", key, {"correction": correction_id, "attempt": attempt_id}, now, now):
        return False
    issued: list[int] = []
    if attempt.purpose != "practice":
        if GAINS & set(lines):
            _shown, issued = journeys.raise_by_score(attempt, score, now)
        if Line.PASS_KEPT in set(lines):
            resting = certification_queries.list_resting_on({attempt_id: attempt.person_id})
            certifications.mark_kept(resting.get(attempt_id, ()), correction_id)
        reviews.look_again(attempt.person_id, f"correction:{correction_id}", now)
        promotions.look_again(attempt.person_id, now)
    detail = {"correction": correction_id, "score": score.id, "lines": crossed, "issued": issued}
    audit.record(None, "attempt.corrected", f"attempt:{attempt_id}", attempt.person_id, detail, now)
    return True
