"""A conversation for its pages: how it went, what else could have been said, and its scenes for the script, without points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.i18n import Message, _, lazy
from portal.quizzes.forms import Form, position
from portal.quizzes.types.dialogue.rules import Shown, State, offered, skills_shown, step, walk

MOODS: dict[int, Message] = {
    -2: lazy("annoyed"),
    -1: lazy("wary"),
    0: lazy("neutral"),
    1: lazy("interested"),
    2: lazy("won over"),
}


@dataclass(frozen=True)
class Other:
    """Something else that could have been said, for how many points, and what the customer would have answered."""

    text: str
    points: int
    customer: str


@dataclass(frozen=True)
class Turn:
    """What the customer said in which mood, what was replied, for how many points, and what it showed."""

    customer: str
    reply: str
    points: int
    mood: str
    skill: str | None
    note: str
    others: tuple[Other, ...]


@dataclass(frozen=True)
class Walked:
    """A conversation so far: its turns, what the customer says now, what one may reply (shown position, text), and the debrief at an end."""

    turns: tuple[Turn, ...]
    customer: str
    replies: tuple[tuple[int, str], ...]
    debrief: str
    mood: str
    has_mood: bool
    known: tuple[str, ...]
    skills: tuple[Shown, ...]
    script: dict[str, Any]


def present(question: Any) -> Walked:
    """The conversation that an answer makes."""
    facts, drawn, scenes = question.facts, question.drawn, question.prose["scenes"]
    way = walk(facts, question.answer, drawn)
    here = offered(facts, way.end)
    replies = tuple((n, scenes[way.end.scene]["replies"][r]) for n, r in enumerate(drawn["orders"][way.end.scene]) if r in here)
    has_mood = "mood" in facts or any("mood" in reply for scene in facts["scenes"].values() for reply in scene["replies"])
    information = question.prose.get("information", {})
    return Walked(
        tuple(_turn(question, state, chosen) for state, chosen in way.turns), scenes[way.end.scene]["customer"], replies,
        scenes[way.end.scene]["debrief"], str(MOODS[way.end.mood]), has_mood,
        tuple(text for name, text in information.items() if name in way.end.told), skills_shown(facts, way),
        _script(question, has_mood, len(way.turns)),
    )  # fmt: skip


def _turn(question: Any, state: State, chosen: int) -> Turn:
    facts, scenes = question.facts, question.prose["scenes"]
    prose, replies = scenes[state.scene], facts["scenes"][state.scene]["replies"]
    others = tuple(
        Other(prose["replies"][n], replies[n]["points"], scenes[step(facts, state, n).scene]["customer"])
        for n in offered(facts, state)
        if n != chosen
    )
    notes = prose.get("notes", [])
    return Turn(
        prose["customer"], prose["replies"][chosen], replies[chosen]["points"], str(MOODS[state.mood]), replies[chosen].get("skill"),
        notes[chosen] if notes else "", others,
    )  # fmt: skip


def _script(question: Any, has_mood: bool, taken: int) -> dict[str, Any]:
    """The scenes without points: what the customer says, the replies as shown, where they lead and what they need."""
    scenes = {}
    for name, scene in question.facts["scenes"].items():
        prose, order = question.prose["scenes"][name], question.drawn["orders"][name]
        replies = [
            {"text": prose["replies"][n]} | {key: scene["replies"][n][key] for key in _MOVES if key in scene["replies"][n]}
            for n in order
        ]
        scenes[name] = {"customer": prose["customer"], "replies": replies, "tells": scene.get("tells", [])}
    return {
        "start": question.facts["start"], "scenes": scenes, "mood": question.facts.get("mood", 0),
        "information": question.prose.get("information", {}),
        "moods": {str(n): str(word) for n, word in MOODS.items()} if has_mood else None,
        "words": {"mood": _("The customer is"), "known": _("What you know so far"), "over": _("The conversation is over.")},
        "answer": question.answer[:taken] if taken else [],
    }  # fmt: skip


_MOVES = ("next", "mood", "needs", "mood_at_least")


def from_form(form: Form, present_answer: Any, _files: Sequence[int]) -> Any:
    """One more reply, or from the beginning."""
    if form.get("again"):
        return []
    reply = position(form.get("reply"))
    before = present_answer if isinstance(present_answer, list) else []
    return [*before, reply] if reply is not None else present_answer
