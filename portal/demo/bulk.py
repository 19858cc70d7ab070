"""The same shapes in bulk, for benchmarks: teams of twelve, two attempts of twenty questions a person, written straight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Table, insert, select, text

from portal import clock, content
from portal.db import db
from portal.demo.plan import PASSWORD
from portal.errors import PortalError
from portal.i18n import lazy
from portal.people import queries as people
from portal.people.service.signing_in import hasher
from portal.quizzes import types
from portal.quizzes.rules.marking import passes
from portal.quizzes.rules.shuffling import number
from portal.quizzes.tables import QuestionVersion, Quiz

TEAM = 12
QUESTIONS = 20
BATCH = 20_000


def load(folder: Path, count: int, say: Callable[[str], Any]) -> None:
    """Load `count` people with their history into an empty database."""
    if people.has_people():
        raise PortalError(409, lazy("There are people in this database; the demo company is loaded into an empty one only."))
    problems = content.sync_folder(folder)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    db.session.close()
    now = clock.now()
    today = clock.day_of(now, current_app.config["PORTAL"].time_zone)
    with db.engine.connect().execution_options(will_write=True) as connection, connection.begin():
        versions = connection.execute(
            select(
                QuestionVersion.id,
                QuestionVersion.question_id,
                QuestionVersion.type,
                QuestionVersion.skill,
                QuestionVersion.level,
                QuestionVersion.facts,
            ).order_by(QuestionVersion.id)
        ).all()
        quiz = connection.execute(select(Quiz.slug, Quiz.current_version_id).order_by(Quiz.slug)).first()
        if quiz is None or not versions:
            raise ValueError("the content has no quiz")
        for name, rows in _tables(count, today, now, versions, quiz):
            say(f"{name}: {_write(connection, db.metadata.tables[name], rows)}")
        if db.engine.dialect.name == "postgresql":
            for name in ("people", "teams", "attempts"):
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))  # noqa: S608  # our own names


def _write(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> int:
    total, batch = 0, []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            connection.execute(insert(table), batch)
            total, batch = total + len(batch), []
    if batch:
        connection.execute(insert(table), batch)
    return total + len(batch)


def _tables(count: int, today: date, now: datetime, versions: Any, quiz: Any) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    since = today - timedelta(days=500)
    teams = -(-count // TEAM)
    everyone = range(1, count + 1)
    password = hasher.hash(PASSWORD)
    form = _form(versions)
    started = now - timedelta(days=30)
    yield "teams", ({"id": n, "slug": f"team-{n}", "name": {"zh": f"第{n}队", "en": f"Team {n}"}} for n in range(1, teams + 1))
    yield (
        "people",
        (
            {"id": n, "email": f"p{n}@bulk.example", "name": f"人员 {n}", "locale": "zh", "joined_on": since, "created_at": started}
            for n in everyone
        ),
    )
    yield "accounts", ({"person_id": n, "password_hash": password, "failed_count": 0, "is_enabled": True} for n in everyone)
    yield "team_memberships", ({"person_id": n, "team_id": (n - 1) // TEAM + 1, "from_on": since} for n in everyone)
    yield (
        "rung_periods",
        ({"person_id": n, "rung": "supervisor" if n % TEAM == 1 else "representative", "from_on": since} for n in everyone),
    )
    yield (
        "relations",
        (
            {"person_id": n, "other_id": (n - 1) // TEAM * TEAM + 1, "kind": "reports_to", "from_on": since}
            for n in everyone
            if n % TEAM != 1
        ),
    )
    yield from _history(count, today, started, form, quiz, versions[0].skill)


def _history(
    count: int, today: date, started: datetime, form: list[dict[str, Any]], quiz: Any, skill: str
) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    attempts = range(1, 2 * count + 1)
    yield "attempts", (
        {
            "id": n, "person_id": (n + 1) // 2, "quiz_slug": quiz.slug, "quiz_version_id": quiz.current_version_id, "number": 2 - n % 2,
            "purpose": "certification", "seed": n, "form": form, "question_count": QUESTIONS, "pass_percent": 80,
            "policies": {"shows": "scores_per_skill", "cuts": []}, "locale": "zh", "started_at": started,
            "finished_at": started + timedelta(minutes=20), "finished_by": "learner",
        }
        for n in attempts
    )  # fmt: skip
    yield "answer_events", (
        {
            "attempt_id": n, "position": q, "number": 1, "save_id": f"b{n}-{q}", "based_on": 0, "counts": True, "is_late": False,
            "answer": number(f"{n}/{q}", 4), "locale": "zh", "received_at": started,
        }
        for n in attempts
        for q in range(QUESTIONS)
    )  # fmt: skip
    yield "marks", (
        {
            "attempt_id": n, "position": q, "question_version_id": form[q]["version"], "earned": _earned(n, q), "possible": 1,
            "points": 1, "rule_version": 1, "effective_at": started, "recorded_at": started, "given_by": "rule",
        }
        for n in attempts
        for q in range(QUESTIONS)
    )  # fmt: skip
    yield "scores", (
        {
            "attempt_id": n, "earned": earned, "possible": QUESTIONS, "is_passed": passes(earned, QUESTIONS, 80), "per_skill": [],
            "effective_at": started, "recorded_at": started, "given_by": "rule",
        }
        for n in attempts
        for earned in (sum(_earned(n, q) for q in range(QUESTIONS)),)
    )  # fmt: skip
    yield "evidence", (
        {
            "person_id": n, "skill": skill, "level": 1 + n % 2, "kind": "exam", "source": f"attempt:{2 * n}",
            "demonstrated_on": today - timedelta(days=n % 400), "recorded_at": started,
        }
        for n in range(1, count + 1)
    )  # fmt: skip


def _earned(attempt: int, position: int) -> int:
    return int(number(f"{attempt}/{position}/m", 10) < 8)


def _form(versions: Any) -> list[dict[str, Any]]:
    """The same twenty questions for everyone, drawn as their types draw."""
    chosen = [versions[n % len(versions)] for n in range(QUESTIONS)]
    return [
        {
            "version": one.id, "question": one.question_id, "type": one.type, "points": 1, "skill": one.skill, "level": one.level,
            "drawn": types.rules_of(one.type).draw(one.facts, f"bulk/{one.id}", True),
        }
        for one in chosen
    ]  # fmt: skip
