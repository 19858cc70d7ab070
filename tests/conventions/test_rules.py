"""Rules stay pure: they can be imported, and so read and tested, without Flask, SQLAlchemy, clock or chance."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
RULES = sorted([*PORTAL.glob("*/rules.py"), *PORTAL.glob("*/rules/**/*.py"), *PORTAL.glob("quizzes/types/*/rules.py")])
FORBIDDEN = {"os", "random", "time", "secrets", "socket", "subprocess", "portal.clock", "portal.db", "flask", "sqlalchemy"}


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_there_are_rules() -> None:
    assert len(RULES) >= 10


def test_rules_load_no_framework() -> None:
    code = (
        "import importlib, sys\n"
        f"for name in {[_module(path) for path in RULES]!r}: importlib.import_module(name)\n"
        "heavy = {'flask', 'sqlalchemy', 'babel'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", RULES, ids=_module)
def test_rules_ask_neither_clock_nor_chance(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not FORBIDDEN & {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in FORBIDDEN
            assert node.module not in FORBIDDEN
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in {"now", "today", "utcnow"}, f"line {node.lineno} reads the clock"


@pytest.mark.parametrize("path", RULES, ids=_module)
def test_dataclasses_of_rules_are_frozen(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for decorator in node.decorator_list:
                text = ast.unparse(decorator)
                assert not text.startswith("dataclass") or "frozen=True" in text, f"{node.name} can be changed"
