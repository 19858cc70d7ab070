"""`python -m bench.regrade`: a correction over many attempts of twenty questions, with its control in the same run.

The control is the bare bulk insert of the very rows that the correction wrote, in batches and transactions of the same size. Rates of marks
count all marks of the regraded attempts, which are read anew for their scores, and, beside it, the rows that are written.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import column, func, insert, select, table, text

from bench.server import ROOT
from config import load
from portal import clock, corrections, regrading
from portal.app import create_app
from portal.db import db, transaction
from portal.demo import bulk
from portal.framework.service import fingerprint
from portal.quizzes.service import correcting
from portal.quizzes.tables import Correction, Mark, Question, QuestionVersion, Score

QUESTIONS = bulk.QUESTIONS


def peak_megabytes() -> float:
    """The most memory that this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def mend() -> str:
    """A question that every bulk attempt drew gets a version with another key. Returns the question."""
    with transaction():
        drawn = select(Mark.question_version_id).where(Mark.attempt_id == 1)
        old = db.session.scalars(
            select(QuestionVersion)
            .where(QuestionVersion.id.in_(drawn), QuestionVersion.type == "single_choice")
            .order_by(QuestionVersion.id)
            .limit(1)
        ).one()
        facts = {"choices": [{**one, "correct": not one["correct"]} for one in old.facts["choices"]]}
        new = QuestionVersion(
            question_id=old.question_id, scoring_hash=fingerprint(facts), prose_hash=old.prose_hash, type=old.type, skill=old.skill,
            level=old.level, objective=old.objective, points=old.points, facts=facts, prose=old.prose, release_id=old.release_id,
        )  # fmt: skip
        db.session.add(new)
        db.session.flush()
        db.session.get_one(Question, old.question_id).current_version_id = new.id
        return old.question_id


def propose(question: str) -> tuple[int, float]:
    """Dry run, proposal by one and approval by another. Returns the correction and the seconds of the dry run."""
    now = clock.now()
    spec = correcting.specify(question, "key")
    begun = time.perf_counter()
    tried = corrections.dry_run(spec, now.date(), now)
    seconds = time.perf_counter() - begun
    with transaction():
        number = corrections.propose(spec, tried, "The key was wrong.", 1, now)
    with transaction():
        # person 2 sat the exam too; the rule that they may not approve is not what is measured here
        row = db.session.get_one(Correction, number)
        row.approved_by, row.approved_at = 2, now
    return number, seconds


def write(number: int) -> list[float]:
    """Every batch of the correction, and its seconds."""
    moments: list[float] = []
    regrading.write(number, lambda: moments.append(time.perf_counter()))
    return [after - before for before, after in pairwise(moments)]


def _copies(original: Any, number: int) -> Iterator[list[dict[str, Any]]]:
    """The rows that the correction wrote, in its batches."""
    reached = 0
    while True:
        query = (
            select(original)
            .where(original.c.correction_id == number, original.c.id > reached)
            .order_by(original.c.id)
            .limit(correcting.BATCH)
        )
        rows = [dict(row._mapping) for row in db.session.execute(query)]
        db.session.rollback()
        if not rows:
            return
        reached = rows[-1]["id"]
        yield rows


def control(number: int) -> tuple[int, float]:
    """The same rows into bare copies of the two tables. Returns how many, and the seconds of the inserts alone."""
    count, seconds = 0, 0.0
    for model in (Mark, Score):
        original = model.__table__
        copy = table(f"control_{original.name}", *(column(one.name, one.type) for one in original.columns))
        with transaction():
            db.session.execute(text(f"CREATE TABLE {copy.name} AS SELECT * FROM {original.name} WHERE 0"))
        for rows in _copies(original, number):
            begun = time.perf_counter()
            with transaction():
                db.session.execute(insert(copy), rows)
            seconds += time.perf_counter() - begun
            count += len(rows)
    return count, seconds


def measure(app: Flask, attempts: int) -> None:
    """Load, correct, compare; print one figure a line."""
    with app.app_context():
        upgrade()
        bulk.load(ROOT, attempts // 2, lambda _line: None)
        db.session.close()
        question = mend()
        before = peak_megabytes()
        number, dry = propose(question)
        after_dry = peak_megabytes()
        seconds = write(number)
        after = peak_megabytes()
        changed = db.session.scalar(select(func.count()).where(Mark.correction_id == number)) or 0
        written = changed + (db.session.scalar(select(func.count()).where(Score.correction_id == number)) or 0)
        db.session.rollback()
        total = sum(seconds)
        rows, bare = control(number)
        print(f"attempts regraded: {attempts}, of which {changed} change; dry run {dry:.1f} s, writing {total:.1f} s", flush=True)
        print(f"marks regraded a second: {attempts * QUESTIONS / total:,.0f} ({QUESTIONS} for each attempt, read for its score)")
        print(f"attempts a second: {attempts / total:,.0f}; ledger rows written a second: {written / total:,.0f}")
        share = written / total / (rows / bare)
        print(f"control, bare inserts of the same rows: {rows / bare:,.0f} a second; the correction has {share:.2f} of it")
        seconds.sort()
        print(f"batches: {len(seconds)}, median {seconds[len(seconds) // 2] * 1000:.0f} ms, longest {seconds[-1] * 1000:.0f} ms")
        print(f"memory: {before:.0f} MB before, {after_dry:.0f} MB after the dry run, {after:.0f} MB at the end")
        db.engine.dispose()


def main() -> None:
    """Run in a folder that is gone afterwards."""
    parser = argparse.ArgumentParser(prog="bench.regrade", description=__doc__)
    parser.add_argument("--attempts", type=int, default=100_000, help="how many; 2000 shows in seconds whether it runs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-regrade-") as name:
        url = f"sqlite:///{Path(name) / 'portal.sqlite3'}"
        measure(create_app(load({"PORTAL_VAR": name, "DATABASE_URL": url})), arguments.attempts)


if __name__ == "__main__":
    main()
