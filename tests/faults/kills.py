"""`python -m tests.faults.kills`: acknowledged saves through kill -9 of all server processes. None may be lost.

Takers save over HTTP against `python -m portal.serve`, and try again with the same `save_id` until they are answered, as the page does.
Prints what was found; ends with 1 where something was lost.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, text

from bench.browsers import sign_in
from portal.db import db
from portal.quizzes.tables import AnswerEvent
from tests.faults.world import World, world
from tests.production import Portal

POSITIONS = 2  # questions of the sample's practice
WITHIN = 10.0  # seconds from the start to the first good reply


@dataclass
class Log:
    """What the takers were told: save_id → (attempt, position, number); and how often they had to try again."""

    wanted: int
    saves: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    retries: int = 0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_done(self) -> bool:
        return len(self.saves) >= self.wanted or bool(self.wrong)


def _send(port: int, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request("POST", path, json.dumps(body), headers)
        reply = connection.getresponse()
        return reply.status, json.loads(reply.read())
    finally:
        connection.close()


def take(portal: Portal, attempt: int, headers: dict[str, str], log: Log) -> None:
    """Save answers in turn, each until it is acknowledged."""
    based_on = [0] * POSITIONS
    turn = 0
    while not log.is_done():
        position = turn % POSITIONS
        save_id = uuid.uuid4().hex
        body = {"save_id": save_id, "based_on": based_on[position], "answer": turn % 3}
        while not log.is_done():
            try:
                status, reply = _send(portal.port, f"/attempts/{attempt}/answers/{position}", headers, body)
            except (OSError, http.client.HTTPException, ValueError):
                status, reply = 0, None
            if status == 200:
                with log.lock:
                    log.saves[save_id] = (attempt, position, reply["number"])
                    if not reply["counts"]:
                        log.wrong.append(f"a save of its only tab does not count: {reply}")
                based_on[position] = reply["number"]
                break
            with log.lock:
                log.retries += 1
                if status not in {0, 500, 502, 503}:
                    log.wrong.append(f"{status} {reply}")
            time.sleep(0.1)
        turn += 1


def lost(app_world: World, log: Log) -> list[str]:
    """Acknowledged saves that the database does not hold as they were acknowledged."""
    with app_world.app.app_context():
        rows = db.session.execute(select(AnswerEvent.save_id, AnswerEvent.attempt_id, AnswerEvent.position, AnswerEvent.number))
        held = {save_id: (attempt, position, number) for save_id, attempt, position, number in rows}
        db.session.remove()
    return [save_id for save_id, saved in log.saves.items() if held.get(save_id) != saved]


def integrity(app_world: World) -> str:
    """What the database says about itself."""
    if app_world.database == "postgresql":
        return "ok"  # it was not killed; what it holds was compared row by row
    with app_world.app.app_context():
        found = [*db.session.scalars(text("PRAGMA integrity_check")), *db.session.execute(text("PRAGMA foreign_key_check"))]
        db.session.remove()
    return ", ".join(map(str, found))


def run(app_world: World, saves: int, kills: int, takers: int) -> bool:
    """The whole trial. Returns whether nothing was lost."""
    browsers = sign_in(app_world.app, app_world.people(takers))
    attempts = [app_world.start(person) for person, _headers in browsers]
    portal = Portal(app_world.folder / "var", **app_world.settings)
    portal.start()
    log = Log(saves)
    threads = [
        threading.Thread(target=take, args=(portal, attempt, headers, log))
        for attempt, (_person, headers) in zip(attempts, browsers, strict=True)
    ]
    back: list[float] = []
    begun = time.monotonic()
    try:
        for thread in threads:
            thread.start()
        for kill in range(1, kills + 1):
            while len(log.saves) < saves * kill // (kills + 1) and not log.is_done():
                time.sleep(0.005)
            portal.kill()
            again = time.monotonic()
            portal.start()
            back.append(time.monotonic() - again)
        for thread in threads:
            thread.join()
    finally:
        log.wanted = 0
        portal.stop()
    missing, state = lost(app_world, log), integrity(app_world)
    print(
        f"{app_world.database}: {len(log.saves)} acknowledged saves through {kills} kill -9 in {time.monotonic() - begun:.0f} s, {log.retries} tries again"
    )
    print(
        f"lost: {len(missing)}; integrity check: {state}; first good reply after {max(back):.1f} s at most, load {os.getloadavg()[0]:.1f}"
    )
    for problem in log.wrong[:5]:
        print(problem)
    return not missing and state == "ok" and not log.wrong and len(log.saves) >= saves


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults.kills", description=__doc__)
    parser.add_argument("--saves", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--takers", type=int, default=8)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default=os.environ.get("PORTAL_TEST_DATABASE", "sqlite"))
    arguments = parser.parse_args()
    with world(arguments.database) as made:
        return 0 if run(made, arguments.saves, arguments.kills, arguments.takers) else 1


if __name__ == "__main__":
    sys.exit(main())
