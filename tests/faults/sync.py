"""`python -m tests.faults.sync`: what the kernel is asked between an answer that arrives and the reply to it, by strace.

An acknowledged answer is on the disk: between reading the request and writing the reply there is an fsync or fdatasync.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from bench.browsers import sign_in
from bench.server import free_port
from config import ROOT
from tests.faults.world import World, world

SAVES = 5
STRACE = shutil.which("strace")
CALLS = "trace=recvfrom,sendto,fsync,fdatasync"
ARRIVES, SYNCS, ANSWERS = (
    re.compile(r'"POST /attempts/\d+/answers/'),
    re.compile(r"\b(?:fsync|fdatasync)\(\d+\)"),
    re.compile(r'"HTTP/1\.1 200'),
)


def syncs_before_replies(lines: Sequence[str]) -> list[int]:
    """For each reply to a save, how many syncs came between the request and it."""
    found: list[int] = []
    syncs: int | None = None
    for line in lines:
        if ARRIVES.search(line):
            syncs = 0
        elif syncs is not None and SYNCS.search(line) and "unfinished" not in line:
            syncs += 1
        elif syncs is not None and ANSWERS.search(line):
            found.append(syncs)
            syncs = None
    return found


def trace(made: World) -> list[str]:
    """The calls of one worker that serves some saves."""
    [(person, headers)] = sign_in(made.app, made.people(1))
    attempt = made.start(person)
    port, log = free_port(), made.folder / "calls.txt"
    env = {**os.environ, **made.settings, "PORTAL_VAR": str(made.folder / "var")}
    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "--workers",
        "1",
        "--threads",
        "2",
        "--worker-class",
        "gthread",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen(
        [str(STRACE), "-f", "--seccomp-bpf", "-s", "64", "-e", CALLS, "-o", str(log), *gunicorn, "--bind", f"127.0.0.1:{port}", "portal.app:create_app()"],
        cwd=ROOT, env=env, start_new_session=True,
    )  # fmt: skip
    try:
        _wait(port)
        for number in range(SAVES):
            body = json.dumps({"save_id": f"synced-{number}", "based_on": number, "answer": number % 3}).encode()
            request = urllib.request.Request(f"http://127.0.0.1:{port}/attempts/{attempt}/answers/0", body, headers)
            urllib.request.urlopen(request, timeout=30).read()
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # strace and what it started
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return Path(log).read_text(encoding="utf-8", errors="replace").splitlines()


def _wait(port: int) -> None:
    for _try in range(500):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the portal does not answer")


def main() -> int:
    """On SQLite, where the worker itself writes; PostgreSQL's own process does it there."""
    with world("sqlite") as made:
        found = syncs_before_replies(trace(made))
    print(f"{len(found)} acknowledged saves; syncs before each reply: {found}")
    return 0 if len(found) == SAVES and all(found) else 1


if __name__ == "__main__":
    sys.exit(main())
