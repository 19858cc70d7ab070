"""A real portal (gunicorn, the demo company) and a real browser, for tests of what a person sees."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from portal.demo.plan import PASSWORD
from tests.production import Portal

__all__ = ["Person", "Portal"]

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


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
