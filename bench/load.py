"""A bounded load: so many connections, so many requests each, on loopback only. Runs as a process of its own."""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from typing import Any

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Job:
    """What one connection sends: `body` is sent as JSON, with a fresh `save_id` each time where it has one."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any] | None = None


def _send(host: str, port: int, job: Job, count: int, seconds: list[float], wrong: list[str]) -> None:
    connection = http.client.HTTPConnection(host, port, timeout=30)
    body = dict(job.body) if job.body is not None else None
    for _ in range(count):
        if body is not None and "save_id" in body:
            body["save_id"] = uuid.uuid4().hex
        start = time.perf_counter()
        connection.request(job.method, job.path, None if body is None else json.dumps(body), job.headers)
        answer = connection.getresponse()
        content = answer.read()
        seconds.append(time.perf_counter() - start)
        if answer.status != 200:
            wrong.append(f"{answer.status} {content[:200]!r}")
        elif body is not None and "based_on" in body:
            body["based_on"] = json.loads(content)["number"]
    connection.close()


def run(host: str, port: int, jobs: list[Job], count: int) -> dict[str, Any]:
    """Send `count` requests over each job's connection, all at once. Returns requests a second, the 95th percentile, and errors."""
    if host not in LOOPBACK:
        raise ValueError("load goes to this machine only")
    seconds: list[float] = []
    wrong: list[str] = []
    threads = [threading.Thread(target=_send, args=(host, port, job, count, seconds, wrong)) for job in jobs]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    seconds.sort()
    return {
        "per_second": len(seconds) / elapsed,
        "p95": seconds[int(len(seconds) * 0.95)],
        "errors": wrong[:3],
        "wrong": len(wrong),
    }


if __name__ == "__main__":
    order = json.load(sys.stdin)
    print(json.dumps(run("127.0.0.1", order["port"], [Job(**job) for job in order["jobs"]], order["count"])))
