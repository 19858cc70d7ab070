"""Two portal processes on two ports over one database serve one person's attempt in turn."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT
from portal.demo.plan import PASSWORD
from tests.databases import postgresql_url


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[list[int]]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    on_postgresql = os.environ.get("PORTAL_TEST_DATABASE") == "postgresql"
    url = postgresql_url(tmp_path, f"two_{worker}") if on_postgresql else f"sqlite:///{tmp_path / 'one.sqlite3'}"
    env = {**os.environ, "PORTAL_VAR": str(tmp_path), "DATABASE_URL": url, "CI": ""}
    flask = [sys.executable, "-m", "flask", "--app", "portal.app"]
    for arguments in (["db", "upgrade"], ["demo", "load"]):
        subprocess.run([*flask, *arguments], cwd=ROOT, env=env, check=True, capture_output=True)
    chosen = [_port(), _port()]
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--log-level", "error", "portal.app:create_app()", "--bind"]
    running = [subprocess.Popen([*command, f"127.0.0.1:{port}"], cwd=ROOT, env=env) for port in chosen]
    for port in chosen:
        _wait(port)
    yield chosen
    for process in running:
        process.terminate()
        process.wait(15)


def _wait(port: int) -> None:
    for _try in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the portal does not answer")


class Device:
    """A browser with cookies, as far as this test needs one. Cookies do not know ports, so both processes see the same."""

    def __init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, port: int, path: str) -> tuple[str, str]:
        with self.opener.open(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.geturl(), answer.read().decode()

    def token(self, port: int, path: str) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get(port, path)[1])
        assert found
        return found[1]

    def post(self, port: int, path: str, **fields: str) -> tuple[str, str]:
        data = urllib.parse.urlencode(fields).encode()
        with self.opener.open(f"http://127.0.0.1:{port}{path}", data, timeout=20) as answer:
            return answer.geturl(), answer.read().decode()


def test_one_attempt_is_served_by_both(ports: list[int]) -> None:
    device = Device()
    first = ports[0]
    token = device.token(first, "/sign-in")
    device.post(first, "/sign-in", email="east.rep2@lichuan.example", password=PASSWORD, next="", csrf_token=token)
    token = device.token(first, "/quizzes/sales-process-practice")
    address, _page = device.post(first, "/quizzes/sales-process-practice/start", csrf_token=token)
    path = urllib.parse.urlsplit(address).path
    for position in range(6):
        port = ports[position % 2]
        body = json.dumps({"save_id": f"device-{position}", "based_on": 0, "answer": 0}).encode()
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}/answers/{position}", body, headers)
        with device.opener.open(request, timeout=20) as answer:
            assert json.loads(answer.read()) == {"number": 1, "counts": True, "latest": 1}
    for port in ports:
        numbers = re.findall(r'data-position="(\d+)" data-number="(\d+)"', device.get(port, path)[1])
        assert [number for _position, number in numbers[:6]] == ["1"] * 6
    ended, _page = device.post(ports[1], f"{path}/submit", csrf_token=token)
    again, _page = device.post(ports[0], f"{path}/submit", csrf_token=token)
    assert urllib.parse.urlsplit(ended).path == urllib.parse.urlsplit(again).path == f"{path}/result"
