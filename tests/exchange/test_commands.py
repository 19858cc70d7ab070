"""`questions import` and `questions export`: whole or not at all, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

SAMPLES = Path(__file__).parent / "samples"
CHOSEN = ["--language", "en", "--skill", "needs-analysis", "--level", "2", "--objective", "bring-back-four-things"]


def run(app: Flask, *words: str):
    """A command, as typed."""
    return app.test_cli_runner().invoke(args=["questions", *words])


def test_a_refused_question_keeps_the_whole_file_out(app: Flask, tmp_path: Path) -> None:
    into = tmp_path / "bank.yaml"
    done = run(app, "import", str(SAMPLES / "aiken.txt"), "--into", str(into), *CHOSEN)
    assert done.exit_code == 1
    assert "11: refused" in done.output
    assert "1 imported, 0 simplified, 1 refused" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_writes_nothing_and_the_import_writes_the_bank(app: Flask, tmp_path: Path) -> None:
    into = tmp_path / "bank.yaml"
    words = ["import", str(SAMPLES / "aiken.txt"), "--leave-refused-out", "--into", str(into), *CHOSEN]
    assert run(app, *words, "--dry-run").exit_code == 0
    assert list(tmp_path.iterdir()) == []
    assert run(app, *words).exit_code == 0
    first = into.read_bytes()
    assert first.startswith(b"bank: bank\npool: practice\n")
    again = run(app, *words)
    assert "(same)" in again.output
    assert into.read_bytes() == first
    assert list(tmp_path.iterdir()) == [into]


def test_without_a_bank_it_is_printed(app: Flask) -> None:
    done = run(app, "import", str(SAMPLES / "qti30-entry.xml"), *CHOSEN)
    assert done.exit_code == 0
    assert "bank: qti30-entry\n" in done.output


def test_a_bad_file_is_one_sentence(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<!DOCTYPE a><quiz/>", encoding="utf-8")
    done = run(app, "import", str(path), "--format", "moodle-xml", *CHOSEN)
    assert done.exit_code == 1
    assert "document type" in done.output
    assert "Traceback" not in done.output


def test_an_export_says_what_is_not_carried_and_comes_back(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "needs.txt"
    done = run(app, "export", "needs-analysis", "--format", "gift", "--to", str(path))
    assert done.exit_code == 0
    assert "not carried needs-visit-hengwei" in done.output
    assert "25 of 33 questions written" in done.output
    back = run(app, "import", str(path), "--into", str(Path(__file__).parents[2] / "quizzes" / "needs-analysis.yaml"), "--dry-run")
    assert back.exit_code == 0
    assert back.output.count("(same)") == 25
    assert run(app, "export", "nothing", "--format", "gift", "--to", str(path)).exit_code == 1
    assert run(app, "export", "needs-analysis", "--format", "gift", "--to", str(tmp_path / "no" / "x")).exit_code == 1
