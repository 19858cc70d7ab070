"""Moodle's Aiken: a question, its choices as `A.` or `A)`, and `ANSWER: B`. One language, one right choice, no feedback."""

from __future__ import annotations

import re

from portal.exchange.packing import read_text
from portal.exchange.prose import read_plain
from portal.exchange.values import Draft, Line, Place, Refused, Source, State, Words
from portal.sentences import Sentence

CHOICE = re.compile(r"([A-Z])[.)]\s*(.*)")
ANSWER = re.compile(r"ANSWER\s*[:：]\s*(.*)", re.I)
MOST_QUESTIONS = 2000


def read(content: bytes) -> Source:
    """Every question of an Aiken file. Raises BadFile where it is no text."""
    drafts: list[Draft] = []
    lines: list[Line] = []
    texts: list[str] = []
    choices: dict[str, str] = {}
    start = 0
    for number, line in enumerate(read_text(content).split("\n"), 1):
        bare = line.strip()
        choice, answer = CHOICE.fullmatch(bare), ANSWER.fullmatch(bare)
        start = start or (number if bare else 0)
        if answer is not None:
            _take(drafts, lines, (start, number), texts, choices, answer[1].strip().upper())
            texts, choices, start = [], {}, 0
        elif choice is not None and texts:
            if choice[1] in choices:
                lines.append(_refusal(number, texts, Sentence("The choice %(letter)s is there twice.", letter=choice[1])))
            choices[choice[1]] = choice[2]
        elif bare and choices:
            lines.append(_refusal(number, texts, Sentence("A line after the choices is neither a choice nor “ANSWER:”.")))
            texts, choices, start = [bare], {}, number
        elif bare:
            texts.append(bare)
    if texts:
        lines.append(_refusal(start, texts, Sentence("The question has no “ANSWER:”.")))
    return Source(tuple(drafts), tuple(lines))


def _refusal(number: int, texts: list[str], why: Sentence) -> Line:
    return Line(State.REFUSED, Place(number), " ".join(texts)[:60], (why,))


def _take(
    drafts: list[Draft], lines: list[Line], where: tuple[int, int], texts: list[str], choices: dict[str, str], answer: str
) -> None:
    try:
        if not texts or not choices:
            raise Refused(Sentence("“ANSWER:” stands before a question and its choices are complete."))
        if len(drafts) >= MOST_QUESTIONS:
            raise Refused(Sentence("The file has more than 2,000 questions. Send it in parts."))
        if answer not in choices:
            raise Refused(Sentence("“ANSWER: %(answer)s” names none of its choices.", answer=answer[:40]))
    except Refused as error:
        lines.append(_refusal(where[1], texts, error.sentence))
        return
    options = [
        {"id": letter.lower(), "text": read_plain(text), "feedback": Words()} | ({"correct": True} if letter == answer else {})
        for letter, text in choices.items()
    ]
    data = {"type": "single_choice", "prompt": read_plain("\n".join(texts)), "choices": options}
    drafts.append(Draft(Place(where[0]), " ".join(texts)[:60], data))
