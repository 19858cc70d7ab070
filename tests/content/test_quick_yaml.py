"""The quick reader of YAML sees what the exact one sees, or leaves the file to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import ROOT
from portal import reading
from portal.quick_yaml import read_quickly

SAME = """
words: {no: no, on: yes, off: off, y: n, time: 12:30, long: 1:2:3, equal: =x, date: 26-01-01}
truth: [true, True, FALSE, false, "true"]
nothing: [null, ~, Null, ""]
empty:
numbers: [0, -7, 12, 1.50, -0.25, "12", '1.5', 3D, 30 天, 1,5]
block: |
  two
  lines
folded: >-
  one
  line
plain: a sentence
  that goes on # a comment
quoted: "a \\"word\\", \\u4e2d: yes"
R&D: a & b, c *d* and **e**! Really?
2: {1: a, false: b}
"""


def exactly(text: str, folder: Path) -> object:
    """What the exact reader sees, and nothing where it finds a problem."""
    (folder / "file.yaml").write_text(text, encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read_quickly", lambda _text: None)
        document, _problems = reading.read_yaml(folder / "file.yaml", "file.yaml")
    return document and document.plain


def test_words_numbers_and_blocks_are_the_same(tmp_path: Path) -> None:
    quick = read_quickly(SAME)
    assert quick is not None
    assert quick == exactly(SAME, tmp_path)
    assert repr(quick) == repr(exactly(SAME, tmp_path))


@pytest.mark.parametrize("name", ["courses/kpis.yaml", "courses/product-basics/course.yaml", "quizzes/field-work.yaml"])
def test_real_files_are_the_same_and_read_quickly(tmp_path: Path, name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    quick = read_quickly(text)
    assert quick is not None
    assert repr(quick) == repr(exactly(text, tmp_path))


@pytest.mark.parametrize(
    "text",
    ["a: 1\na: 2\n", "a: &x 1\nb: 2\n", "a: *x\n", "a: !!str 1\n", "%YAML 1.1\n---\na: no\n", "a: 0x1F\n", "a: 1e3\n", "a: .inf\n",
     "a: 1_000\n", "a: 2026-01-01\n", "a: [1\n", "- 1\n", "word\n", "", "a: 007\n", "a: +1\n", "? [1]\n: 2\n", "a: {<<: {b: 1}}\n", "a: 1\n---\nb: 2\n"],
)  # fmt: skip
def test_what_is_wrong_or_unusual_is_left_to_the_exact_reader(text: str) -> None:
    assert read_quickly(text) is None


WORDS = st.text(alphabet="ab01 .:-,#'\"[]{}|>*&!?%@~=<\n中", max_size=25)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "3", "no"]), WORDS), min_size=1, max_size=3))
def test_whatever_is_written_both_see_the_same(tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str]]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in lines)
    quick = read_quickly(text)
    if quick is not None:
        assert repr(quick) == repr(exactly(text, tmp_path_factory.mktemp("yaml")))


def test_a_problem_of_a_file_that_was_read_quickly_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_text("a:\n  - b: 1\n    c: 2\n", encoding="utf-8")
    document, _none = reading.read_yaml(tmp_path / "file.yaml", "file.yaml")
    assert document is not None
    assert "tree" not in vars(document)
    assert document.position(["a", 0, "c"]) == (3, 5)
