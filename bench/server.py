"""A gunicorn on a free port of loopback, with the same settings for portal and control, and its workers' CPU time."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from bench.load import Job

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server under load. Use as a context manager; it ends what it started."""

    def __init__(self, target: str, env: dict[str, str], health: str, workers: int = 2) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", str(workers),
                "--threads", "4", "--worker-class", "gthread", "--keep-alive", "15", "--log-level", "warning", target,
            ],
            cwd=ROOT, env=env,
        )  # fmt: skip
        self._wait(health)

    def _wait(self, health: str) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{health}", timeout=2)
                return
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError("the server ended") from None
                time.sleep(0.2)
        raise RuntimeError("the server does not answer")

    def cpu_seconds(self) -> float:
        """CPU time of the workers so far, user and system."""
        times = [child.cpu_times() for child in psutil.Process(self.process.pid).children(recursive=True)]
        return float(sum(t.user + t.system for t in times))

    def load(self, jobs: list[Job], count: int) -> dict[str, Any]:
        """Run one load from a process of its own; adds `cpu_ms`, the workers' CPU milliseconds a request."""
        before = self.cpu_seconds()
        order = json.dumps({"port": self.port, "count": count, "jobs": [asdict(job) for job in jobs]})
        done = subprocess.run(
            [sys.executable, "-m", "bench.load"], input=order, text=True, capture_output=True, cwd=ROOT, check=True
        )
        figures: dict[str, Any] = json.loads(done.stdout)
        figures["cpu_ms"] = (self.cpu_seconds() - before) * 1000 / (count * len(jobs))
        return figures

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.process.terminate()
        self.process.wait(15)
