"""Who may know whom: what import-linter cannot say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
PYTHON = sorted(PORTAL.rglob("*.py"))
ORDER = [
    "audit", "outbox", "framework", "people", "courses", "quizzes", "practicals", "skills", "certifications",
    "assignments", "performance", "reviews", "careers", "promotions",
]  # fmt: skip
WEB = {"views", "api", "forms"}


def _id(path: Path) -> str:
    return str(path.relative_to(PORTAL))


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _is_web(path: Path) -> bool:
    return bool({part.removesuffix(".py") for part in path.relative_to(PORTAL).parts} & WEB)


@pytest.mark.parametrize("path", [p for p in PYTHON if _is_web(p)], ids=_id)
def test_views_know_no_tables(path: Path) -> None:
    for name in _imports(path):
        assert not name.startswith("sqlalchemy"), name
        assert ".tables" not in name, name


@pytest.mark.parametrize("path", [p for p in PYTHON if p.relative_to(PORTAL).parts[0] in ORDER and not _is_web(p)], ids=_id)
def test_a_room_imports_only_rooms_to_its_left(path: Path) -> None:
    here = ORDER.index(path.relative_to(PORTAL).parts[0])
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] == "portal" and len(parts) > 1 and parts[1] in ORDER:
            assert ORDER.index(parts[1]) <= here, f"{name} stands to the right"


@pytest.mark.parametrize("path", [p for p in PYTHON if p.name != "app.py"], ids=_id)
def test_no_import_inside_a_function(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not inner, f"line {inner[0].lineno}"


def test_commit_stands_in_one_place() -> None:
    places = [_id(path) for path in PYTHON if ".commit()" in path.read_text(encoding="utf-8")]
    assert places == ["db.py"]


@pytest.mark.parametrize("path", PYTHON, ids=_id)
def test_files_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 300, "a crowded room: rebuild it"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"
