"""An acknowledged answer is on the disk before the reply: seen by strace, and held by the settings of the connection that serves."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from config import ROOT
from tests.faults.sync import STRACE, syncs_before_replies

ON_SQLITE = os.environ.get("PORTAL_TEST_DATABASE", "sqlite") == "sqlite"
POST, REPLY = '7 recvfrom(5, "POST /attempts/1/answers/0 HTTP"', '7 sendto(5, "HTTP/1.1 200 OK"'


@pytest.mark.parametrize(("lines", "found"), [
    ([POST, "7 fdatasync(9) = 0", REPLY], [1]),
    ([POST, REPLY, "7 fdatasync(9) = 0"], [0]),  # too late: after the reply
    (["7 fsync(9) = 0", POST, REPLY], [0]),  # an earlier one is not this answer's
    ([POST, "7 fsync(9) = 0", "7 fsync(9) = 0", REPLY, POST, "7 fsync(3 <unfinished ...>", REPLY], [2, 0]),
    ([], []),
])  # fmt: skip
def test_only_a_sync_between_request_and_reply_counts(lines: list[str], found: list[int]) -> None:
    assert syncs_before_replies(lines) == found


if ON_SQLITE:  # PostgreSQL's own process writes; its setting is tested below

    @pytest.mark.skipif(STRACE is None and os.environ.get("CI") != "true", reason="strace is not installed; CI has it")
    def test_a_save_is_synced_before_it_is_acknowledged() -> None:
        assert STRACE is not None, "install strace"
        done = subprocess.run([sys.executable, "-m", "tests.faults.sync"], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr[-3000:]


def test_the_connection_that_serves_waits_for_the_disk(session: Session) -> None:
    if ON_SQLITE:
        assert session.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    else:
        assert session.scalar(text("SHOW synchronous_commit")) == "on"
