"""`kpi import`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from portal import clock, journeys
from portal.db import transaction
from portal.performance import service
from portal.spreadsheets import BadFile

group = AppGroup("kpi", help="Key performance indicators.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def import_file(file: Path, dry_run: bool) -> None:
    """Import KPIs from a CSV or XLSX file. Any bad row refuses the whole file; exits 1 then."""
    try:
        plan = service.plan_import(file.name, file.read_bytes())
    except BadFile as error:
        raise click.ClickException(str(error)) from error
    for wrong in plan.wrong:
        click.echo(f"row {wrong.number}, {wrong.column}: {wrong.why}")
    click.echo(f"{plan.new} new, {plan.changed} changed, {plan.same} the same, {len(plan.wrong)} wrong.")
    if plan.wrong:
        sys.exit(1)
    if not dry_run:
        with transaction():
            journeys.import_kpis(plan, None, clock.now())
