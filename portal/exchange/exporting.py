"""Banks of the content folder by name, and one as a file for another system."""

from __future__ import annotations

from pathlib import Path

from portal.exchange import banks
from portal.exchange.formats.table import FORMATS
from portal.exchange.prose import Languages
from portal.exchange.values import Export, State
from portal.reading import read_text
from portal.sentences import Sentence
from portal.spreadsheets import BadFile


def find_file(folder: Path, bank: str) -> Path | None:
    """The file of a bank by its id, which is the file's name."""
    path = folder / "quizzes" / f"{bank}.yaml"
    return path if path.parent == folder / "quizzes" and path.is_file() else None


def read_file(path: Path) -> banks.Bank:
    """A bank from its file. Raises BadFile with the first thing that is wrong."""
    text, problems = read_text(path, path.name)
    bank, more = banks.read_bank(text, path.name) if text is not None else (None, [])
    if bank is None:
        raise BadFile(Sentence("The bank cannot be read: %(problem)s", problem=(problems + more)[0]))
    return bank


def export(bank: banks.Bank, format_name: str, languages: Languages = "both") -> Export:
    """A bank in a format. Raises BadFile where the format can only be read, or carries none of the questions."""
    writer = FORMATS[format_name].write
    if writer is None:
        raise BadFile(Sentence("Files of this format cannot be written."))
    found = writer(bank.name, tuple(bank.questions.values()), languages)
    if found.lines and all(line.state is State.REFUSED for line in found.lines):
        raise BadFile(Sentence("This format carries none of the bank's questions. A spreadsheet carries them all."))
    return found
