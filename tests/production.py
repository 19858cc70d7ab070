"""The portal as it runs in production, `python -m portal.serve`, on a port and a folder of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from config import ROOT

PATIENCE = 110  # seconds; the demo company is loaded in them


class Portal:
    """`make run` on a port and a folder of its own; it can be killed and started again."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.settings = settings  # of the environment, beside folder and port
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        env |= {"PORTAL_VAR": str(self.folder), "PORT": str(self.port), **self.settings}
        log = (self.folder.parent / "portal.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portal.serve"], cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.address + "/readyz", timeout=2)
                return
            except OSError:
                time.sleep(0.1)
        self.kill()
        raise RuntimeError((self.folder.parent / "portal.log").read_text(encoding="utf-8")[-2000:])

    def kill(self) -> None:
        """kill -9 of everything that belongs to it."""
        if self.process is not None:
            os.killpg(self.process.pid, 9)
            self.process.wait(10)

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
