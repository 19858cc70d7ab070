"""The words of statistics, and what a question's choices say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from portal.i18n import Message, lazy
from portal.quizzes.queries.statistics import QuestionSnapshot
from portal.quizzes.rules.statistics.gates import GateState

LANGUAGES: dict[str, Message] = {"zh": lazy("in Chinese"), "en": lazy("in English")}
GATES: dict[GateState, Message] = {
    GateState.NONE: lazy("practice, has no gate"),
    GateState.PROVISIONAL: lazy("provisional: counts, and says so"),
    GateState.PASSED: lazy("gate passed"),
    GateState.CLOSED: lazy("gate closed: not counted in open reviews"),
}
CHIPS = {GateState.NONE: "", GateState.PROVISIONAL: "near", GateState.PASSED: "met", GateState.CLOSED: "missing"}
CHOICES: dict[str, Message] = {
    "true": lazy("true"),
    "false": lazy("false"),
    "right": lazy("the right answer"),
    "other": lazy("something else"),
    "nothing": lazy("nothing"),
}


def choice_words(question: QuestionSnapshot, language: str) -> Mapping[str, Any]:
    """What each choice of a question's figures says, as HTML, by its id."""
    prose, facts = question.prose[language], question.facts
    words: dict[str, Any] = {name: escape(str(text)) for name, text in CHOICES.items()}
    texts = prose.get("choices")
    if isinstance(texts, list) and isinstance(facts.get("choices"), list):
        words |= {one["id"]: Markup(text["text"]) for one, text in zip(facts["choices"], texts, strict=False)}  # noqa: S704  # rendered and cleaned when it was stored
    for n, turn in enumerate(facts.get("wrong_turns") or (), 1):
        said = " / ".join(map(str, turn)) if isinstance(turn, list) else str(turn)
        words[f"turn-{n}"] = escape(str(lazy("wrong turn: %(value)s", value=said)))
    return words
