"""`python -m tests.faults.races`: the same thing done twice at the same moment, with real connections. No duplicate, nothing stuck.

Each race is two threads that leave a barrier together, each with a transaction of its own, on SQLite or PostgreSQL.
Prints how many races of each kind there were and what was wrong; ends with 1 where anything was.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from portal import clock, journeys
from portal.certifications.tables import CertificationPeriod
from portal.courses.tables import Lesson
from portal.db import db, transaction
from portal.framework.queries import current_release, get_framework
from portal.outbox.tables import OutboxItem
from portal.people.rules import Accommodation
from portal.practicals.service import request_practical
from portal.quizzes import queries, service, types
from portal.quizzes.tables import AnswerEvent, Attempt, Mark, Score
from tests import factories
from tests.faults.world import World, world

PATIENCE = 60  # seconds for both sides of one race; whoever needs longer is stuck
Act = Callable[[], Any]


class Arena:
    """Two threads that live as long as the trial, and the world that they race in."""

    def __init__(self, made: World) -> None:
        self.world = made
        self.pool = ThreadPoolExecutor(2)

    def race(self, *acts: Act) -> list[Any]:
        """Do all at once, each in a transaction of its own. Returns what they gave; an exception is a result, too."""
        barrier = threading.Barrier(len(acts))

        def alone(act: Act) -> Any:
            with self.world.app.app_context():
                try:
                    barrier.wait(PATIENCE)
                    with transaction():
                        return act()
                except Exception as error:  # whatever it is, it is what the race found
                    return error
                finally:
                    db.session.remove()

        found = [future.result(PATIENCE) for future in [self.pool.submit(alone, act) for act in acts]]
        db.session.rollback()  # what this thread had read is older than the race
        return found


def _crashed(results: list[Any]) -> list[str]:
    return [f"{type(one).__name__}: {one}"[:300] for one in results if isinstance(one, Exception)]


def _count(model: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _begin(person: int, quiz: str) -> int:
    with transaction():
        return service.start(person, quiz, "en", 0, Accommodation(), clock.now())


def start(arena: Arena, person: int) -> list[str]:
    """Two clicks on start: one attempt, and both are led to it."""
    now = clock.now()
    results = arena.race(*[lambda: service.start(person, "practice", "en", 0, Accommodation(), now)] * 2)
    found = _crashed(results)
    if not found and (len(set(results)) != 1 or _count(Attempt, Attempt.person_id == person) != 1):
        found.append(f"two attempts: {results}")
    return found


def _finished_once(attempt: int, questions: int) -> list[str]:
    scores, marks = _count(Score, Score.attempt_id == attempt), _count(Mark, Mark.attempt_id == attempt)
    is_open = _count(Attempt, Attempt.id == attempt, Attempt.finished_at.is_(None))
    return [] if (scores, marks, is_open) == (1, questions, 0) else [f"{scores} scores, {marks} marks, open: {is_open}"]


def submit(arena: Arena, person: int) -> list[str]:
    """Handed in from two tabs."""
    attempt = _begin(person, "practice")
    results = arena.race(*[lambda: journeys.submit_attempt(attempt, person, clock.now())] * 2)
    return _crashed(results) + _finished_once(attempt, 2)


def sweep(arena: Arena, person: int) -> list[str]:
    """The sweeper and the learner, when time is up: one score, and the deadline is when it ended."""
    attempt = _begin(person, "exam")
    late = clock.now() + timedelta(minutes=20, seconds=1)
    results = arena.race(lambda: journeys.submit_attempt(attempt, person, late), lambda: journeys.finish_overdue(attempt, late))
    row = db.session.execute(select(Attempt.finished_at, Attempt.deadline_at).where(Attempt.id == attempt)).one()
    found = [] if row.finished_at == row.deadline_at else [f"finished {row.finished_at}, deadline {row.deadline_at}"]
    return _crashed(results) + _finished_once(attempt, 6) + found


def _save(person: int, attempt: int, answer: Any, based_on: int = 0) -> Any:
    """What the view of a save does, but for reading the session: lock, read, decide, insert."""
    queries.lock_attempt(attempt)
    row = db.session.execute(select(Attempt.finished_at, Attempt.deadline_at).where(Attempt.id == attempt)).one()
    latest = db.session.scalar(
        select(func.coalesce(func.max(AnswerEvent.number), 0)).where(AnswerEvent.attempt_id == attempt, AnswerEvent.position == 0)
    )
    saving = queries.Saving(person, attempt, "en", 2, row.finished_at, row.deadline_at, latest or 0, None)
    return service.save_answer(saving, 0, uuid.uuid4().hex, based_on, answer, "en", clock.now())


def save(arena: Arena, person: int) -> list[str]:
    """An answer and handing in: where it was acknowledged as counting, it is in the marks."""
    attempt = _begin(person, "practice")
    view = queries.get_attempt_view(attempt, person)
    key = types.rules_of("single_choice").key(view.questions[0].facts, view.questions[0].drawn) if view else None
    results = arena.race(lambda: _save(person, attempt, key).counts, lambda: journeys.submit_attempt(attempt, person, clock.now()))
    earned = db.session.scalar(select(Mark.earned).where(Mark.attempt_id == attempt, Mark.position == 0))
    found = [] if bool(earned) == results[0] else [f"acknowledged: {results[0]}, earned: {earned}"]
    return _crashed(results) + _finished_once(attempt, 2) + found


def tabs(arena: Arena, person: int) -> list[str]:
    """Two tabs save the same question: both are kept, one counts."""
    attempt = _begin(person, "practice")
    results = arena.race(lambda: _save(person, attempt, 0), lambda: _save(person, attempt, 1))
    found = _crashed(results)
    if not found and (sorted(one.counts for one in results), sorted(one.number for one in results)) != ([False, True], [1, 2]):
        found.append(str(results))
    return found


def certificate(arena: Arena, person: int) -> list[str]:
    """The last two parts of a certification at once: one certificate."""
    now = clock.now()
    release = current_release()
    for lesson in db.session.scalars(select(Lesson.id)).all():
        with transaction():
            journeys.complete_lesson(person, lesson, release, now)
    attempt = _begin(person, "exam")
    view = queries.get_attempt_view(attempt, person)
    rubric = get_framework(release).rubrics["visit"]
    with transaction():
        practical = request_practical(person, "onboarding", rubric, person, now)
        for question in view.questions if view else ():
            key = types.rules_of(question.type).key(question.facts, question.drawn)
            saving = queries.Saving(person, attempt, "en", 6, None, None, 0, None)
            service.save_answer(saving, question.position, uuid.uuid4().hex, 0, key, "en", now)
    ratings = {one.id: 4 for one in rubric.criteria}
    results = arena.race(
        lambda: journeys.submit_attempt(attempt, person, now),
        lambda: journeys.score_practical(practical, ASSESSOR[0], ratings, "", now.date(), None, now),
    )
    mine = (CertificationPeriod.person_id == person, CertificationPeriod.issued_at.is_not(None))
    periods = db.session.scalars(select(CertificationPeriod.id).where(*mine)).all()
    told = _count(OutboxItem, OutboxItem.key.in_([f"certificate:{one}" for one in periods]))
    return _crashed(results) + ([] if (len(periods), told) == (1, 1) else [f"{len(periods)} certificates, {told} messages"])


ASSESSOR: list[int] = []
KINDS: dict[str, Callable[[Arena, int], list[str]]] = {
    "start": start, "submit": submit, "sweep against submit": sweep, "save against submit": save, "two tabs": tabs,
    "certificate issue": certificate,
}  # fmt: skip


def run(made: World, races: int) -> bool:
    """So many races of each kind. Returns whether all went well."""
    arena = Arena(made)
    is_good = True
    with made.app.app_context():
        assessor = factories.make_person("Assessor")
        factories.grant(assessor, "assessor")
        ASSESSOR[:] = [assessor.id]
    for name, kind in KINDS.items():
        people = made.people(races)
        begun = time.monotonic()
        wrong: list[str] = []
        for person in people:
            with made.app.app_context():
                wrong += kind(arena, person)
                db.session.remove()
        print(
            f"{made.database}: {races} races of {name} in {time.monotonic() - begun:.0f} s, wrong: {len(wrong)}, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        for one in sorted(set(wrong))[:5]:
            print(f"  {one}", flush=True)
        is_good &= not wrong
    arena.pool.shutdown()
    return is_good


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults.races", description=__doc__)
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default=os.environ.get("PORTAL_TEST_DATABASE", "sqlite"))
    arguments = parser.parse_args()
    with world(arguments.database) as made:
        return 0 if run(made, arguments.races) else 1


if __name__ == "__main__":
    sys.exit(main())
