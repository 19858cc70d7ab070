"""What the writers of all formats share: a question's parts as another system counts them, and what cannot be carried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from portal.exchange.formats.moodle import exact
from portal.exchange.prose import Languages
from portal.exchange.values import Line, Place, Refused, State
from portal.numbers import evaluate
from portal.quizzes.types.base import Question
from portal.sentences import Sentence

Writer = Callable[[Any, Languages], tuple[Any, list[Sentence]]]


def write_each(questions: Iterable[Question], writers: Mapping[str, Writer], languages: Languages) -> tuple[list[Any], list[Line]]:
    """Each question by the writer of its type, and a line for each that lost something or could not be carried."""
    parts, lines = [], []
    for question in questions:
        name, here = question.id, Place()
        try:
            if question.type not in writers:
                raise Refused(Sentence("Questions of the type `%(type)s` cannot be carried by this format.", type=question.type))
            part, notes = writers[question.type](question, languages)
        except Refused as error:
            lines.append(Line(State.REFUSED, here, name, (error.sentence,), name))
            continue
        parts.append(part)
        lines.append(Line(State.SIMPLIFIED if notes else State.IMPORTED, here, name, tuple(notes), name))
    return parts, lines


def value_of(formula: Any) -> tuple[str, bool]:
    """A formula's value as a decimal, and whether that is exact."""
    value = evaluate(str(formula))
    return exact(value), Fraction(exact(value)) == value


def tolerance_of(question: Any) -> tuple[str, bool]:
    """The tolerance as an absolute number, and whether that is exact."""
    percent = abs(evaluate(str(question.answer))) * Fraction(str(question.tolerance_percent)) / 100
    value = max(Fraction(str(question.tolerance)), percent)
    return exact(value), Fraction(exact(value)) == value


def number_tags(question: Any) -> list[str]:
    """What a number has and other systems do not, for our tags."""
    tags = []
    if str(question.answer) != value_of(question.answer)[0]:
        tags.append(f"answer:{question.answer}")
    if question.tolerance_percent:
        tags.append(f"tolerance_percent:{question.tolerance_percent}")
    if question.tolerance and (question.tolerance_percent or str(question.tolerance) != tolerance_of(question)[0]):
        tags.append(f"tolerance:{question.tolerance}")
    tags += [f"turn-{n}:{one.value}" for n, one in enumerate(question.wrong_turns, 1) if str(one.value) != value_of(one.value)[0]]
    if question.unit is not None:
        tags += [f"unit-zh:{question.unit.zh}", f"unit-en:{question.unit.en}"]
    return tags


def number_notes(question: Any) -> list[Sentence]:
    """What a number loses, for the report."""
    notes = []
    if not str(question.answer).lstrip("-").replace(".", "", 1).isdigit():
        notes.append(Sentence("The formula is carried as its value (and kept in a tag for the way back)."))
    if question.tolerance_percent:
        notes.append(Sentence("The tolerance in percent is carried as a number (and kept in a tag for the way back)."))
    if question.unit is not None:
        notes.append(Sentence("The unit is carried in a tag only: name it in the prompt, if the other system should show it."))
    if any(not str(one.value).lstrip("-").replace(".", "", 1).isdigit() for one in question.wrong_turns):
        notes.append(Sentence("Formulas of wrong turns are carried as their values (and kept in tags for the way back)."))
    return notes


def share_of(question: Any) -> str:
    """What a right choice is worth in percent, as Moodle rounds it."""
    return f"{float(Fraction(100, sum(one.correct for one in question.choices))):.7f}".rstrip("0").rstrip(".")


ALL_OR_NOTHING = Sentence("The rule “all or nothing” is carried in a tag only: the other system gives a part of the points.")
