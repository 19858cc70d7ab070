"""`results regrade`: correct our own error in a question, by two people, with a dry run first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from portal import clock, corrections, regrading
from portal.db import transaction
from portal.errors import PortalError
from portal.people import queries as people
from portal.quizzes.queries.corrections import CorrectionValue, find_correction
from portal.quizzes.service import correcting

group = AppGroup("results", help="Results and their corrections.")
LINES = {
    "pass_gained": "gain the pass",
    "pass_kept": "would lose the pass and keep it",
    "pass_lost": "lose the pass (practice)",
    "cut_gained": "reach the cut of a skill",
    "cut_kept": "would fall below the cut of a skill and keep it",
    "cut_lost": "fall below the cut of a skill (practice)",
    "level_gained": "gain a level",
    "level_kept": "would lose a level and keep it",
    "certificate_gained": "get a certificate",
    "certificate_kept": "would lose a certificate and keep it",
    "open_review": "have an open review",
    "signed_review": "have a signed review, which is marked for another look",
    "open_case": "have an open promotion case",
    "decided_case": "have a decided promotion case, which is marked for another look",
}


@group.command("regrade")
@click.argument("question")
@click.option("--void", is_flag=True, help="Leave the question out: full points for everyone.")
@click.option("--reason", default="", help="Why; the approver reads it.")
@click.option("--by", "email", help="The e-mail address of the person who proposes or approves.")
@click.option("--dry-run", "dry", is_flag=True, help="Say who would move across which line, and change nothing. The default.")
@click.option("--propose", is_flag=True, help="Propose the correction.")
@click.option("--approve", type=int, help="Approve the correction of this number; not by who proposed it.")
@click.option("--run", "number", type=int, help="Write the approved correction of this number; again changes nothing.")
def regrade(
    question: str, void: bool, reason: str, email: str | None, dry: bool, propose: bool, approve: int | None, number: int | None
) -> None:
    """Mark QUESTION (bank/question) anew by its newest version, or (--void) leave it out, in every attempt that drew it."""
    if [dry, propose, approve is not None, number is not None].count(True) > 1:
        raise click.UsageError("Give one of --dry-run, --propose, --approve and --run.")
    try:
        if approve is not None:
            _approve(question, approve, _person(email))
        elif number is not None:
            _run(question, number)
        else:
            _try(question, "void" if void else "key", reason, _person(email) if propose else None)
    except PortalError as error:
        raise click.ClickException(str(error.message)) from error


def _person(email: str | None) -> int:
    found = people.find_person_id(email) if email else None
    if found is None:
        raise click.UsageError("Name an account with --by: two people stand for a correction.")
    return found


def _today(now: datetime) -> date:
    return clock.day_of(now, current_app.config["PORTAL"].time_zone)


def _require(person_id: int, now: datetime, *roles: str) -> None:
    if not any(people.has_role(person_id, role, _today(now)) for role in roles):
        raise click.ClickException(f"This account is none of: {', '.join(roles)}.")


def _of(question: str, number: int) -> CorrectionValue:
    one = find_correction(number)
    if one is None or one.question_id != question:
        raise click.ClickException(f"There is no correction {number} of {question}.")
    return one


def _try(question: str, kind: str, reason: str, person_id: int | None) -> None:
    now = clock.now()
    spec = correcting.specify(question, kind)
    tried = corrections.dry_run(spec, _today(now), now)
    _say(tried)
    if person_id is None:
        return
    _require(person_id, now, "author", "administrator")
    with transaction():
        number = corrections.propose(spec, tried, reason, person_id, now)
    click.echo(f"Correction {number} is proposed. Somebody else approves it: --approve {number}")


def _say(tried: dict[str, Any]) -> None:
    click.echo(
        f"{tried['attempts']} attempts drew it; {tried['changed']} scores change: {tried['raised']} up, {tried['lowered']} down, "
        f"{tried['waiting']} wait for a person's mark."
    )
    for version, why in tried["skipped"]:
        click.echo(
            f"Version {version} is left out: {'it is void already' if why == 'void' else 'its answers mean something else'}."
        )
    for line, count in tried["lines"].items():
        click.echo(f"{count} {LINES[line]}.")
    for row in tried["rows"]:
        before, after = row["before"], row["after"]
        click.echo(
            f"  attempt {row['attempt']}: {before[0]}/{before[1]} → {after[0]}/{after[1]}: {', '.join(LINES[one] for one in row['lines'])}"
        )


def _approve(question: str, number: int, person_id: int) -> None:
    now = clock.now()
    _of(question, number)
    _require(person_id, now, "author", "administrator", "hr")
    with transaction():
        correcting.approve(number, person_id, now)
    click.echo(f"Correction {number} is approved. The jobs write it within a minute, or: --run {number}")


def _run(question: str, number: int) -> None:
    if _of(question, number).approved_at is None:
        raise click.ClickException("It is not approved yet.")
    batches = regrading.run(number)
    click.echo(f"Correction {number} is in force: {batches} batches written now.")
