"""`audit verify`."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from portal.audit.queries import count_entries
from portal.audit.verify import verify

group = AppGroup("audit", help="The audit trail.")


@group.command("verify")
def verify_trail() -> None:
    """Find a changed, removed, reordered or cut-off row. Exits 1 where there is one."""
    config = current_app.config["PORTAL"]
    problems = verify(config.audit_key, config.audit_head_file)
    for problem in problems:
        click.echo(problem)
    click.echo(f"{count_entries()} rows: {'whole' if not problems else 'NOT whole'}.")
    sys.exit(1 if problems else 0)
