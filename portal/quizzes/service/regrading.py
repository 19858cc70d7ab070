"""Marking anew: what a correction changes in each attempt, worked out in batches and written as rows that are inert until it takes effect.

One correction is written at a time, so that each builds on what the former left. An attempt that is finished while one is written, or
after it took effect, gets the correction's rows with its own (`correct_finished`): a form keeps the version that it was drawn with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound
from portal.quizzes.queries import corrections as queries
from portal.quizzes.queries.regrading import (
    Place,
    Sitting,
    has_newer_rows,
    list_attempt_ids,
    list_attempt_ids_of,
    list_places,
    list_sittings,
    newest_rows,
)
from portal.quizzes.rules.correcting import Line, Standing, corrected, lines_crossed, remark
from portal.quizzes.rules.editing import Version
from portal.quizzes.rules.marking import RULE_VERSION, Cut, MarkValue
from portal.quizzes.tables import Attempt, Correction, Mark, Score

BATCH = 250  # attempts in one short transaction: the writers of answers wait no longer than that
DRY = -1  # the number of a correction that is only tried


@dataclass(frozen=True)
class Spec:
    """What a correction does: which versions' attempts it marks anew, by which version (None: the question is void)."""

    question_id: str
    kind: str
    to: Version | None
    versions: tuple[int, ...]
    skipped: tuple[tuple[int, str], ...]  # versions left out: `breaking`, or `void` already


@dataclass(frozen=True, slots=True)
class Move:
    """What a correction changes in one attempt. `before` and `after` are None while the attempt waits for a person's mark."""

    place: Place
    mark: MarkValue
    score_id: int | None
    before: Standing | None
    after: Standing | None
    lines: tuple[Line, ...]


def spec_of(one: queries.CorrectionValue) -> Spec:
    """What a stored correction does."""
    to = queries.find_version(one.to_version_id) if one.to_version_id is not None else None
    return Spec(one.question_id, one.kind, to, one.versions, ())


def moves(spec: Spec, ids: Sequence[int], correction_id: int, keeps: bool = True) -> list[Move]:
    """What changes in these attempts; those in which nothing does, or did already, are left out. Marks given by people are untouched."""
    changed = []
    for place in list_places(ids, spec.versions, correction_id):
        if place.correction_id != correction_id and not place.given_by.startswith("person:"):
            mark = remark(spec.to, place.drawn, place.mark.points, place.answer)
            if mark != place.mark:
                changed.append((place, mark))
    sittings = list_sittings([place.attempt_id for place, _mark in changed], correction_id)
    return [_move(place, mark, sittings.get(place.attempt_id), correction_id, keeps) for place, mark in changed]


def _move(place: Place, mark: MarkValue, sitting: Sitting | None, correction_id: int, keeps: bool) -> Move:
    if sitting is None:
        return Move(place, mark, None, None, None, ())
    marks = list(sitting.marks)
    marks[place.position] = mark
    keeper = correction_id if keeps and place.purpose != "practice" else None
    after = corrected(sitting.score, sitting.form, marks, sitting.pass_percent, [Cut(**cut) for cut in sitting.cuts], keeper)
    return Move(place, mark, sitting.score_id, sitting.score, after, lines_crossed(sitting.score, after, correction_id))


def preview(spec: Spec) -> Iterator[tuple[int, list[Move]]]:
    """Batch by batch: how many attempts were looked at, and what would change in them. Nothing is written."""
    reached = 0
    while ids := list_attempt_ids(spec.versions, reached, BATCH):
        yield len(ids), moves(spec, ids, DRY)
        reached = ids[-1]


def moves_person(spec: Spec, person_id: int) -> bool:
    """Whether somebody crosses a line by a correction."""
    return any(one.lines for one in moves(spec, list_attempt_ids_of(person_id, spec.versions), DRY))


def locked(correction_id: int) -> Correction:
    """The row of a correction, locked; raises NotFound."""
    query = select(Correction).where(Correction.id == correction_id).with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True)
class Batch:
    """What is to be written next: worked out while nobody was held up, from a ledger that had so many rows."""

    reached: int
    last: int | None  # the last attempt of the batch; None: there is none left
    moves: tuple[Move, ...]
    newest: tuple[int, int]  # the newest mark and score that were there


def read_batch(correction_id: int) -> Batch:
    """Work out the next batch of an approved correction. Only reads: the writers of answers do not wait for it."""
    one = queries.find_correction(correction_id)
    if one is None:
        raise NotFound
    newest = newest_rows()
    ids = list_attempt_ids(one.versions, one.reached_attempt_id, BATCH)
    return Batch(one.reached_attempt_id, ids[-1] if ids else None, tuple(moves(spec_of(one), ids, one.id)), newest)


def write_batch(correction_id: int, batch: Batch, now: datetime) -> bool:
    """Write the rows of a batch, or put all in force where none is left. Returns whether to go on.

    One short transaction of its caller: a killed run goes on from the last batch that was committed. Where another run was faster, or the
    ledger has gone on for one of these attempts, nothing is written: the batch is to be worked out again.
    """
    row, one = locked(correction_id), queries.find_correction(correction_id)
    if one is None or row.approved_at is None or row.effective_at is not None:
        return False
    if row.reached_attempt_id != batch.reached or has_newer_rows([move.place.attempt_id for move in batch.moves], batch.newest):
        return True
    if batch.last is None:
        row.effective_at = now
        audit.record(row.approved_by, "correction.effective", f"correction:{row.id}", None, {}, now)
        return False
    _write(batch.moves, one, now)
    row.reached_attempt_id = batch.last
    db.session.flush()
    return True


def _write(changed: Sequence[Move], one: queries.CorrectionValue, now: datetime) -> None:
    given = {"effective_at": now, "recorded_at": now, "given_by": f"correction:{one.id}", "correction_id": one.id}
    marks = [
        {
            "attempt_id": move.place.attempt_id, "position": move.place.position, "points": move.mark.points, "rule_version": RULE_VERSION,
            "question_version_id": one.to_version_id or move.place.drawn_version, "earned": move.mark.earned,
            "possible": move.mark.possible, "supersedes_id": move.place.mark_id, **given,
        }
        for move in changed
    ]  # fmt: skip
    scores = [
        {
            "attempt_id": move.place.attempt_id, "earned": move.after.earned, "possible": move.after.possible,
            "is_passed": move.after.is_passed, "per_skill": list(move.after.per_skill), "kept_by": move.after.kept_by,
            "supersedes_id": move.score_id, **given,
        }
        for move in changed
        if move.after is not None
    ]  # fmt: skip
    # the tables themselves, not the mapped classes: no unit of work over a hundred thousand rows
    for table, rows in ((Mark.__table__, marks), (Score.__table__, scores)):
        if rows:
            db.session.execute(insert(table), rows)  # type: ignore[arg-type]  # a mapped class's table is a Table


def correct_finished(attempt: Attempt, now: datetime) -> Score | None:
    """After a score was written by the versions of the form: the rows of every approved correction that covers one of them.

    Those in force count at once, and keep nothing: nobody was told anything else. Returns the score in force where one did.
    """
    drawn = {question["version"] for question in attempt.form}
    is_changed = False
    for one in queries.list_applying([question["question"] for question in attempt.form]):
        is_in_force = one.effective_at is not None
        # what is drawn after a key was corrected was drawn on purpose; what is void stays void
        is_past = one.kind == "key" and one.effective_at is not None and attempt.started_at >= one.effective_at
        if is_past or not drawn & set(one.versions):
            continue
        found = moves(spec_of(one), [attempt.id], one.id, keeps=not is_in_force)
        _write(found, one, now)
        is_changed = is_changed or (is_in_force and bool(found))
    return queries.find_score_in_force(attempt.id) if is_changed else None
