"""Questions into GIFT, each of its lines as Moodle's own export writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from portal.exchange import tags
from portal.exchange.formats import writing
from portal.exchange.prose import Languages, write_html
from portal.exchange.values import Export
from portal.quizzes.types.base import Question
from portal.reading import Prose
from portal.sentences import Sentence

RESERVED = re.compile(r"[\\~=#{}:]")
Written = tuple[str, list[Sentence]]


def write(bank: str, questions: Iterable[Question], languages: Languages) -> Export:
    """A GIFT file."""
    parts, lines = writing.write_each(questions, WRITERS, languages)
    head = f"// question bank {bank}; UTF-8; texts are HTML\n$CATEGORY: {bank}\n\n"
    return Export((head + "\n".join(parts)).encode(), tuple(lines))


def _escaped(text: str) -> str:
    return RESERVED.sub(r"\\\g<0>", text.replace("\r", "")).replace("\n", "\\n")


def _html(prose: Prose, languages: Languages) -> str:
    text = write_html(prose, languages)
    return ("[html]" if text.startswith("[") else "") + _escaped(text)


def _feedback(prose: Prose | None, languages: Languages) -> str:
    return "#" + _html(prose, languages) if prose is not None else ""


def _form(text: str) -> str:
    """An accepted form, in which a star is a star and a percent sign at the start no weight."""
    return _escaped(text.replace("*", "\\*"))


def _whole(question: Question, languages: Languages, answers: list[str], own_tags: list[str], general: Prose | None) -> str:
    all_tags = [*tags.common_tags(question), *own_tags]
    head = f"// [id:{question.id}] " + " ".join(f"[tag:{tag.replace(']', chr(92) + ']')}]" for tag in all_tags) + "\n"
    text = f"::{_escaped(question.id)}::[html]{_escaped(write_html(question.prompt, languages))}"
    end = f"\t####{_html(general, languages)}\n" if general is not None else ""
    return head + text + "{\n" + "".join(f"\t{one}\n" for one in answers) + end + "}\n"


def _choices(question: Any, languages: Languages) -> Written:
    ids, notes = tags.ids_tag([one.id for one in question.choices]), []
    is_single = question.type == "single_choice"
    share = writing.share_of(question)
    if not is_single and question.scoring == "all_or_nothing":
        ids, notes = [*ids, "scoring:all_or_nothing"], [writing.ALL_OR_NOTHING]
    answers = []
    for one in question.choices:
        right, wrong = ("=%100%", "~%0%") if is_single else (f"~%{share}%", f"~%-{share}%")
        answers.append((right if one.correct else wrong) + _html(one.text, languages) + _feedback(one.feedback, languages))
    return _whole(question, languages, answers, ids, question.explanation), notes


def _true_false(question: Any, languages: Languages) -> Written:
    right, wrong = (question.if_true, question.if_false) if question.answer else (question.if_false, question.if_true)
    answer = ("TRUE" if question.answer else "FALSE") + _feedback(wrong, languages) + _feedback(right, languages)
    return _whole(question, languages, [answer], [], question.explanation), []


def _number(question: Any, languages: Languages) -> Written:
    value, tolerance = writing.value_of(question.answer)[0], writing.tolerance_of(question)[0]
    answers = [f"#=%100%{value}:{tolerance}{_feedback(question.feedback, languages)}"]
    for turn in question.wrong_turns:
        answers.append(f"=%0%{writing.value_of(turn.value)[0]}:0{_feedback(turn.feedback, languages)}")
    notes = writing.number_notes(question)
    return _whole(question, languages, answers, writing.number_tags(question), question.explanation), notes


def _short_text(question: Any, languages: Languages) -> Written:
    answers = [f"=%100%{_form(one)}{_feedback(question.feedback, languages)}" for one in question.accepted]
    for turn in question.wrong_turns:
        answers += [f"=%0%{_form(one)}{_feedback(turn.feedback, languages)}" for one in turn.accepted]
    return _whole(question, languages, answers, [], question.explanation), []


def _matching(question: Any, languages: Languages) -> Written:
    answers = [f"={_side(one.left, languages)} -> {_side(one.right, languages)}" for one in question.pairs]
    answers += [f"= -> {_side(one.text, languages)}" for one in question.extra]
    ids = tags.ids_tag([one.id for one in [*question.pairs, *question.extra]])
    lost = [Sentence("The explanation is left out: GIFT has one feedback for a matching question.")] if question.explanation else []
    return _whole(question, languages, answers, ids, question.feedback), lost


def _side(prose: Prose, languages: Languages) -> str:
    return _html(prose, languages).replace("->", "-&gt;")


WRITERS: dict[str, writing.Writer] = {
    "single_choice": _choices,
    "multiple_choice": _choices,
    "true_false": _true_false,
    "numeric": _number,
    "short_text": _short_text,
    "matching": _matching,
}
