"""What the documents show works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import ROOT
from portal import content

BLOCK = re.compile(r"^`([\w./-]+)`\n```\w+\n(.*?)^```$", re.S | re.M)


@pytest.mark.parametrize(("documents", "count"), [(["README.md"], 6), (["README.md", "docs/content-format.md"], 13)])
def test_the_examples_of_every_kind_of_file_have_no_problem(tmp_path: Path, documents: list[str], count: int) -> None:
    blocks = [block for name in documents for block in BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))]
    assert len(blocks) == count
    for name, text in blocks:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found, problems = content.read(tmp_path)
    assert [str(problem) for problem in problems] == []
    assert len(found.courses) == 1


def test_every_setting_is_in_the_documents() -> None:
    settings = set(re.findall(r'env(?:\.get\(|\[)"([A-Z_]+)"', (ROOT / "config.py").read_text(encoding="utf-8")))
    settings |= set(re.findall(r'_number\(env, "([A-Z_]+)"', (ROOT / "config.py").read_text(encoding="utf-8")))
    told = "".join(
        path.read_text(encoding="utf-8") for path in [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").glob("*.md")]
    )
    assert {name for name in settings if name not in told} == set()
