"""A conversation: the customer answers what was chosen. The answer lists the shown positions of the replies, scene by scene."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from portal.quizzes.rules.shuffling import order
from portal.quizzes.types import Drawn, Facts

LONGEST = 50


def draw(facts: Facts, seed: str, shuffle: bool) -> dict[str, Any]:
    """The order of the replies in each scene."""
    scenes = facts["scenes"]
    return {"orders": {name: order(len(scene["replies"]), f"{seed}/{name}", shuffle) for name, scene in scenes.items()}}


def walk(facts: Facts, answer: Any, drawn: Drawn) -> tuple[list[tuple[str, int]], str, int]:
    """The way that an answer takes: (scene, reply in the file's order) each, the scene where it stops, and its points."""
    scene, points = facts["start"], 0
    way: list[tuple[str, int]] = []
    for position in answer[:LONGEST] if isinstance(answer, list) else ():
        shown = drawn["orders"][scene]
        if isinstance(position, bool) or not isinstance(position, int) or not 0 <= position < len(shown):
            break
        reply = facts["scenes"][scene]["replies"][shown[position]]
        way.append((scene, shown[position]))
        points += reply["points"]
        scene = reply["next"]
    return way, scene, points


def best(facts: Facts, scene: str, depth: int = 0) -> tuple[int, list[int]]:
    """The most points from a scene to an end, and the replies (in the file's order) that earn them."""
    replies = facts["scenes"][scene]["replies"]
    if not replies or depth > LONGEST:
        return 0, []
    found = []
    for n, reply in enumerate(replies):
        points, way = best(facts, reply["next"], depth + 1)
        found.append((reply["points"] + points, [n, *way]))
    return max(found, key=lambda one: one[0])


def mark(facts: Facts, answer: Any, drawn: Drawn) -> Fraction:
    """The points of the way over those of the best way; a conversation that was not brought to an end earns nothing."""
    _way, scene, points = walk(facts, answer, drawn)
    most = best(facts, facts["start"])[0]
    if facts["scenes"][scene]["replies"] or most <= 0:
        return Fraction(0)
    return min(Fraction(1), max(Fraction(0), Fraction(points, most)))


def key(facts: Facts, drawn: Drawn) -> Any:
    """The best way, as shown."""
    positions, scene = [], facts["start"]
    for reply in best(facts, scene)[1]:
        positions.append(drawn["orders"][scene].index(reply))
        scene = facts["scenes"][scene]["replies"][reply]["next"]
    return positions
