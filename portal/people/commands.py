"""`people import`, `people create-admin`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal import clock
from portal.db import transaction
from portal.people import service
from portal.spreadsheets import BadFile

group = AppGroup("people", help="Accounts, relations, rungs.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what is wrong, and change nothing.")
@click.option("--links-file", type=click.Path(path_type=Path), default="set-password-links.csv", show_default=True)
def import_file(file: Path, dry_run: bool, links_file: Path) -> None:
    """Import people from a CSV or XLSX file (see docs/people-import.md). Any bad row refuses the whole; exits 1 then."""
    try:
        plan = service.plan_import(file.name, file.read_bytes())
    except BadFile as error:
        raise click.ClickException(str(error)) from error
    for wrong in plan.wrong:
        click.echo(f"row {wrong.number}, {wrong.column}: {wrong.why}")
    click.echo(f"{len(plan.entries)} rows, {len(plan.wrong)} wrong.")
    if plan.wrong:
        sys.exit(1)
    if dry_run:
        return
    if links_file.exists():
        raise click.ClickException(f"{links_file} is there already. Move it away, or name another with --links-file.")
    now = clock.now()
    with transaction():
        outcome = service.import_people(plan, None, clock.day_of(now, current_app.config["PORTAL"].time_zone), now)
    if outcome.links:
        handle = os.open(links_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.writelines(f"{email},/set-password/{token}\n" for email, token in outcome.links)
        click.echo(f"{len(outcome.links)} links to set a password: {links_file} (keep it safe, each works once)")
    click.echo(f"{outcome.new} new, {outcome.changed} changed, {outcome.same} the same.")


@group.command("create-admin")
@click.option("--email", required=True)
@click.option("--name", required=True)
def create_admin(email: str, name: str) -> None:
    """Make an administrator, and print the link with which they set a password."""
    now = clock.now()
    today = clock.day_of(now, current_app.config["PORTAL"].time_zone)
    with transaction():
        person = service.add_person(email, name, today, now)
        service.grant_role(person.id, "administrator", None, today, None, now)
        token = service.issue_link(person.id, None, now)
    click.echo(f"/set-password/{token}")
