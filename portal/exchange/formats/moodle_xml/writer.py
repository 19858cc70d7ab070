"""Questions into Moodle XML, each type as Moodle's own export writes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.exchange import tags
from portal.exchange.formats import writing
from portal.exchange.formats.markup import Element, document
from portal.exchange.prose import Languages, write_html
from portal.exchange.values import Export
from portal.quizzes.types.base import Question
from portal.reading import Prose
from portal.sentences import Sentence

Written = tuple[Element, list[Sentence]]


def write(bank: str, questions: Sequence[Question], languages: Languages) -> Export:
    """A file of Moodle XML."""
    parts, lines = writing.write_each(questions, WRITERS, languages)
    category = Element("question", [Element("category", [_text(f"$course$/top/{bank}")])], {"type": "category"})
    return Export(document(Element("quiz", [category, *parts])), tuple(lines))


def _text(text: str) -> Element:
    return Element("text", [text] if text else [])


def _html(tag: str, prose: Prose | None, languages: Languages, *more: Element, **attributes: str) -> Element:
    text = write_html(prose, languages) if prose is not None else ""
    return Element(tag, [_text(text), *more], {**attributes, "format": "html"})


def _answer(prose: Prose, fraction: str, feedback: Prose, languages: Languages) -> Element:
    return _html("answer", prose, languages, _html("feedback", feedback, languages), fraction=fraction)


def _typed(text: str, fraction: str, feedback: Prose, languages: Languages, *more: Element) -> Element:
    inside = [_text(text), _html("feedback", feedback, languages), *more]
    return Element("answer", inside, {"fraction": fraction, "format": "moodle_auto_format"})


def _whole(question: Question, kind: str, languages: Languages, keys: Sequence[Element], own_tags: Sequence[str] = ()) -> Element:
    marks = [*tags.common_tags(question), *own_tags]
    head = [
        Element("name", [_text(question.id)]),
        _html("questiontext", question.prompt, languages),
        _html("generalfeedback", question.explanation, languages),
        Element("defaultgrade", [f"{question.points}.0000000"]),
        Element("penalty", ["0.0000000"]),
        Element("hidden", ["0"]),
        Element("idnumber", [question.id]),
    ]
    return Element("question", [*head, *keys, Element("tags", [Element("tag", [_text(one)]) for one in marks])], {"type": kind})


def _choices(question: Any, languages: Languages) -> Written:
    is_single = question.type == "single_choice"
    share = "100" if is_single else writing.share_of(question)
    wrong = "0" if is_single else f"-{share}"
    answers = [_answer(one.text, share if one.correct else wrong, one.feedback, languages) for one in question.choices]
    own_tags, notes = tags.ids_tag([one.id for one in question.choices]), []
    if not is_single and question.scoring == "all_or_nothing":
        own_tags, notes = [*own_tags, "scoring:all_or_nothing"], [writing.ALL_OR_NOTHING]
    keys = [
        Element("single", ["true" if is_single else "false"]),
        Element("shuffleanswers", ["true"]),
        Element("answernumbering", ["abc"]),
    ]
    return _whole(question, "multichoice", languages, [*keys, *answers], own_tags), notes


def _true_false(question: Any, languages: Languages) -> Written:
    answers = [
        _typed("true", "100" if question.answer else "0", question.if_true, languages),
        _typed("false", "0" if question.answer else "100", question.if_false, languages),
    ]
    return _whole(question, "truefalse", languages, answers), []


def _short_text(question: Any, languages: Languages) -> Written:
    answers = [_typed(_starred(one), "100", question.feedback, languages) for one in question.accepted]
    for turn in question.wrong_turns:
        answers += [_typed(_starred(one), "0", turn.feedback, languages) for one in turn.accepted]
    return _whole(question, "shortanswer", languages, [Element("usecase", ["0"]), *answers]), []


def _starred(form: str) -> str:
    return form.replace("*", "\\*")


def _number(question: Any, languages: Languages) -> Written:
    value, tolerance = writing.value_of(question.answer)[0], writing.tolerance_of(question)[0]
    answers = [_typed(value, "100", question.feedback, languages, Element("tolerance", [tolerance]))]
    for turn in question.wrong_turns:
        answers.append(_typed(writing.value_of(turn.value)[0], "0", turn.feedback, languages, Element("tolerance", ["0"])))
    return _whole(question, "numerical", languages, answers, writing.number_tags(question)), writing.number_notes(question)


def _matching(question: Any, languages: Languages) -> Written:
    pairs = [
        _html("subquestion", one.left, languages, Element("answer", [_text(write_html(one.right, languages))]))
        for one in question.pairs
    ]
    pairs += [
        _html("subquestion", None, languages, Element("answer", [_text(write_html(one.text, languages))])) for one in question.extra
    ]
    ids = tags.ids_tag([one.id for one in [*question.pairs, *question.extra]])
    keys = [Element("shuffleanswers", ["true"]), *_combined(question.feedback, languages), *pairs]
    return _whole(question, "matching", languages, keys, ids), []


def _ordering(question: Any, languages: Languages) -> Written:
    is_whole = question.scoring == "all_or_nothing"
    answers = [
        _html("answer", one.text, languages, fraction=f"{n}.0000000") for n, one in enumerate(question.items, 1)
    ]  # fmt: skip
    keys = [
        Element("layouttype", ["VERTICAL"]),
        Element("selecttype", ["ALL"]),
        Element("selectcount", ["0"]),
        Element("gradingtype", ["ALL_OR_NOTHING" if is_whole else "RELATIVE_NEXT_EXCLUDE_LAST"]),
    ]
    own_tags = [*tags.ids_tag([one.id for one in question.items]), f"scoring:{question.scoring}"]
    return _whole(question, "ordering", languages, [*keys, *_combined(question.feedback, languages), *answers], own_tags), []


def _combined(feedback: Prose, languages: Languages) -> list[Element]:
    names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    return [_html(name, feedback, languages) for name in names]


WRITERS: dict[str, writing.Writer] = {
    "single_choice": _choices,
    "multiple_choice": _choices,
    "true_false": _true_false,
    "numeric": _number,
    "short_text": _short_text,
    "matching": _matching,
    "ordering": _ordering,
}
