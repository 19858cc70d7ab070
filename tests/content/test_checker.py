"""The checker finds what is wrong, says where, and passes what is right: the real content first of all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import ROOT
from portal import content
from portal.content_commands import schemas
from portal.db import db
from portal.framework.tables import ContentRelease
from portal.quizzes.tables import QuestionVersion
from tests.content.sample import files, single, sync, write


def problems_of(folder: Path, changes: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in content.read(write(folder, changes))[1]]


def changed(name: str, **values: Any) -> dict[str, Any]:
    return {name: {**files()[name], **values}}


def test_the_real_content_has_no_problem() -> None:
    assert [str(problem) for problem in content.read(ROOT)[1]] == []


def test_the_sample_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path, {}) == []


EXAM = files()["quizzes/exam.yaml"]
BAD = [
    ("unknown key", changed("quizzes/exam.yaml", minuts=3), "`minuts` is not a key"),
    ("missing language", changed("quizzes/exam.yaml", title={"zh": "考试"}), "`en` is missing"),
    ("impossible key", {"quizzes/asking.yaml": {**files()["quizzes/asking.yaml"], "questions": [{**single("q"), "choices": [{**c, "correct": False} for c in single("q")["choices"]]}]}}, "0 choices are correct"),
    ("unreachable", changed("quizzes/exam.yaml", blueprint=[{**EXAM["blueprint"][0], "draw": 40}]), "only 12 are there"),
    ("pool", changed("quizzes/practice.yaml", questions=["pool/exam-1"]), "draws from the practice pool"),
    ("missing lesson", {"courses/asking/02-second.en.md": None}, "02-second.en.md is missing"),
    ("unlisted", {"courses/asking/03-third.zh.md": "---\ntitle: x\n---\n"}, "is in the folder and not in the list"),
    ("dead link", {"courses/asking/01-first.en.md": '---\ntitle: x\n---\n\n!!! scene "a"\n    b\n\n[there](09-no.en.md)\n'}, "leads nowhere"),
    ("missing media", {"courses/asking/01-first.en.md": '---\ntitle: x\n---\n\n!!! scene "a"\n    b\n\n![p](media/no.svg)\n'}, "The picture leads nowhere"),
    ("dead heading", {"courses/asking/01-first.en.md": '---\ntitle: x\n---\n\n!!! scene "a"\n    b\n\n[there](#h-nowhere)\n'}, "No heading has the address"),
    ("impossible date", {"courses/asking/01-first.en.md": "---\ntitle: x\nwhen: 2026-99-99\n---\n"}, "`title` is missing or no text"),
    ("blank prose", changed("quizzes/exam.yaml", title={"zh": " ", "en": "Exam"}), "The text is empty"),
    ("stray file", {"courses/skils.yaml": "levels: {}\n"}, "No file of this name is read here"),
    ("stray folder", {"courses/nothing/01-a.zh.md": "x"}, "The folder has no course.yaml"),
    ("html", {"courses/asking/01-first.en.md": '---\ntitle: x\n---\n\n!!! scene "a"\n    b\n\n<script>x</script>\n'}, "HTML (<script>) is not allowed"),
    ("order", changed("courses/asking/course.yaml", lessons=files()["courses/asking/course.yaml"]["lessons"][::-1]), "do not ascend"),
    ("cycle", changed("courses/asking/course.yaml", requires=["asking"]), "run in a circle"),
    ("planned but there", changed("courses/asking/course.yaml", requires=[{"course": "asking", "planned": True}]), "is written by now"),
    ("not there", changed("courses/asking/course.yaml", requires=["nothing"]), "There is no course `nothing`"),
    ("minutes", changed("courses/asking/course.yaml", minutes=90), "The course says 90 minutes"),
    ("weights", changed("courses/review-templates/representative.yaml", components=files()["courses/review-templates/representative.yaml"]["components"][:2]), "The weights add to 80"),
    ("duplicate key", {"quizzes/exam.yaml": "quiz: exam\nquiz: exam\n"}, "YAML"),
    ("bad yaml", {"quizzes/exam.yaml": "quiz: [exam\n"}, "YAML"),
    ("wrong name", {"quizzes/other.yaml": files()["quizzes/exam.yaml"]}, "not the file's name"),
    ("no such exam", changed("courses/certifications/onboarding.yaml", exam="nothing"), "There is no quiz `nothing`"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_what_is_wrong_is_found_with_its_place(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    found = problems_of(tmp_path, changes)
    matching = [line for line in found if said in line]
    assert matching, "\n".join(found)
    file, line, column, _rest = matching[0].split(":", 3)
    assert file.startswith(("courses/", "quizzes/"))
    assert int(line) >= 1
    assert int(column) >= 1


@pytest.mark.parametrize("hostile", [b"\xff\xfe\x00", b"a: &x [1]\nb: *x\n", b"quiz: .inf\n", b"", b"- 1\n", b"quiz: 2026-01-01\n"])
def test_a_hostile_file_is_a_problem_and_no_traceback(tmp_path: Path, hostile: bytes) -> None:
    folder = write(tmp_path)
    (folder / "quizzes" / "exam.yaml").write_bytes(hostile)
    assert content.read(folder)[1]


def test_the_command_exits_1_on_problems(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["content", "check", str(write(tmp_path / "good"))]).exit_code == 0
    bad = runner.invoke(args=["content", "check", str(write(tmp_path / "bad", changed("quizzes/exam.yaml", minuts=3))), "--json"])
    assert bad.exit_code == 1
    assert json.loads(bad.output)[0]["line"] > 0
    assert runner.invoke(args=["content", "check", str(tmp_path / "nothing")]).exit_code == 1


def test_syncing_twice_changes_nothing_and_old_versions_stay(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        sync(tmp_path)
        assert content.sync_folder(tmp_path) == []
        assert db.session.scalar(select(func.count()).select_from(ContentRelease)) == 1
        before = db.session.scalar(select(func.count()).select_from(QuestionVersion)) or 0
        bank = files()["quizzes/pool.yaml"]
        bank["questions"][0]["points"] = 2
        write(tmp_path, {"quizzes/pool.yaml": bank})
        assert content.sync_folder(tmp_path) == []
        assert db.session.scalar(select(func.count()).select_from(QuestionVersion)) == before + 1
        assert db.session.scalar(select(func.count()).select_from(ContentRelease)) == 2


def test_the_schemas_for_editors_are_current() -> None:
    for name, schema in schemas().items():
        stored = json.loads((ROOT / "docs" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
        assert stored == schema, f"{name}: run `make schemas`"
