"""Drafts become questions of a bank: both languages, skill, level, objective, an id; and each is checked as the content checker does."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from portal.exchange.values import Draft, Line, Location, Refused, State, Words
from portal.quizzes import types
from portal.quizzes.types.base import Question
from portal.reading import DRAFTS, TO_TRANSLATE, TO_WRITE
from portal.sentences import Sentence
from portal.spreadsheets import BadFile

LANGUAGES = ("zh", "en")
MOST_REASONS = 8


@dataclass(frozen=True)
class Settings:
    """What an author says for a whole import. Empty: the file must say it."""

    language: str = ""  # of files that are in one language
    skill: str = ""
    level: int = 0
    objective: str = ""
    points: int = 0  # 0: as the file says, else 1
    leaves_refused_out: bool = False
    replaces: bool = False  # questions of the bank that have the same id and say something else


@dataclass(frozen=True)
class Known:
    """Skills and objectives that there are. None: nobody knows here, and `content check` will."""

    skills: frozenset[str] | None = None
    objectives: frozenset[str] | None = None


@dataclass(frozen=True)
class Finished:
    """A question that may stand in a bank, and its line of the report."""

    question: Question
    data: dict[str, Any]
    line: Line
    has_own_id: bool


def finish(drafts: Iterable[Draft], settings: Settings, known: Known) -> tuple[list[Finished], list[Line]]:
    """The questions that are whole, and a refusal with its reasons for each that is not."""
    finished: list[Finished] = []
    refused: list[Line] = []
    taken: set[str] = set()
    for draft in drafts:
        try:
            data, notes = _completed(draft, settings)
        except Refused as error:
            refused.append(Line(State.REFUSED, draft.place, draft.name, (error.sentence,)))
            continue
        has_own_id = "id" in data
        if not has_own_id:
            data["id"] = _new_id(draft.name, data, taken)
        problems = _wrong(draft, data, known, data["id"] in taken)
        if isinstance(problems, list):
            refused += problems
            continue
        taken.add(data["id"])
        state = State.SIMPLIFIED if draft.notes else State.IMPORTED
        line = Line(state, draft.place, draft.name, (*draft.notes, *notes), data["id"])
        finished.append(Finished(problems, dump(problems), line, has_own_id))
    return finished, refused


def dump(question: Question) -> dict[str, Any]:
    """A question as a bank holds it, in the order of its keys, without what is so anyway."""
    data: dict[str, Any] = question.model_dump(by_alias=True, exclude_defaults=True)
    first = ("id", "type", "skill", "level", "objective", "points", "prompt")
    ordered = {key: data[key] for key in first if key in data} | {key: value for key, value in data.items() if key not in first}
    if "explanation" in ordered:
        ordered["explanation"] = ordered.pop("explanation")
    return ordered


def _completed(draft: Draft, settings: Settings) -> tuple[dict[str, Any], list[Sentence]]:
    notes: dict[str, Sentence] = {}
    data = {key: _filled(value, settings.language, notes) for key, value in draft.data.items() if value is not None}
    for key, value in (("skill", settings.skill), ("level", settings.level), ("objective", settings.objective)):
        if not data.get(key) and value:
            data[key] = value
    data["points"] = data.get("points") or settings.points or 1
    missing = [key for key in ("skill", "level", "objective") if not data.get(key)]
    if missing:
        raise Refused(Sentence("The file does not say: %(missing)s. Choose them for the whole import.", missing=", ".join(missing)))
    return data, list(notes.values())


def _filled(value: Any, language: str, notes: dict[str, Sentence]) -> Any:
    if isinstance(value, Words):
        return _both(value, language, notes)
    if isinstance(value, list):
        return [_filled(one, language, notes) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, language, notes) for key, one in value.items() if one is not None}
    return value


def _both(words: Words, language: str, notes: dict[str, Sentence]) -> dict[str, str]:
    if words.text and not language:
        raise BadFile(Sentence("The file is in one language and does not say in which. Choose its language."))
    texts = {one: getattr(words, one) or (words.text if one == language else "") for one in LANGUAGES}
    if not any(texts.values()):
        notes["write"] = Sentence(
            "It has texts that the source does not have and a question here needs: they are marked to be written."
        )
        return {one: TO_WRITE for one in LANGUAGES}
    for one, other in (("zh", "en"), ("en", "zh")):
        if not texts[one]:
            notes["translate"] = Sentence("It is in one language: the other one is marked to be translated.")
            texts[one] = f"{TO_TRANSLATE} {texts[other]}"
    return texts


def _new_id(name: str, data: Mapping[str, Any], taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    is_latin = len(re.sub(r"\W", "", plain)) * 2 >= len(re.sub(r"\W", "", name)) > 0
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") if is_latin else ""
    slug = slug or "q-" + hashlib.sha256(repr(sorted(data.items())).encode()).hexdigest()[:10]
    number, found = 2, slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def _wrong(draft: Draft, data: dict[str, Any], known: Known, is_taken: bool) -> Question | list[Line]:
    """The question; or the refusals, one for each place that is wrong."""
    if data.get("type") not in types.names():
        why = Sentence("There is no type of question `%(type)s` here.", type=data.get("type"))
        return [_line(draft, data, ("type",), why)]
    reasons: list[tuple[Location, str]] = []
    if is_taken:
        reasons.append((("id",), Sentence("The id `%(id)s` is in the file twice. Give one of them another.", id=data["id"])))
    if known.skills is not None and data.get("skill") not in known.skills:
        reasons.append((("skill",), Sentence("There is no skill `%(name)s`. Mend the name.", name=data.get("skill"))))
    if known.objectives is not None and data.get("objective") not in known.objectives:
        why = Sentence("No course has the objective `%(name)s`. Mend the name.", name=data.get("objective"))
        reasons.append((("objective",), why))
    try:
        question = types.model_of(data["type"]).model_validate(data, context=DRAFTS)
        reasons += [(tuple(place), f"{message} {mend}") for place, message, mend in question.wrong()]
    except ValidationError as error:
        reasons += [(one["loc"], _said(one)) for one in error.errors()]
    return [_line(draft, data, place, why) for place, why in reasons[:MOST_REASONS]] if reasons else question


def _line(draft: Draft, data: Mapping[str, Any], place: Location, why: str) -> Line:
    cell = cell_of(draft.cells, place)
    where = replace(draft.place, cell=cell) if cell else draft.place
    words = " → ".join(str(part + 1) if isinstance(part, int) else part for part in place)
    reasons = (why,) if not words else (Sentence("%(place)s: %(why)s", place=words, why=why),)
    return Line(State.REFUSED, where, draft.name or str(data.get("id", "")), reasons)


def cell_of(cells: Mapping[Location, str], place: Sequence[str | int]) -> str:
    """The cell of a path, of what is in it, or of what it is in."""
    path = tuple(place)
    for length in range(len(path), 0, -1):
        inside = [cell for known, cell in cells.items() if known[:length] == path[:length]]
        if inside:
            return inside[0]
    return ""


SAID = {
    "missing": Sentence("This is missing. Write it."),
    "string_pattern_mismatch": Sentence("This is no id: lower-case letters and digits, joined by hyphens, such as first-visit."),
    "string_too_short": Sentence("The text is empty. Write it."),
    "extra_forbidden": Sentence("This does not belong here. Leave it empty."),
    "int": Sentence("This must be a whole number."),
    "bool": Sentence("This must be yes or no."),
    "decimal": Sentence("This must be a number."),
    "is": Sentence("This must be a number."),  # is_instance_of, which pydantic says of a decimal
}


def _said(error: Any) -> str:
    """What pydantic found, in our words."""
    kind, limits = error["type"], error.get("ctx", {})
    known = SAID.get(kind) or SAID.get(kind.split("_")[0])
    if known is not None:
        return known
    if kind == "too_short":
        there, least = limits["actual_length"], limits["min_length"]
        return Sentence("There are %(there)s of these, and at least %(least)s are needed.", there=there, least=least)
    if kind == "too_long":
        there, most = limits["actual_length"], limits["max_length"]
        return Sentence("There are %(there)s of these, and at most %(most)s are possible.", there=there, most=most)
    if kind == "less_than_equal":
        return Sentence("At most %(bound)s is possible here.", bound=limits["le"])
    if kind == "greater_than_equal":
        return Sentence("At least %(bound)s is needed here.", bound=limits["ge"])
    if kind == "literal_error":
        return Sentence("This must be one of: %(expected)s.", expected=limits["expected"])
    return str(error["msg"]).removeprefix("Value error, ").rstrip(".") + "."
