"""Moodle XML into questions. Texts come as HTML, in CDATA or escaped; answers are worth a percentage."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from portal.exchange import tags as our_tags
from portal.exchange.formats import moodle
from portal.exchange.formats.moodle import Option, Read, Texts
from portal.exchange.trees import Node, parse
from portal.exchange.values import Draft, Line, NoQuestion, Place, Refused, Source, State, Words
from portal.sentences import Sentence
from portal.spreadsheets import BadFile

MOST_QUESTIONS = 2000
MOST_POINTS = 20
TYPE = Sentence("Moodle's question type “%(type)s” has nothing like it here. Write the question in the bank.", type="")
FOLDS = Sentence("Capitals mattered in the source: here they do not.")
HINTS = Sentence("Hints and penalties for further tries are left out.")
COMBINED = Sentence("The feedback for right, partly right and wrong answers as a whole is left out.")
PEOPLE = {"essay", "recordrtc", "poodllrecording", "fileresponse"}
GAPS = {"cloze", "multianswer", "gapselect", "ddwtos"}
DRAWN = {"calculated", "calculatedmulti", "calculatedsimple"}


def read(content: bytes) -> Source:
    """Every question of a file. Raises BadFile where it is no Moodle XML, or made to do harm."""
    root = parse(content)
    if root.tag != "quiz":
        raise BadFile(Sentence("This is not Moodle XML: the file does not begin with <quiz>."))
    nodes = [one for one in root.all("question") if one.get("type") != "category"]
    if len(nodes) > MOST_QUESTIONS:
        raise BadFile(Sentence("The file has more than 2,000 questions. Send it in parts."))
    drafts: list[Draft] = []
    lines: list[Line] = []
    for node in nodes:
        name = _plain(node, "name")
        try:
            drafts.append(_draft(node, name))
        except NoQuestion as error:
            lines.append(Line(State.LEFT_OUT, Place(node.line), name, (error.sentence,)))
        except Refused as error:
            lines.append(Line(State.REFUSED, Place(node.line), name, (error.sentence,)))
    ours = bool(drafts) and all(our_tags.is_ours(dict(draft.data)) for draft in drafts)
    return Source(tuple(drafts), tuple(lines), ours)


def _draft(node: Node, name: str) -> Draft:
    kind, texts = node.get("type"), Texts()
    if kind == "description":
        raise NoQuestion(Sentence("It asks nothing: a description."))
    _check_type(kind)
    tags = our_tags.read_tags(_plain(one) for holder in node.all("tags") for one in holder.all("tag"))
    data: dict[str, Any] = {
        **our_tags.common_of(tags),
        "prompt": _text(node.first("questiontext"), texts),
        "explanation": _text(node.first("generalfeedback"), texts) or None,
    }
    if not data["prompt"]:
        raise Refused(Sentence("It has no text."))
    own = _plain(node, "idnumber").rsplit("/", 1)[-1]
    if our_tags.ID.fullmatch(own):
        data["id"] = own
    if "points" not in data:
        data["points"] = _points(node, texts)
    type_name, keys = READERS[kind](node, tags, texts)
    if node.all("hint"):
        texts.note(HINTS)
    if any(_text(node.first(one), Texts()) for one in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")):
        _combined(node, keys, type_name, texts)
    return Draft(Place(node.line), name, {**data, "type": type_name, **keys}, texts.notes)


def _check_type(kind: str) -> None:
    if kind in PEOPLE:
        raise Refused(moodle.OPEN)
    if kind in GAPS:
        raise Refused(Sentence("It is a text with gaps, which this import does not bring. Write it in the bank."))
    if kind in DRAWN:
        raise Refused(Sentence("Its numbers are drawn from data sets. Write it in the bank as `calculated`, with its parameters."))
    if kind not in READERS:
        raise Refused(Sentence(TYPE.pattern, type=kind[:40]))


def _combined(node: Node, keys: dict[str, Any], type_name: str, texts: Texts) -> None:
    """Ours stands in the feedback for right answers, and is one for the whole question; Moodle's standard words say nothing."""
    if type_name in {"matching", "ordering"} and not keys.get("feedback"):
        keys["feedback"] = _text(node.first("correctfeedback"), texts)
        texts.lost.pop(str(moodle.NO_FEEDBACK), None)
        others = {str(_text(node.first(one), Texts()).any) for one in ("partiallycorrectfeedback", "incorrectfeedback")}
        if others <= {"", keys["feedback"].any}:
            return
    texts.note(COMBINED)


def _plain(node: Node, *path: str) -> str:
    found: Node | None = node
    for name in path:
        found = found.first(name) if found is not None else None
    return "" if found is None else " ".join(found.text.split())


def _text(node: Node | None, texts: Texts, default: str = "html") -> Words:
    if node is None:
        return Words()
    inner = node.first("text")
    return texts.read(inner.text if inner is not None else "", node.get("format") or default)


def _points(node: Node, texts: Texts) -> int | None:
    grade = _plain(node, "defaultgrade")
    if not grade:
        return None
    value = moodle.percent_of(grade, Fraction(1))
    points = max(1, min(MOST_POINTS, round(value)))
    if points != value:
        texts.note(
            Sentence("The mark of %(grade)s became %(points)s points: here they are whole, 1 to 20.", grade=grade, points=points)
        )
    return points


def _options(node: Node, texts: Texts, default: str = "html") -> list[Option]:
    found = []
    for one in node.all("answer"):
        inner = one.first("text")
        raw = (inner if inner is not None else one).text
        percent = moodle.percent_of(one.get("fraction"), Fraction(0))
        tolerance = _plain(one, "tolerance") or "0"
        words = texts.read(raw, one.get("format") or default) if default == "html" else Words()
        found.append(Option(raw.strip(), words, percent, _text(one.first("feedback"), texts), tolerance))
    return found


def _choices(node: Node, tags: dict[str, Any], texts: Texts) -> Read:
    is_single = _plain(node, "single").lower() in {"true", "1", ""}
    return moodle.read_choices(_options(node, texts), is_single, tags, texts)


def _true_false(node: Node, _tags: dict[str, Any], texts: Texts) -> Read:
    found = {one.raw.lower(): one for one in _options(node, texts, "plain")}
    if set(found) != {"true", "false"}:
        raise Refused(Sentence("Its answers are not “true” and “false”."))
    return moodle.read_true_false(found["true"].percent > found["false"].percent, found["true"].feedback, found["false"].feedback)


def _short_text(node: Node, _tags: dict[str, Any], texts: Texts) -> Read:
    if _plain(node, "usecase") == "1":
        texts.note(FOLDS)
    return moodle.read_forms(_options(node, texts, "plain"), texts)


def _number(node: Node, tags: dict[str, Any], texts: Texts) -> Read:
    kind, data = moodle.read_number(_options(node, texts, "plain"), tags, texts)
    units = [unit for holder in node.all("units") for unit in holder.all("unit")]
    if units and "unit" not in data:
        own = next((one for one in units if moodle.percent_of(_plain(one, "multiplier"), Fraction(1)) == 1), units[0])
        data["unit"] = texts.read(_plain(own, "unit_name"), "plain") or None
        if len(units) > 1:
            texts.note(Sentence("Only the first of its units is kept."))
    return kind, data


def _matching(node: Node, tags: dict[str, Any], texts: Texts) -> Read:
    pairs = [(_text(one, texts), _text(one.first("answer"), texts)) for one in node.all("subquestion")]
    kind, data = moodle.read_pairs(pairs, Words(), tags, texts)
    return kind, data


def _ordering(node: Node, tags: dict[str, Any], texts: Texts) -> Read:
    items = [texts.read((one.first("text") or one).text, one.get("format") or "html") for one in node.all("answer")]
    ids = our_tags.ids_of(tags, len(items))
    data: dict[str, Any] = {
        "items": [{"id": name, "text": text} for name, text in zip(ids, items, strict=True)], "feedback": Words()
    }  # fmt: skip
    if tags.get("scoring") == "all_or_nothing" or _plain(node, "gradingtype") in {"ALL_OR_NOTHING", "-1"}:
        data["scoring"] = "all_or_nothing"
    elif "scoring" not in tags:
        texts.note(Sentence("The rule for marks is replaced by the one here: neighbours that stand in the right order."))
    texts.note(moodle.NO_FEEDBACK)
    return "ordering", data


READERS: dict[str, Callable[[Node, dict[str, Any], Texts], Read]] = {
    "multichoice": _choices,
    "truefalse": _true_false,
    "shortanswer": _short_text,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
}
