"""`python -m bench.takers`: many takers at once against `python -m portal.serve`, beside a control of bare durable inserts in the same run.

Each taker starts within a minute, opens the attempt and saves an answer every 5 to 15 seconds; so does the control, with one durable insert
a save on the same kind of server and database. Printed: how many saves, errors, and within how many milliseconds 50, 95 and 99 % were answered.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from bench.browsers import sign_in
from bench.server import ROOT, Server
from config import load
from portal import clock, content
from portal.app import create_app
from portal.db import db, transaction
from portal.people.rules import Accommodation
from portal.people.tables import Account, Person
from portal.quizzes import service
from tests.databases import postgresql_url
from tests.production import Portal

QUIZ = "sales-process-practice"
LEAST, MOST, BEGIN_WITHIN = 5.0, 15.0, 60.0  # seconds


@dataclass
class Figures:
    """What the takers saw."""

    saves: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        times = sorted(self.saves) or [0.0]
        parts = ", ".join(
            f"{percent} % within {times[min(len(times) - 1, len(times) * percent // 100)] * 1000:.0f} ms"
            for percent in (50, 95, 99)
        )
        return f"{name}: {len(self.saves)} saves, {len(self.wrong)} errors; {parts}, longest {times[-1] * 1000:.0f} ms"


class Taker(threading.Thread):
    """One browser: a page, then saves until the end."""

    def __init__(
        self,
        port: int,
        page: str | None,
        save: Callable[[int], tuple[str, dict[str, Any]]],
        headers: dict[str, str],
        until: float,
        figures: Figures,
        spread: float,
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.page, self.save, self.headers, self.until, self.figures = port, page, save, headers, until, figures
        self.pace = random.Random(uuid.uuid4().int)  # when somebody clicks, no secret
        self.begin_after = self.pace.uniform(0, spread)

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> float:
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), self.headers)
            reply = connection.getresponse()
            text = reply.read()
            if reply.status != 200:
                self.figures.wrong.append(f"{reply.status} {text[:120]!r}")
        except (OSError, http.client.HTTPException) as error:
            self.figures.wrong.append(repr(error))
        finally:
            connection.close()
        return time.perf_counter() - begun

    def run(self) -> None:
        time.sleep(self.begin_after)
        if self.page:
            self.figures.pages.append(self._send("GET", self.page, None))
        number = 0
        while time.monotonic() + LEAST < self.until:
            time.sleep(min(self.pace.uniform(LEAST, MOST), max(0.0, self.until - time.monotonic())))
            path, body = self.save(number)
            self.figures.saves.append(self._send("POST", path, body))
            number += 1


def _attempt_save(attempt: int, questions: int) -> Callable[[int], tuple[str, dict[str, Any]]]:
    def save(number: int) -> tuple[str, dict[str, Any]]:
        body = {"save_id": uuid.uuid4().hex, "based_on": number // questions, "answer": number % 4}
        return f"/attempts/{attempt}/answers/{number % questions}", body

    return save


def _note(_number: int) -> tuple[str, dict[str, Any]]:
    return "/note", {"answer": 1}


def prepare(env: dict[str, str], count: int) -> list[tuple[int, int, dict[str, str]]]:
    """People with an attempt each: attempt, its questions, headers."""
    app = create_app(load({**os.environ, **env}))
    with app.app_context():
        upgrade()
        problems = content.sync_folder(ROOT)
        if problems:
            raise SystemExit("\n".join(map(str, problems)))
        now = clock.now()
        with transaction():
            people = [
                Person(email=f"t{n}@takers.example", name=f"Taker {n}", joined_on=now.date(), created_at=now) for n in range(count)
            ]
            db.session.add_all(people)
            db.session.flush()
            db.session.add_all(Account(person_id=one.id, password_hash=None) for one in people)
            ids = [one.id for one in people]
        attempts = {}
        for person in ids:
            with transaction():
                attempts[person] = service.start(person, QUIZ, "zh", 0, Accommodation(), now)
        db.session.remove()
    found = [(attempts[person], 10, headers) for person, headers in sign_in(app, ids)]
    with app.app_context():
        db.engine.dispose()
    return found


def _load(port: int, browsers: list[tuple[int, int, dict[str, str]]], seconds: float, spread: float, is_control: bool) -> Figures:
    figures = Figures()
    until = time.monotonic() + seconds
    takers = [
        Taker(
            port,
            None if is_control else f"/attempts/{attempt}",
            _note if is_control else _attempt_save(attempt, questions),
            headers,
            until,
            figures,
            spread,
        )
        for attempt, questions, headers in browsers
    ]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    return figures


def measure(folder: Path, database: str, count: int, seconds: float) -> bool:
    """Control and portal on one kind of database. Returns whether there was no error."""
    folder.mkdir()
    urls = [
        postgresql_url(folder.parent, f"takers_{name}") if database == "postgresql" else f"sqlite:///{folder / name}.sqlite3"
        for name in ("portal", "control")
    ]
    settings = {"DATABASE_URL": urls[0], "PORTAL_VAR": str(folder / "var")}
    browsers = prepare(settings, count)
    spread = min(BEGIN_WITHIN, seconds * 2 / 3)
    secret = (folder / "var" / "secret_key").read_text(encoding="ascii")
    control_url = load({"DATABASE_URL": urls[1], "PORTAL_VAR": str(folder / "var")}).database_url
    with Server(
        "bench.control:create_app()", {**os.environ, "CONTROL_DATABASE_URL": control_url, "CONTROL_SECRET": secret}, "/health"
    ) as control:
        bare = _load(control.port, browsers, seconds / 2, spread / 2, True)
    print(bare.line(f"{database}, control of bare durable inserts"), flush=True)
    portal = Portal(folder / "var", DATABASE_URL=urls[0])
    portal.start()
    try:
        ours = _load(portal.port, browsers, seconds, spread, False)
    finally:
        portal.stop()
    print(ours.line(f"{database}, {count} takers"), f"load of the machine {os.getloadavg()[0]:.1f}", flush=True)
    for problem in sorted(set(ours.wrong))[:3]:
        print(f"  {problem}")
    return not ours.wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.takers", description=__doc__)
    parser.add_argument("--takers", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    arguments = parser.parse_args()
    kinds = ("sqlite", "postgresql") if arguments.database == "both" else (arguments.database,)
    with tempfile.TemporaryDirectory(prefix="portal-takers-", ignore_cleanup_errors=True) as name:
        return 0 if all([measure(Path(name) / kind, kind, arguments.takers, arguments.seconds) for kind in kinds]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
