"""`content check`, `content sync`, `content schemas`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from pydantic import BaseModel

from config import ROOT
from portal import content
from portal.courses.content import CourseFile
from portal.framework import models
from portal.quizzes import types
from portal.quizzes.content import BankFile, QuizFile

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
    sys.exit(1 if problems else 0)


@group.command("sync")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def sync(folder: Path | None) -> None:
    """Store the content. The same content again changes nothing."""
    problems = content.sync_folder((folder or current_app.config["PORTAL"].content_folder).resolve())
    for problem in problems:
        click.echo(str(problem))
    sys.exit(1 if problems else 0)


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
