"""`make run`: prepares the database and the content, then supervises web and jobs and ends both together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from flask_migrate import upgrade

from config import Config, ConfigError, load
from portal import content
from portal.app import create_app
from portal.demo import service as demo
from portal.people import queries as people

STOP_SECONDS = 10


def port_refusal(host: str, port: int) -> str | None:
    """A sentence where the port cannot be had; None where it is free."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return (
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop what uses it, or choose another: PORT={port + 1} make run"
            )
    return None


def prepare(config: Config) -> list[str]:
    """Migrate, check and sync the content, load the demo company into an empty database. Returns lines to print."""
    config.var_folder.mkdir(parents=True, exist_ok=True)
    app = create_app(config)
    with app.app_context():
        upgrade()
        problems = content.sync_folder(config.content_folder)
        if problems:
            raise SystemExit("\n".join([*map(str, problems), "The content has problems; mend them and start again."]))
        if not people.has_people():
            print("Loading the demo company (once, about a minute) …", flush=True)
            demo.load(config.content_folder)
        return demo.describe_accounts()


def _commands(config: Config) -> list[list[str]]:
    web = [
        sys.executable, "-m", "gunicorn", "--bind", f"{config.host}:{config.port}", "--workers", str(config.workers),
        "--threads", "4", "--worker-class", "gthread", "--timeout", "60", "--graceful-timeout", "8",
        "--keep-alive", "15", "--log-level", "warning", "portal.app:create_app()",
    ]  # fmt: skip
    return [web, [sys.executable, "-m", "flask", "--app", "portal.app", "jobs", "run"]]


def supervise(config: Config) -> int:
    """Run web and jobs until one ends or a signal comes; the other is ended too. Returns the exit code."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    children = [subprocess.Popen(command) for command in _commands(config)]  # noqa: S603  # our own commands
    try:
        while not stopping and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        _end(children)
    return 0 if stopping else 1


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def main() -> int:
    """Start everything; a foreseen obstacle is a sentence, not a traceback."""
    try:
        config = load(os.environ)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    refusal = port_refusal(config.host, config.port)
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    for line in prepare(config):
        print(line)
    print(f"\nThe portal: http://{config.host}:{config.port}   (Ctrl+C ends it; data is kept)", flush=True)
    return supervise(config)


if __name__ == "__main__":
    sys.exit(main())
