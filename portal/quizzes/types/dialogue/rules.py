"""A conversation: the customer answers what was chosen. The answer lists the shown positions of the replies, scene by scene.

What was chosen moves the customer's mood and what the customer has told; a reply may need either, and is offered only then.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from portal.quizzes.rules.shuffling import order
from portal.quizzes.types import Drawn, Facts

LONGEST = 50
COLDEST, WARMEST = -2, 2


@dataclass(frozen=True)
class State:
    """Where a conversation stands: the scene, the customer's mood from -2 to 2, and what the customer has told."""

    scene: str
    mood: int
    told: frozenset[str]


@dataclass(frozen=True)
class Way:
    """A way through a conversation: where it stood and what was replied (in the file's order), each; where it stops, and its points."""

    turns: tuple[tuple[State, int], ...]
    end: State
    points: int


@dataclass(frozen=True)
class Shown:
    """What a way shows of a skill: points of the most that its scenes offered, and at which turns (from 1)."""

    skill: str
    earned: int
    possible: int
    turns: tuple[int, ...]


def _enter(facts: Facts, scene: str, mood: int, told: frozenset[str]) -> State:
    return State(scene, max(COLDEST, min(WARMEST, mood)), told | frozenset(facts["scenes"][scene].get("tells", ())))


def begin(facts: Facts) -> State:
    """How the conversation stands at first."""
    return _enter(facts, facts["start"], facts.get("mood", 0), frozenset())


def is_offered(reply: Any, state: State) -> bool:
    """Whether one may say this now."""
    return set(reply.get("needs", ())) <= state.told and bool(state.mood >= reply.get("mood_at_least", COLDEST))


def offered(facts: Facts, state: State) -> list[int]:
    """The replies, in the file's order, that are offered."""
    return [n for n, reply in enumerate(facts["scenes"][state.scene]["replies"]) if is_offered(reply, state)]


def step(facts: Facts, state: State, reply: int) -> State:
    """How it stands after a reply."""
    said = facts["scenes"][state.scene]["replies"][reply]
    return _enter(facts, said["next"], state.mood + said.get("mood", 0), state.told)


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:
    """The order of the replies in each scene."""
    scenes = facts["scenes"]
    return {"orders": {name: order(len(scene["replies"]), f"{seed}/{name}", shuffle) for name, scene in scenes.items()}}


def walk(facts: Facts, answer: Any, drawn: Drawn) -> Way:
    """The way that an answer takes; it stops at the first reply that is not there or not offered."""
    state, points = begin(facts), 0
    turns: list[tuple[State, int]] = []
    for position in answer[:LONGEST] if isinstance(answer, list) else ():
        shown = drawn["orders"][state.scene]
        if isinstance(position, bool) or not isinstance(position, int) or not 0 <= position < len(shown):
            break
        reply = shown[position]
        if reply not in offered(facts, state):
            break
        turns.append((state, reply))
        points += facts["scenes"][state.scene]["replies"][reply]["points"]
        state = step(facts, state, reply)
    return Way(tuple(turns), state, points)


def best(facts: Facts, state: State, known: dict[State, tuple[int, list[int]]] | None = None) -> tuple[int, list[int]]:
    """The most points from here to an end, and the replies (in the file's order) that earn them."""
    known = {} if known is None else known
    if state not in known:
        replies = facts["scenes"][state.scene]["replies"]
        found = []
        for n in offered(facts, state):
            points, way = best(facts, step(facts, state, n), known)
            found.append((replies[n]["points"] + points, [n, *way]))
        known[state] = max(found, key=lambda one: one[0]) if found else (0, [])
    return known[state]


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """The points of the way over those of the best way; a conversation that was not brought to an end earns nothing."""
    way = walk(facts, answer, drawn)
    most = best(facts, begin(facts))[0]
    if facts["scenes"][way.end.scene]["replies"] or most <= 0:
        return Fraction(0)
    return min(Fraction(1), max(Fraction(0), Fraction(way.points, most)))


def key(facts: Facts, drawn: Drawn) -> Any:
    """The best way, as shown."""
    positions, state = [], begin(facts)
    for reply in best(facts, state)[1]:
        positions.append(drawn["orders"][state.scene].index(reply))
        state = step(facts, state, reply)
    return positions


def skills_shown(facts: Facts, way: Way) -> tuple[Shown, ...]:
    """What a way shows, skill by skill, of the replies that name one."""
    found: dict[str, list[Any]] = {}
    for n, (state, chosen) in enumerate(way.turns, 1):
        replies = facts["scenes"][state.scene]["replies"]
        for skill in dict.fromkeys(replies[m]["skill"] for m in offered(facts, state) if "skill" in replies[m]):
            at = found.setdefault(skill, [0, 0, []])
            at[1] += max(replies[m]["points"] for m in offered(facts, state) if replies[m].get("skill") == skill)
            if replies[chosen].get("skill") == skill:
                at[0] += replies[chosen]["points"]
                at[2].append(n)
    return tuple(Shown(skill, earned, possible, tuple(turns)) for skill, (earned, possible, turns) in found.items())
