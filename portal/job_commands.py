"""`jobs run`, `jobs once`; `certificates expire`; `db copy`."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate.cli import db as migrations
from sqlalchemy import create_engine

from portal import clock
from portal.certifications import service as certifications
from portal.copying import copy_all
from portal.db import db, prepare_engine, transaction
from portal.jobs import make_queue, run_all

jobs = AppGroup("jobs", help="Work that nobody waits for.")
certificates = AppGroup("certificates", help="Certificates.")


@jobs.command("run")
def run() -> None:
    """Wake the scans every minute, until ended."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the queue outlives this context
    make_queue(app).create_consumer(workers=1, periodic=True, check_worker_health=False).run()


@jobs.command("once")
def once() -> None:
    """Run every scan whose turn is free, now."""
    click.echo(", ".join(run_all(clock.now())) or "Every scan has had its turn.")


@certificates.command("expire")
def expire() -> None:
    """Open the renewals that are due, and leave word of certificates about to expire. Again changes nothing."""
    with transaction():
        count = certifications.scan(clock.now())
    click.echo(f"{count} renewals opened.")


@migrations.command("copy")
@click.option("--to", "target", required=True, help="Where the data goes: sqlite:///file or postgresql://…, migrated and empty.")
def copy(target: str) -> None:
    """Copy all data of this database to another one, SQLite or PostgreSQL."""
    url = target.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url)
    prepare_engine(engine)
    try:
        counts = copy_all(db.engine, engine)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables copied.")
