"""`statistics compute`."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from portal import clock
from portal.db import transaction
from portal.quizzes.service import statistics

group = AppGroup("statistics", help="Statistics of quizzes and questions.")


@group.command("compute")
@click.option("--quiz", "slug", help="Only this quiz.")
def compute(slug: str | None) -> None:
    """Compute all statistics anew, whatever the last scan did. Again changes nothing but the moment."""
    answered = statistics.list_answered()
    if slug is not None and slug not in answered:
        raise click.ClickException(f"Nobody has finished a quiz {slug!r} yet.")
    for one in answered if slug is None else (slug,):
        found = statistics.compute(one, current_app.config["PORTAL"].time_zone, clock.now())
        with transaction():
            statistics.store(found)
        click.echo(f"{one}: {sum(row['n'] for row in found.quizzes)} first attempts, {len(found.questions)} questions")
    if not answered:
        click.echo("Nobody has finished a quiz yet.")
