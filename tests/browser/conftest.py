"""A real portal (gunicorn, the demo company) and a real browser, for tests of what a person sees."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from config import ROOT
from portal.demo.plan import PASSWORD

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class Portal:
    """`make run` on a port and a folder of its own; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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
        env = {**os.environ, "PORTAL_VAR": str(self.folder), "PORT": str(self.port)}
        env.pop("DATABASE_URL", None)
        log = (self.folder.parent / "portal.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portal.serve"], cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
        until = time.monotonic() + 90
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.address + "/readyz", timeout=2)
                return
            except OSError:
                time.sleep(0.3)
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


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("browser") / "var")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Browser, portal: Portal, language: str, width: int) -> None:
        locale = "zh-CN" if language == "zh" else "en-GB"
        self.context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale)
        self.page: Page = self.context.new_page()
        self.portal = portal
        self.problems: list[str] = []
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def sign_in(self, name: str) -> None:
        """Sign in by hand."""
        self.page.goto(self.portal.address + "/sign-in")
        self.page.fill("#email", f"{name}@lichuan.example")
        self.page.fill("#password", PASSWORD)
        self.page.click("main button.button")
        self.page.wait_for_url(self.portal.address + "/")

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(self.portal.address + path)
