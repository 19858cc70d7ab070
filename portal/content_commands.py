"""`content check`, `content sync`, `content schemas`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from pydantic import BaseModel
from sqlalchemy import inspect

from config import ROOT
from portal import content, corrections
from portal.courses.content import CourseFile
from portal.db import db
from portal.framework import models
from portal.quizzes import types
from portal.quizzes.content import BankFile, QuizFile
from portal.quizzes.queries.corrections import list_versions
from portal.quizzes.rules.editing import Edit
from portal.quizzes.service.syncing import QuestionEdit, list_edits

EDITS = {
    Edit.NONE: "no edit of the question itself",
    Edit.WORDING: "an edit of the wording; every mark stays as it is",
    Edit.SCORING: "an edit of the scoring; earlier answers can be marked by it",
    Edit.BREAKING: "a breaking edit; earlier answers cannot be marked by it and keep the version that they were given to",
}
group = AppGroup("content", help="Check and store courses and quizzes.")


@group.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Problems as a JSON list.")
def check(folder: Path | None, as_json: bool) -> None:
    """Check a folder that holds courses/ and quizzes/. Exits 1 where there are problems."""
    found, problems = content.read((folder or current_app.config["PORTAL"].content_folder).resolve())
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(str(problem))
        counts = f"{len(found.courses)} courses, {len(found.quizzes.questions)} questions, {len(found.quizzes.quizzes)} quizzes"
        click.echo(f"{counts}: {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}.")
        if not problems and inspect(db.engine).has_table("question_versions"):
            for line in _edit_lines(list_edits(found.quizzes)):
                click.echo(line)
    sys.exit(1 if problems else 0)


@group.command("sync")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def sync(folder: Path | None) -> None:
    """Store the content. The same content again changes nothing; edits of questions are listed with what rests on them."""
    problems, edits = content.store((folder or current_app.config["PORTAL"].content_folder).resolve())
    for problem in problems:
        click.echo(str(problem))
    for line in _edit_lines(edits):
        click.echo(line)
    sys.exit(1 if problems else 0)


def _edit_lines(edits: Iterable[QuestionEdit]) -> Iterator[str]:
    """Each edit in words; for one that is more than wording, what rests on the answers that were given."""
    for one in edits:
        yield f"{one.question_id}: {EDITS[one.edit]}"
        if one.edit in {Edit.SCORING, Edit.BREAKING}:
            yield from (f"  {line}" for line in _scoring_lines(one))


def _scoring_lines(one: QuestionEdit) -> Iterator[str]:
    for difference in one.differences:
        if difference.path[0] != "prose":
            where = " ".join(map(str, difference.path))
            yield f"{where}: {difference.before or '–'} → {difference.after or '–'}"
    answered = corrections.touched([version.id for version in list_versions(one.question_id)])
    yield (
        f"answered in {answered.attempts} finished attempts, {answered.counting} of them count; on these rest "
        f"{answered.certificates} certificates; their people have {answered.open_reviews} open and {answered.signed_reviews} signed "
        f"reviews, {answered.open_cases} open and {answered.decided_cases} decided promotion cases"
    )
    if answered.attempts:
        option = "" if one.edit is Edit.SCORING else "--void "
        yield f"nothing is moved until: flask results regrade {one.question_id} {option}--dry-run"


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by name."""
    files: dict[str, type[BaseModel]] = {
        "skills": models.SkillsFile, "career-ladder": models.LadderFile, "kpis": models.KpisFile, "course": CourseFile,
        "certification": models.CertificationFile, "rubric": models.RubricFile, "review-template": models.ReviewTemplateFile,
        "quiz": QuizFile,
    }  # fmt: skip
    found = {name: model.model_json_schema() for name, model in files.items()}
    bank = BankFile.model_json_schema()
    questions = [types.model_of(name).model_json_schema(ref_template=f"#/$defs/{name}_{{model}}") for name in types.names()]
    for name, question in zip(types.names(), questions, strict=True):
        for key, value in question.pop("$defs", {}).items():
            bank.setdefault("$defs", {})[f"{name}_{key}"] = value
    bank["properties"]["questions"]["items"] = {"oneOf": questions}
    return found | {"bank": bank}


@group.command("schemas")
def write_schemas() -> None:
    """Write the JSON Schemas to docs/schemas/."""
    folder = ROOT / "docs" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / f"{name}.json").write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
