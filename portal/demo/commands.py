"""`demo load`, `demo accounts`."""

from __future__ import annotations

import json

import click
from flask import current_app
from flask.cli import AppGroup

from portal.demo import bulk, service
from portal.errors import PortalError

group = AppGroup("demo", help="The demo company.")


@group.command("load")
@click.option(
    "--people", type=click.IntRange(10, 1_000_000), help="So many people in bulk, for benchmarks, instead of the company's forty."
)
def load(people: int | None) -> None:
    """Load the demo company into an empty database."""
    try:
        if people is None:
            service.load(current_app.config["PORTAL"].content_folder)
        else:
            bulk.load(current_app.config["PORTAL"].content_folder, people, click.echo)
    except PortalError as error:
        raise click.ClickException(str(error.message)) from error


@group.command("accounts")
@click.option("--json", "as_json", is_flag=True)
def accounts(as_json: bool) -> None:
    """Who can sign in, as what, with which password."""
    click.echo(json.dumps(service.accounts(), ensure_ascii=False, indent=1) if as_json else "\n".join(service.describe_accounts()))
