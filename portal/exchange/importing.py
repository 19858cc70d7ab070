"""An import as a plan: what would become of each question, and the bank file that results. It writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from portal.exchange import banks
from portal.exchange.finishing import Finished, Known, Settings, finish
from portal.exchange.formats.table import FORMATS, detect
from portal.exchange.prose import bounded_trials
from portal.exchange.values import Change, Line, State
from portal.sentences import Sentence
from portal.spreadsheets import BadFile


@dataclass(frozen=True)
class Target:
    """Where the questions are to go: a bank by its name, and its file as it is; empty where there is none yet."""

    bank: str
    pool: str = "practice"
    text: str = ""


@dataclass(frozen=True)
class Plan:
    """The report of a file, and the bank file that it gives; `text` is empty while nothing may be imported."""

    format: str
    lines: tuple[Line, ...]
    text: str

    @property
    def counts(self) -> dict[State, int]:
        """How many of each."""
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in State}

    @property
    def has_some(self) -> bool:
        """Whether something is left when the refused ones are left out."""
        return any(line.state in {State.IMPORTED, State.SIMPLIFIED} for line in self.lines)

    @property
    def is_refused(self) -> bool:
        """Whether something keeps the file out."""
        return not self.text


def plan(content: bytes, format_name: str, settings: Settings, known: Known, target: Target) -> Plan:
    """What an import would do; `format_name` may be empty. Raises BadFile for a file that cannot be read at all."""
    name = format_name or detect(content)
    reader = FORMATS[name].read
    if reader is None:
        raise BadFile(Sentence("Files of this format cannot be imported."))
    with bounded_trials():
        source = reader(content)
    bank = _bank(target)
    finished, refused = finish(source.drafts, settings, known)
    changes = banks.changes_of(bank, finished)
    kept, changed = [], []
    for one in finished:
        change = changes[one.question.id]
        if change is Change.CHANGED and not settings.replaces:
            changed.append(_refused(one))
        else:
            kept.append(replace(one, line=replace(one.line, change=change)))
    lines = _in_order([*source.lines, *refused, *changed, *(one.line for one in kept)])
    is_whole = all(line.state is not State.REFUSED for line in lines) or settings.leaves_refused_out
    return Plan(name, lines, _text(bank, target, kept) if kept and is_whole else "")


def _bank(target: Target) -> banks.Bank | None:
    if not target.text:
        return None
    bank, problems = banks.read_bank(target.text, target.bank)
    if bank is None:
        raise BadFile(Sentence("The bank itself has problems. Mend it first: %(problem)s", problem=problems[0]))
    return bank


def _refused(one: Finished) -> Line:
    why = Sentence(
        "The bank has a question `%(id)s` that says something else. Say that the import replaces it, or give this one another id.",
        id=one.question.id,
    )
    return replace(one.line, state=State.REFUSED, why=(why,), change=Change.CHANGED)


def _text(bank: banks.Bank | None, target: Target, kept: Sequence[Finished]) -> str:
    data = [one.data for one in kept if one.line.change is not Change.SAME]
    if bank is None:
        return banks.bounded_bank(banks.write_bank(target.bank, target.pool, data))
    return banks.merge(bank, data) if data else bank.text


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """As they stand in the file."""
    found = list(lines)
    files: dict[str, int] = {}
    for line in found:
        files.setdefault(line.place.file, len(files))
    return tuple(sorted(found, key=lambda line: (files[line.place.file], line.place.line)))
