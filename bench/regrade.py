"""`python -m bench.regrade`: a correction over many attempts of twenty questions, with its control in the same run.

The control is the bare bulk insert of the very rows that the correction wrote, in batches and transactions of the same size. Rates of marks
count all marks of the regraded attempts; beside it stand attempts and written rows.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from select import select as select_ready
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, column, event, func, insert, select, table, text
from sqlalchemy.orm import Session

from bench.server import ROOT
from config import load
from portal import clock, corrections, regrading
from portal.app import create_app
from portal.db import db, transaction
from portal.demo import bulk
from portal.framework.service import fingerprint
from portal.quizzes.service import correcting
from portal.quizzes.service.regrading import BATCH
from portal.quizzes.tables import AnswerEvent, Correction, Mark, Question, QuestionVersion, Score

QUESTIONS = bulk.QUESTIONS


def peak_megabytes() -> float:
    """The most memory that this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def mend(which: int) -> str:
    """One of the questions that every bulk attempt drew gets a version with another key. Returns the question."""
    with transaction():
        drawn = select(Mark.question_version_id).where(Mark.attempt_id == 1)
        old = db.session.scalars(
            select(QuestionVersion)
            .where(QuestionVersion.id.in_(drawn), QuestionVersion.type == "single_choice")
            .order_by(QuestionVersion.id)
            .offset(which)
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


@contextmanager
def locks_timed() -> Iterator[list[float]]:
    """For how long each write transaction held the database, in seconds."""
    held: list[float] = []
    begun: list[float] = []

    def after_begin(_session: Session, _transaction: object, connection: Connection) -> None:
        if connection.get_execution_options().get("will_write"):
            begun.append(time.perf_counter())

    def after_commit(_session: Session) -> None:
        if begun:
            held.append(time.perf_counter() - begun.pop())

    event.listen(db.session, "after_begin", after_begin)
    event.listen(db.session, "after_commit", after_commit)
    try:
        yield held
    finally:
        event.remove(db.session, "after_begin", after_begin)
        event.remove(db.session, "after_commit", after_commit)


def write(number: int) -> list[float]:
    """Every batch of the correction, and its seconds."""
    moments: list[float] = []
    regrading.write(number, lambda: moments.append(time.perf_counter()))
    return [after - before for before, after in pairwise(moments)]


class Saver:
    """A taker in a process of its own, who saves an answer and waits a little, again and again. `seconds` lists how long each save took."""

    def __init__(self, env: dict[str, str]) -> None:
        self.seconds: list[float] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.regrade", "--save"], cwd=ROOT, env={**os.environ, **env}, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        if self.process.stdout is None or self.process.stdout.readline() != "ready\n":
            raise RuntimeError("the saver does not start")

    def __enter__(self) -> Saver:
        return self

    def __exit__(self, *_exc: object) -> None:
        out, _err = self.process.communicate("stop\n", timeout=60)
        self.seconds += sorted(json.loads(out))


def save_until_stopped() -> None:
    """What a Saver's process does: each save is a durable insert, as the portal's own."""
    seconds = []
    with create_app(load(os.environ)).app_context():
        table_ = AnswerEvent.__table__
        values = {
            "attempt_id": 1, "position": 0, "based_on": 0, "counts": False, "is_late": False, "answer": 1, "locale": "en",
            "received_at": clock.now(),
        }  # fmt: skip
        print("ready", flush=True)
        number = os.getpid() * 10_000  # none of another saver
        while not select_ready([sys.stdin], [], [], 0.02)[0]:
            number += 1
            begun = time.perf_counter()
            with transaction():
                db.session.execute(insert(table_), values | {"number": number, "save_id": f"bench-{number}"})
            seconds.append(time.perf_counter() - begun)
        db.engine.dispose()
    print(json.dumps(seconds))


def _copies(original: Any, number: int) -> Iterator[list[dict[str, Any]]]:
    """The rows that the correction wrote, in its batches."""
    reached = 0
    while True:
        query = (
            select(original).where(original.c.correction_id == number, original.c.id > reached).order_by(original.c.id).limit(BATCH)
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


def measure(app: Flask, env: dict[str, str], attempts: int) -> None:
    """Load, correct one question alone and another while somebody saves answers; print one figure a line."""
    with app.app_context():
        upgrade()
        bulk.load(ROOT, attempts // 2, lambda _line: None)
        db.session.close()
        before = peak_megabytes()
        number, dry = propose(mend(0))
        after_dry = peak_megabytes()
        processor = time.process_time()
        with locks_timed() as held:
            seconds = write(number)
        processor = time.process_time() - processor
        after = peak_megabytes()
        changed = db.session.scalar(select(func.count()).where(Mark.correction_id == number)) or 0
        written = changed + (db.session.scalar(select(func.count()).where(Score.correction_id == number)) or 0)
        db.session.rollback()
        total = sum(seconds)
        rows, bare = control(number)
        share = written / total / (rows / bare)
        print(f"attempts regraded: {attempts}, of which {changed} change; dry run {dry:.1f} s, writing {total:.1f} s", flush=True)
        print(
            f"marks regraded a second: {attempts * QUESTIONS / total:,.0f}, {attempts * QUESTIONS / processor:,.0f} a second of one core"
        )
        print(f"attempts a second: {attempts / total:,.0f}; ledger rows written a second: {written / total:,.0f}")
        print(f"control, bare inserts of the same rows: {rows / bare:,.0f} a second; the correction has {share:.2f} of it")
        held.sort()
        longest, median = held[-1] * 1000, held[len(held) // 2] * 1000
        print(f"write transactions: {len(held)} of {BATCH} attempts, median {median:.0f} ms, longest {longest:.0f} ms")
        print(f"memory: {before:.0f} MB before, {after_dry:.0f} MB after the dry run, {after:.0f} MB at the end", flush=True)
        number, _dry = propose(mend(1))
        with Saver(env) as alone:
            time.sleep(3)
        with Saver(env) as meanwhile:
            write(number)
        for name, saver in (("alone", alone), ("while a correction is written", meanwhile)):
            times = saver.seconds
            p95, longest = times[int(len(times) * 0.95)] * 1000, times[-1] * 1000
            print(f"saving an answer, {name}: {len(times)} saves, 95 % within {p95:.0f} ms, longest {longest:.0f} ms")
        db.engine.dispose()


def main() -> None:
    """Run in a folder that is gone afterwards."""
    parser = argparse.ArgumentParser(prog="bench.regrade", description=__doc__)
    parser.add_argument("--attempts", type=int, default=100_000, help="how many; 2000 shows in seconds whether it runs")
    parser.add_argument("--save", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.save:
        save_until_stopped()
        return
    with tempfile.TemporaryDirectory(prefix="portal-regrade-") as name:
        url = f"sqlite:///{Path(name) / 'portal.sqlite3'}"
        env = {"PORTAL_VAR": name, "DATABASE_URL": url}
        measure(create_app(load(env)), env, arguments.attempts)


if __name__ == "__main__":
    main()
