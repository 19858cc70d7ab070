"""Bank files: written in the house's style, and merged into without touching what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from portal.exchange.finishing import Finished
from portal.exchange.values import Change
from portal.quizzes import types
from portal.quizzes.types.base import Question
from portal.reading import DRAFTS, MOST_BYTES, Document, Problem, parse_yaml
from portal.sentences import Sentence
from portal.spreadsheets import BadFile


def _yaml() -> YAML:
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    yaml.representer.add_representer(Decimal, lambda one, value: one.represent_scalar("tag:yaml.org,2002:float", str(value)))
    yaml.representer.ignore_aliases = lambda _data: True
    return yaml


def _written(value: Any) -> Any:
    """Lines of a text stand on lines of their own."""
    if isinstance(value, Mapping):
        return {key: _written(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    is_tidy = isinstance(value, str) and "\n" in value and all(line == line.strip() for line in value.split("\n"))
    return LiteralScalarString(value) if is_tidy else value


def to_yaml(data: Any) -> str:
    """YAML of any plain data."""
    out = StringIO()
    _yaml().dump(_written(data), out)
    return out.getvalue()


def write_bank(bank: str, pool: str, questions: Sequence[Mapping[str, Any]]) -> str:
    """A whole bank file."""
    return to_yaml({"bank": bank, "pool": pool, "questions": list(questions)})


@dataclass(frozen=True)
class Bank:
    """A bank file as it is: its text, its document, and its questions by id."""

    name: str
    pool: str
    text: str
    document: Document
    questions: Mapping[str, Question]


def read_bank(text: str, file: str) -> tuple[Bank | None, list[Problem]]:
    """A bank file, its questions that are still drafts included; or what is wrong with it."""
    document, problems = parse_yaml(text, file)
    if document is None:
        return None, problems
    plain = document.plain
    if not isinstance(plain.get("bank"), str) or not isinstance(plain.get("questions"), list):
        return None, [document.problem([], "This is not a bank.", "A bank begins with `bank:` and has `questions:`.")]
    questions: dict[str, Question] = {}
    for index, data in enumerate(plain["questions"]):
        try:
            question = types.model_of(data["type"]).model_validate(data, context=DRAFTS)
        except (ValueError, KeyError, TypeError, ImportError):
            problems.append(document.problem(["questions", index], "This question has problems.", "Run: flask content check"))
            continue
        questions[question.id] = question
    if problems:
        return None, problems
    return Bank(plain["bank"], str(plain.get("pool", "")), text, document, questions), []


def changes_of(bank: Bank | None, finished: Iterable[Finished]) -> dict[str, Change]:
    """What each question does to the bank, by id."""
    there = bank.questions if bank else {}
    found = {}
    for one in finished:
        old = there.get(one.question.id)
        found[one.question.id] = Change.NEW if old is None else Change.SAME if old == one.question else Change.CHANGED
    return found


def merge(bank: Bank, questions: Sequence[Mapping[str, Any]]) -> str:
    """The bank's text with these questions put in: those with a known id in their old place, the others at the end.

    What is there already stays as it was written, comments included, where the file is in block style.
    """
    by_id = {one["id"]: one for one in questions}
    plain = bank.document.plain
    wanted = [by_id.get(one["id"], one) for one in plain["questions"]]
    wanted += [one for one in questions if one["id"] not in bank.questions]
    text = _spliced(bank, by_id, wanted)
    again, _problems = parse_yaml(text, "bank") if text else (None, [])
    if again is None or again.plain != {**plain, "questions": wanted}:
        text = to_yaml({**plain, "questions": wanted})
    return bounded_bank(text)


def bounded_bank(text: str) -> str:
    """The text, where it is small enough for a bank file. Raises BadFile."""
    if len(text.encode()) > MOST_BYTES:
        raise BadFile(Sentence("The bank would be larger than 1 MB. Import the questions in parts, into several banks."))
    return text


def _spliced(bank: Bank, by_id: Mapping[str, Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]) -> str:
    """The text with only the changed lines exchanged; empty where the file's shape does not allow it."""
    tree, lines = bank.document.tree, bank.text.rstrip("\n").split("\n")
    if list(tree)[-1] != "questions" or tree["questions"].fa.flow_style():
        return ""
    starts = [tree["questions"].lc.item(n)[0] for n in range(len(tree["questions"]))]
    if not starts or any(not lines[start].startswith("  - ") for start in starts):
        return ""
    out = lines[: starts[0]]
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(lines)
        name = bank.document.plain["questions"][n]["id"]
        out += _item(by_id[name]) if name in by_id else lines[start:end]
    for one in wanted[len(starts) :]:
        out += _item(one)
    return "\n".join(out) + "\n"


def _item(data: Mapping[str, Any]) -> list[str]:
    """A question as an item of the list, line by line."""
    return to_yaml({"questions": [dict(data)]}).rstrip("\n").split("\n")[1:]
