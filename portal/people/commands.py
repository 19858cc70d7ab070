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
from portal.errors import PortalError
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
    now = clock.now()
    today = clock.day_of(now, current_app.config["PORTAL"].time_zone)
    if dry_run:
        with transaction():
            outcome = service.preview_import(plan, today, now)
        click.echo(f"It would be {outcome.new} new, {outcome.changed} changed, {outcome.same} the same.")
        return
    handle = _open_new(links_file)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out, transaction():
            outcome = service.import_people(plan, None, today, now)
            out.writelines(f"{email},/set-password/{token}\n" for email, token in outcome.links)
            out.flush()  # before the commit: nobody is let in by a link that was never written
    except BaseException:
        links_file.unlink()
        raise
    if outcome.links:
        click.echo(f"{len(outcome.links)} links to set a password: {links_file} (keep it safe, each works once)")
    else:
        links_file.unlink()
    click.echo(f"{outcome.new} new, {outcome.changed} changed, {outcome.same} the same.")


def _open_new(path: Path) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise click.ClickException(f"{path} is there already. Move it away, or name another with --links-file.") from error


@group.command("create-admin")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from the standard input instead of printing a link.")
def create_admin(email: str, name: str, password_stdin: bool) -> None:
    """Make an administrator, and print the link with which they set a password."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    try:
        token = _make_admin(email, name, password)
    except PortalError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"{email} can sign in now." if token is None else f"/set-password/{token}")


def _make_admin(email: str, name: str, password: str | None) -> str | None:
    now = clock.now()
    today = clock.day_of(now, current_app.config["PORTAL"].time_zone)
    with transaction():
        person = service.add_person(email, name, today, now)
        if password is not None:
            service.set_password(person.id, password, now)
        token = service.issue_link(person.id, None, now) if password is None else None
        service.grant_role(person.id, "administrator", None, today, None, now)
    return token
