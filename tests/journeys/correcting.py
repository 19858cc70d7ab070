"""Steps that the tests of corrections share: an exam of the six questions of a pool, sat by people who answer as they like."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from portal import clock, content, corrections, journeys, regrading
from portal.db import db, transaction
from portal.people.rules import Accommodation
from portal.people.tables import Person
from portal.quizzes import queries, service
from portal.quizzes.queries.corrections import list_corrections
from portal.quizzes.queries.results import AttemptResult
from portal.quizzes.service import correcting
from portal.quizzes.tables import Attempt, Score
from tests.content import sample

QUESTION = "pool/exam-0"
RIGHT, WRONG = "right", "wrong"


def edited(question: int = 0, key: str = WRONG, count: int = 6, **changes: Any) -> dict[str, Any]:
    """The pool with `count` questions (the exam draws them all), of which one has another key."""
    files = copy.deepcopy(sample.files())
    pool = files["quizzes/pool.yaml"]
    pool["questions"] = pool["questions"][:count]
    one = pool["questions"][question]
    for choice in one["choices"]:
        choice.pop("correct", None)
        if choice["id"] == key:
            choice["correct"] = True
    one.update(changes)
    return {"quizzes/pool.yaml": pool}


def store(folder: Path, changes: Mapping[str, Any]) -> tuple[Any, ...]:
    """Write and store the sample with changes. Returns the edits."""
    problems, edits = content.store(sample.write(folder, dict(changes)))
    assert problems == [], "\n".join(map(str, problems))
    return edits


def start(person: Person, slug: str = "exam", now: datetime | None = None, seed: int = 7) -> int:
    """Begin an attempt."""
    with transaction():
        return service.start(person.id, slug, "en", 0, Accommodation(), now or clock.now(), seed)


def hand_in(attempt_id: int, person: Person, chosen: Mapping[str, str] | str = RIGHT) -> AttemptResult:
    """Answer every question with the choice of this name (by question, or the same for all) and hand in."""
    view = queries.get_attempt_view(attempt_id, person.id)
    form = db.session.get_one(Attempt, attempt_id).form
    assert view is not None
    now = clock.now()
    with transaction():
        for question, frozen in zip(view.questions, form, strict=True):
            name = chosen if isinstance(chosen, str) else chosen.get(frozen["question"], RIGHT)
            ids = [one["id"] for one in question.facts["choices"]]
            answer = question.drawn["order"].index(ids.index(name))
            saving = queries.Saving(person.id, attempt_id, "en", len(form), None, view.deadline_at, 0, None)
            service.save_answer(saving, question.position, f"t-{attempt_id}-{question.position}", 0, answer, "en", now)
    with transaction():
        journeys.submit_attempt(attempt_id, person.id, now + timedelta(seconds=1))
    return result(attempt_id)


def sit(person: Person, chosen: Mapping[str, str] | str = RIGHT, slug: str = "exam") -> AttemptResult:
    """One whole attempt."""
    return hand_in(start(person, slug), person, chosen)


def result(attempt_id: int) -> AttemptResult:
    """The result in force."""
    db.session.close()
    return queries.list_attempts([attempt_id])[attempt_id]


def propose(author: Person, kind: str = "key", question: str = QUESTION, reason: str = "The key was wrong.") -> int:
    """Propose a correction, with its dry run."""
    now = clock.now()
    spec = correcting.specify(question, kind)
    tried = corrections.dry_run(spec, now.date(), now)
    with transaction():
        return corrections.propose(spec, tried, reason, author.id, now)


def approve(correction_id: int, approver: Person) -> None:
    """Let it go ahead."""
    with transaction():
        correcting.approve(correction_id, approver.id, clock.now())


def correct(author: Person, approver: Person, kind: str = "key", question: str = QUESTION) -> int:
    """The whole way of a correction."""
    number = propose(author, kind, question)
    approve(number, approver)
    regrading.run(number)
    db.session.close()
    return number


def dry_run_of(number: int) -> Mapping[str, Any]:
    """What the approver was shown."""
    return next(one.dry_run for one in list_corrections() if one.id == number)


def scores(attempt_ids: Iterable[int]) -> list[Score]:
    """Every score of these attempts, in the order of the ledger."""
    db.session.close()
    return list(db.session.scalars(db.select(Score).where(Score.attempt_id.in_(tuple(attempt_ids))).order_by(Score.id)))
