"""`questions import`, `questions export`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from portal import content
from portal.exchange import exporting, importing
from portal.exchange.finishing import Known, Settings
from portal.exchange.formats.table import READABLE, WRITABLE
from portal.exchange.packing import read_file
from portal.exchange.values import Line, State
from portal.spreadsheets import BadFile

group = AppGroup("questions", help="Questions come and go as files of other systems and as spreadsheets.")
PATH = click.Path(dir_okay=False, path_type=Path)


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_name", type=click.Choice(READABLE), help="Without it: by what is in the file.")
@click.option("--into", type=PATH, help="The bank file, new or there already. Without it the bank is printed.")
@click.option("--pool", type=click.Choice(["practice", "exam"]), default="practice", help="Of a new bank.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Of a file that is in one language.")
@click.option("--skill", help="For questions that do not say theirs.")
@click.option("--level", type=click.IntRange(1, 5), help="For questions that do not say theirs.")
@click.option("--objective", help="For questions that do not say theirs.")
@click.option("--points", type=click.IntRange(1, 20), help="For questions that do not say theirs.")
@click.option("--leave-refused-out", is_flag=True, help="Import the others, although some were refused.")
@click.option("--replace", "replaces", is_flag=True, help="Questions that are in the bank and say something else are replaced.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
def import_file(file: Path, format_name: str | None, into: Path | None, pool: str, dry_run: bool, **chosen: Any) -> None:
    """Import questions into a bank file. All of them or none, unless --leave-refused-out. Exits 1 where nothing is imported."""
    settings = Settings(
        language=chosen["language"] or "", skill=chosen["skill"] or "", level=chosen["level"] or 0,
        objective=chosen["objective"] or "", points=chosen["points"] or 0,
        leaves_refused_out=chosen["leave_refused_out"], replaces=chosen["replaces"],
    )  # fmt: skip
    try:
        there = exporting.read_file(into).text if into is not None and into.exists() else ""
        target = importing.Target((into or file).name.split(".")[0], pool, there)
        plan = importing.plan(read_file(file), format_name or "", settings, _known(), target)
    except BadFile as error:
        raise click.ClickException(str(error)) from error
    is_printed = into is None and not dry_run and not plan.is_refused
    for line in plan.lines:
        click.echo(_in_words(line), err=is_printed)
    click.echo(", ".join(f"{count} {state}" for state, count in plan.counts.items()) + ".", err=is_printed)
    if plan.is_refused:
        click.echo("Nothing is imported.", err=True)
        sys.exit(1)
    if is_printed:
        click.echo(plan.text, nl=False)
    elif into is not None and not dry_run:
        _write(into, plan.text.encode())


@group.command("export")
@click.argument("bank")
@click.option("--format", "format_name", type=click.Choice(WRITABLE), required=True)
@click.option("--to", "target", type=PATH, required=True, help="The file to write.")
@click.option("--language", "languages", type=click.Choice(["both", "zh", "en"]), default="both")
def export_bank(bank: str, format_name: str, target: Path, languages: Any) -> None:
    """Write a bank as a file of another system. Says what that format cannot carry."""
    path = exporting.find_file(current_app.config["PORTAL"].content_folder, bank)
    if path is None:
        raise click.ClickException(f"There is no bank {bank} in the content folder.")
    try:
        export = exporting.export(exporting.read_file(path), format_name, languages)
    except BadFile as error:
        raise click.ClickException(str(error)) from error
    for line in export.lines:
        if line.state is not State.IMPORTED:
            click.echo(_in_words(line, {State.REFUSED: "not carried"}))
    carried = sum(line.state is not State.REFUSED for line in export.lines)
    click.echo(f"{carried} of {len(export.lines)} questions written.")
    _write(target, export.content)


def _in_words(line: Line, names: dict[State, str] | None = None) -> str:
    where = f"{line.place}: " if str(line.place) else ""
    change = f" ({line.change})" if line.change else ""
    name = line.question or line.name
    return f"{where}{(names or {}).get(line.state, line.state)} {name}{change}" + "".join(f"\n    {one}" for one in line.why)


def _known() -> Known:
    found, _problems = content.read(current_app.config["PORTAL"].content_folder.resolve())
    objectives = frozenset(one for course in found.courses.values() for one in course.model.objectives)
    return Known(frozenset(found.framework.skill_ids()), objectives)


def _write(path: Path, data: bytes) -> None:
    """The whole file, or none of it."""
    try:
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written ({error.strerror}).") from error
