"""`make test`: style, types and imports; the suite on SQLite; again on PostgreSQL; the browser. Stops at nothing, fails at the end.

Prints one line a part with its time. With CI=true a missing browser is a failure; elsewhere it is said in one line.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.databases import start_server  # noqa: E402  # the folder of the tests is named by the line above

BIN = Path(sys.executable).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _browser() -> str | None:
    named = os.environ.get("BROWSER_PATH")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _run(title: str, command: list[str], **env: str) -> bool:
    start = time.monotonic()
    print(f"── {title}", flush=True)
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False).returncode  # our own commands
    print(f"── {title}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - start:.0f} s\n", flush=True)
    return code == 0


def lint() -> bool:
    """Style, types, import contract."""
    parts = [
        _run("style", [str(BIN / "ruff"), "check", "--no-cache", "."]),
        _run("types", [str(BIN / "mypy"), "--no-error-summary"]),
        _run("imports", [str(BIN / "lint-imports"), "--no-cache"]),
    ]
    return all(parts)


def suites() -> bool:
    """The suite on both databases, then the browser."""
    pytest = [str(BIN / "python"), "-m", "pytest", "--dist", "loadfile", "-n", str(min(4, os.cpu_count() or 2))]
    good = _run("suite on SQLite", [*pytest, "-m", "not browser"], PORTAL_TEST_DATABASE="sqlite")
    with tempfile.TemporaryDirectory(prefix="portal-pg-", ignore_cleanup_errors=True) as folder:
        server = start_server(Path(folder) / "server")
        try:
            env = {"PORTAL_TEST_DATABASE": "postgresql", "PORTAL_TEST_SERVER": str(server.get_uri())}
            good &= _run("suite on PostgreSQL", [*pytest, "-m", "not browser"], **env)
        finally:
            server.cleanup()
    browser = _browser()
    if browser is None:
        print(
            "No browser was found, so the browser tests did not run. To run them: apt install chromium fonts-noto-cjk, or set BROWSER_PATH."
        )
        return good and os.environ.get("CI") != "true"
    return _run("browser", [str(BIN / "python"), "-m", "pytest", "-m", "browser", "tests/browser"], BROWSER_PATH=browser) and good


if __name__ == "__main__":
    good = lint()
    if sys.argv[1:] != ["lint"]:
        good &= suites()
    sys.exit(0 if good else 1)
