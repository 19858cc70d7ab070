"""How each type of question is said in QTI 2.2: declarations, body, response processing, feedback."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from portal.exchange import tags
from portal.exchange.formats import writing
from portal.exchange.formats.markup import Element, Markup
from portal.exchange.formats.moodle import exact
from portal.exchange.prose import Languages, write_html
from portal.quizzes.types.base import Question
from portal.reading import Prose
from portal.sentences import Sentence

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p2"
LANGUAGES = {"zh": "zh-CN", "en": "en", "both": "mul"}
RULE_IN_TAG = Sentence("The rule for a part of the points is carried in a tag only: the other system gives all points or none.")


@dataclass(frozen=True)
class Item:
    """A question with its file, and the tags that only it has."""

    question: Question
    item: Element
    tags: Sequence[str]


@dataclass(frozen=True)
class Parts:
    """What differs from type to type."""

    declaration: Element
    body: Sequence[Element]
    processing: Sequence[Element]
    modal: Sequence[Element] = ()
    tags: Sequence[str] = ()
    notes: list[Sentence] = field(default_factory=list)
    feedback_cardinality: str = "single"


def _html(prose: Prose, languages: Languages) -> Markup:
    text = write_html(prose, languages).replace('<span lang="', '<span xml:lang="').replace(' class="multilang"', "")
    return Markup(text.replace("<br>", "<br/>").replace("&nbsp;", "&#160;"))


def _whole(build: Callable[[Any, Languages], Parts]) -> writing.Writer:
    def write(question: Any, languages: Languages) -> tuple[Item, list[Sentence]]:
        parts = build(question, languages)
        item = Element("assessmentItem", _contents(question, parts, languages), {
            "xmlns": NAMESPACE, "identifier": _name(question.id), "title": question.id, "xml:lang": LANGUAGES[languages],
            "adaptive": "false", "timeDependent": "false",
        })  # fmt: skip
        return Item(question, item, parts.tags), parts.notes

    return write


def _contents(question: Any, parts: Parts, languages: Languages) -> list[Element]:
    outcomes = [
        _outcome("SCORE", "float", "0"),
        _outcome("MAXSCORE", "float", str(question.points)),
        _outcome("FEEDBACK", "identifier", cardinality=parts.feedback_cardinality),
    ]
    modal = list(parts.modal)
    if question.explanation is not None:
        outcomes.append(_outcome("EXPLANATION", "identifier", "explanation"))
        modal.append(_modal("EXPLANATION", "explanation", question.explanation, languages))
    body = Element("itemBody", [Element("div", [_html(question.prompt, languages)]), *parts.body])
    return [parts.declaration, *outcomes, body, Element("responseProcessing", parts.processing), *modal]


def _name(text: str) -> str:
    """An identifier of QTI: never with a digit in front."""
    return f"_{text}" if text[:1].isdigit() else text


def _outcome(name: str, kind: str, value: str = "", cardinality: str = "single") -> Element:
    default = [Element("defaultValue", [Element("value", [value])])] if value else []
    return Element("outcomeDeclaration", default, {"identifier": name, "cardinality": cardinality, "baseType": kind})


def _response(kind: str, cardinality: str, correct: Sequence[str], mapping: Element | None = None) -> Element:
    values = Element("correctResponse", [Element("value", [one]) for one in correct])
    attributes = {"identifier": "RESPONSE", "cardinality": cardinality, "baseType": kind}
    return Element("responseDeclaration", [values, *([mapping] if mapping else [])], attributes)


def _mapping(values: dict[str, str], points: int, **more: str) -> Element:
    entries = [Element("mapEntry", [], {"mapKey": key, "mappedValue": value, **more}) for key, value in values.items()]
    return Element("mapping", entries, {"lowerBound": "0", "upperBound": str(points), "defaultValue": "0"})


def _variable() -> Element:
    return Element("variable", [], {"identifier": "RESPONSE"})


def _correct() -> Element:
    return Element("correct", [], {"identifier": "RESPONSE"})


def _base(kind: str, value: str) -> Element:
    return Element("baseValue", [value], {"baseType": kind})


def _set(name: str, value: Element) -> Element:
    return Element("setOutcomeValue", [value], {"identifier": name})


def _scores(points: int) -> Element:
    return _set("SCORE", _base("float", str(points)))


def _shows(name: str) -> Element:
    return _set("FEEDBACK", _base("identifier", name))


def _condition(*branches: tuple[Element | None, Sequence[Element]]) -> Element:
    names = ["responseIf"] + ["responseElseIf"] * len(branches)
    rules = [
        Element("responseElse" if test is None else name, [*([test] if test else []), *sets])
        for name, (test, sets) in zip(names, branches, strict=False)
    ]
    return Element("responseCondition", rules)


def _modal(outcome: str, name: str, prose: Prose, languages: Languages) -> Element:
    return Element(
        "modalFeedback", [_html(prose, languages)], {"outcomeIdentifier": outcome, "identifier": name, "showHide": "show"}
    )


def _choice(name: str, text: Markup | str, feedback: Prose | None, languages: Languages) -> Element:
    inside: list[Any] = [text]
    if feedback is not None:
        told = {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"}
        inside.append(Element("feedbackInline", [_html(feedback, languages)], told))
    return Element("simpleChoice", inside, {"identifier": name})


def _choosing(points: int, *, adds_up: bool) -> list[Element]:
    shown = _set("FEEDBACK", _variable())
    if adds_up:
        return [_set("SCORE", Element("mapResponse", [], {"identifier": "RESPONSE"})), shown]
    return [_condition((Element("match", [_variable(), _correct()]), [_scores(points)])), shown]


def _choices(question: Any, languages: Languages) -> Parts:
    is_single = question.type == "single_choice"
    adds_up = not is_single and question.scoring == "per_choice"
    right = [one for one in question.choices if one.correct]
    share = exact(Fraction(question.points, len(right)))
    values = {_name(one.id): share if one.correct else f"-{share}" for one in question.choices}
    cardinality = "single" if is_single else "multiple"
    most = {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxChoices": "1" if is_single else "0"}
    choices = [_choice(_name(one.id), _html(one.text, languages), one.feedback, languages) for one in question.choices]
    mapping = _mapping(values, question.points) if adds_up else None
    return Parts(
        _response("identifier", cardinality, [_name(one.id) for one in right], mapping),
        [Element("choiceInteraction", choices, most)], _choosing(question.points, adds_up=adds_up),
        feedback_cardinality=cardinality,
    )  # fmt: skip


def _true_false(question: Any, languages: Languages) -> Parts:
    names = {"zh": ("对", "错"), "en": ("True", "False"), "both": ("对 True", "错 False")}[languages]
    choices = [
        _choice("true", names[0], question.if_true, languages),
        _choice("false", names[1], question.if_false, languages),
    ]
    most = {"responseIdentifier": "RESPONSE", "shuffle": "false", "maxChoices": "1"}
    return Parts(
        _response("identifier", "single", ["true" if question.answer else "false"]),
        [Element("choiceInteraction", choices, most)], _choosing(question.points, adds_up=False),
    )  # fmt: skip


def _entry() -> list[Element]:
    return [Element("div", [Element("textEntryInteraction", [], {"responseIdentifier": "RESPONSE", "expectedLength": "20"})])]


def _turns(question: Any, languages: Languages) -> list[Element]:
    told = [_modal("FEEDBACK", f"turn-{n}", one.feedback, languages) for n, one in enumerate(question.wrong_turns, 1)]
    return [_modal("FEEDBACK", "feedback", question.feedback, languages), *told]


def _number(question: Any, languages: Languages) -> Parts:
    value, tolerance = writing.value_of(question.answer)[0], writing.tolerance_of(question)[0]
    near = (
        {"toleranceMode": "absolute", "tolerance": f"{tolerance} {tolerance}"} if tolerance != "0" else {"toleranceMode": "exact"}
    )
    branches: list[tuple[Element | None, Sequence[Element]]] = [
        (Element("equal", [_variable(), _correct()], near), [_scores(question.points), _shows("feedback")])
    ]
    for n, turn in enumerate(question.wrong_turns, 1):
        test = Element("equal", [_variable(), _base("float", writing.value_of(turn.value)[0])], {"toleranceMode": "exact"})
        branches.append((test, [_shows(f"turn-{n}")]))
    return Parts(
        _response("float", "single", [value]), _entry(), [_condition(*branches, (None, [_shows("feedback")]))],
        _turns(question, languages), writing.number_tags(question), writing.number_notes(question),
    )  # fmt: skip


def _short_text(question: Any, languages: Languages) -> Parts:
    points = str(question.points)
    mapping = _mapping({one: points for one in question.accepted}, question.points, caseSensitive="false")
    right = Element("gt", [Element("mapResponse", [], {"identifier": "RESPONSE"}), _base("float", "0")])
    branches: list[tuple[Element | None, Sequence[Element]]] = [(right, [_scores(question.points), _shows("feedback")])]
    for n, turn in enumerate(question.wrong_turns, 1):
        tests = [Element("stringMatch", [_variable(), _base("string", one)], {"caseSensitive": "false"}) for one in turn.accepted]
        branches.append((tests[0] if len(tests) == 1 else Element("or", tests), [_shows(f"turn-{n}")]))
    return Parts(
        _response("string", "single", question.accepted[:1], mapping), _entry(),
        [_condition(*branches, (None, [_shows("feedback")]))], _turns(question, languages),
    )  # fmt: skip


def _ordering(question: Any, languages: Languages) -> Parts:
    choices = [_choice(_name(one.id), _html(one.text, languages), None, languages) for one in question.items]
    is_whole = question.scoring == "all_or_nothing"
    interaction = Element("orderInteraction", choices, {"responseIdentifier": "RESPONSE", "shuffle": "true"})
    right = Element("match", [_variable(), _correct()])
    return Parts(
        _response("identifier", "ordered", [_name(one.id) for one in question.items]), [interaction],
        [_condition((right, [_scores(question.points)])), _shows("feedback")],
        [_modal("FEEDBACK", "feedback", question.feedback, languages)], [f"scoring:{question.scoring}"],
        [] if is_whole else [RULE_IN_TAG],
    )  # fmt: skip


def _matching(question: Any, languages: Languages) -> Parts:
    share = exact(Fraction(question.points, len(question.pairs)))
    pairs = {f"{_name(one.id)} r-{one.id}": share for one in question.pairs}
    lefts = [_associable(_name(one.id), one.left, languages) for one in question.pairs]
    rights = [_associable(f"r-{one.id}", one.right, languages) for one in question.pairs]
    rights += [_associable(f"x-{one.id}", one.text, languages) for one in question.extra]
    sides = [Element("simpleMatchSet", lefts), Element("simpleMatchSet", rights)]
    most = {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxAssociations": str(len(lefts))}
    score = _set("SCORE", Element("mapResponse", [], {"identifier": "RESPONSE"}))
    return Parts(
        _response("directedPair", "multiple", list(pairs), _mapping(pairs, question.points)),
        [Element("matchInteraction", sides, most)], [score, _shows("feedback")],
        [_modal("FEEDBACK", "feedback", question.feedback, languages)],
        tags.ids_tag([one.id for one in [*question.pairs, *question.extra]]),
    )  # fmt: skip


def _associable(name: str, prose: Prose, languages: Languages) -> Element:
    return Element("simpleAssociableChoice", [_html(prose, languages)], {"identifier": name, "matchMax": "1"})


WRITERS: dict[str, writing.Writer] = {
    "single_choice": _whole(_choices),
    "multiple_choice": _whole(_choices),
    "true_false": _whole(_true_false),
    "numeric": _whole(_number),
    "short_text": _whole(_short_text),
    "ordering": _whole(_ordering),
    "matching": _whole(_matching),
}
