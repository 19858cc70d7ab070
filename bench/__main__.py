"""`make bench`: ratios against a control in the same run. `python -m bench --people 100000` sets how large the large company is.

For the lesson page and the saving of an answer: the workers' CPU time a request and the throughput, control over portal, median of five
alternating rounds at eight connections. For the team's page: the time among many people over the time among a thousand.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.browsers import sign_in
from bench.load import Job
from bench.server import ROOT, Server
from config import load
from portal import clock
from portal.app import create_app
from portal.db import db, transaction
from portal.people.rules import Accommodation
from portal.people.tables import Person
from portal.quizzes import service as quizzes

CONNECTIONS, REQUESTS, ROUNDS = 8, 150, 5
LESSON = "/courses/sales-process/what-a-process-buys"


def _environment(folder: Path) -> dict[str, str]:
    env = {**os.environ, "PORTAL_VAR": str(folder)}
    env.pop("DATABASE_URL", None)
    return env


def _prepare(folder: Path, *load_arguments: str) -> dict[str, str]:
    """A portal's database with the demo company, or many people."""
    env = _environment(folder)
    for arguments in (("db", "upgrade"), ("demo", "load", *load_arguments)):
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "portal.app", *arguments],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return env


def _cookies(env: dict[str, str], people: list[str]) -> list[tuple[int, dict[str, str]]]:
    """Signed-in browsers: the person and the headers that each sends."""
    app = create_app(load(env))
    with app.app_context():
        ids = dict(db.session.execute(select(Person.email, Person.id).where(Person.email.in_(people))).all())
        db.session.remove()
    return sign_in(app, [ids[email] for email in people])


def _attempts(env: dict[str, str], people: list[int]) -> list[int]:
    app = create_app(load(env))
    with app.app_context():
        ids = []
        for person in people:
            with transaction():
                ids.append(quizzes.start(person, "sales-process-practice", "zh", 0, Accommodation(), clock.now()))
        return ids


def _rounds(name: str, control: Server, control_jobs: list[Job], portal: Server, portal_jobs: list[Job]) -> None:
    """Alternate, and print the two ratios: how much of the control's speed the portal has."""
    cpu, throughput = [], []
    for server, jobs in ((control, control_jobs), (portal, portal_jobs)):
        server.load(jobs, 20)  # warm
    for _round in range(ROUNDS):
        base, ours = control.load(control_jobs, REQUESTS), portal.load(portal_jobs, REQUESTS)
        for figures in (base, ours):
            if figures["wrong"]:
                raise SystemExit(f"{name}: wrong answers, for instance {figures['errors']}")
        cpu.append(base["cpu_ms"] / ours["cpu_ms"])
        throughput.append(ours["per_second"] / base["per_second"])
    print(f"{name}: CPU {statistics.median(cpu):.2f} and throughput {statistics.median(throughput):.2f} of the control", flush=True)


def hot_paths(folder: Path) -> None:
    """Lesson page and answer save against the control."""
    env = _prepare(folder / "portal")
    people = [f"{team}.rep{n}@lichuan.example" for team in ("east", "south") for n in (4, 5, 7, 8)]
    signed_in = _cookies(env, people)
    secret = (folder / "portal" / "secret_key").read_text(encoding="ascii")
    control_env = {**os.environ, "CONTROL_DATABASE_URL": f"sqlite:///{folder / 'control.sqlite3'}", "CONTROL_SECRET": secret}
    with (
        Server("portal.app:create_app()", env, "/healthz") as portal,
        Server("bench.control:create_app()", control_env, "/health") as control,
    ):
        reads = [Job("GET", LESSON, headers) for _person, headers in signed_in]
        pages = [Job("GET", "/page", headers) for _person, headers in signed_in]
        _rounds("lesson page", control, pages, portal, reads)
        attempts = _attempts(env, [person for person, _headers in signed_in])
        body: dict[str, Any] = {"save_id": "", "based_on": 0, "answer": 1}
        saves = [
            Job("POST", f"/attempts/{attempt}/answers/0", headers, dict(body))
            for attempt, (_person, headers) in zip(attempts, signed_in, strict=True)
        ]
        notes = [Job("POST", "/note", headers, {"answer": 1}) for _person, headers in signed_in]
        _rounds("saving an answer", control, notes, portal, saves)


def team_page(folder: Path, many: int) -> None:
    """The team's page for a team of twelve, among a thousand people and among many."""
    servers, jobs = [], []
    for count in (1000, many):
        env = _prepare(folder / f"people-{count}", "--people", str(count))
        [(_person, headers)] = _cookies(env, ["p1@bulk.example"])
        servers.append(Server("portal.app:create_app()", env, "/healthz", workers=1))
        jobs.append([Job("GET", "/team", headers)])
    try:
        ratios = []
        for _round in range(ROUNDS):
            few, lots = (server.load(job, 30) for server, job in zip(servers, jobs, strict=True))
            ratios.append(lots["cpu_ms"] / few["cpu_ms"])
        print(f"team page: {statistics.median(ratios):.2f} times the CPU among {many} people as among 1000", flush=True)
    finally:
        for server in servers:
            server.__exit__()


def main() -> None:
    """Run all; print one line each."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000, help="how many people the large company has")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        hot_paths(Path(name))
        team_page(Path(name), arguments.people)


if __name__ == "__main__":
    main()
