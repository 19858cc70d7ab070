"""The fault suites in short: the same trials as `make faults`, a few of each. Each is a process of its own and prints its figures."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from config import ROOT

DATABASE = os.environ.get("PORTAL_TEST_DATABASE", "sqlite")


@pytest.mark.parametrize(
    "trial", [("kills", "--saves", "60", "--kills", "1", "--takers", "4"), ("races", "--races", "4")], ids=lambda one: one[0]
)
def test_nothing_is_lost_doubled_or_stuck(trial: tuple[str, ...]) -> None:
    name, *arguments = trial
    command = [sys.executable, "-m", f"tests.faults.{name}", *arguments, "--database", DATABASE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
