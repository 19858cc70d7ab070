"""Customer dialogues in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, model_validator

from portal.framework.graph import find_cycle
from portal.framework.models import Id
from portal.quizzes.types.base import Question, Wrong, html, twice
from portal.quizzes.types.dialogue.rules import best
from portal.reading import Prose, Strict


class Reply(Strict):
    """What one may say, and where it leads."""

    id: Id
    text: Prose
    next: Id
    points: int = Field(ge=-10, le=10)


class Scene(Strict):
    """The customer speaks; one answers, or the conversation is over."""

    customer: Prose
    replies: list[Reply] = Field(default=[], max_length=5)
    ending: Literal["good", "poor"] | None = None
    debrief: Prose | None = None

    @model_validator(mode="after")
    def goes_on_or_ends(self) -> Scene:
        """Replies, or an ending with its debrief."""
        if bool(self.replies) == bool(self.ending):
            raise ValueError("A scene has replies, or an `ending` with a `debrief`.")
        if self.ending and self.debrief is None:
            raise ValueError("An end needs a `debrief`.")
        return self


class Model(Question):
    """A branching conversation with a customer."""

    type: Literal["dialogue"]
    prompt: Prose = Prose(
        zh="和客户谈下去。每次选一句你要说的话。", en="Carry on the conversation. Each time, choose what you say."
    )
    setting: Prose
    start: Id
    pass_points: int | None = None
    scenes: dict[Id, Scene] = Field(min_length=2)

    def facts(self) -> dict[str, Any]:
        """Who says what leads where, and for how many points."""
        scenes = {
            name: {"replies": [{"id": r.id, "next": r.next, "points": r.points} for r in scene.replies], "ending": scene.ending}
            for name, scene in self.scenes.items()
        }
        return {"start": self.start, "scenes": scenes, "pass_points": self.pass_points}

    def prose(self, language: str) -> dict[str, Any]:
        """What is said."""
        scenes = {
            name: {
                "customer": html(scene.customer, language),
                "replies": [html(reply.text, language) for reply in scene.replies],
                "debrief": html(scene.debrief, language) if scene.debrief else "",
            }
            for name, scene in self.scenes.items()
        }
        return {**self.common(language), "setting": html(self.setting, language), "scenes": scenes}

    def wrong(self) -> Iterator[Wrong]:
        """Ways that lead nowhere, circles, scenes that nobody reaches, points that do not fit."""
        if self.start not in self.scenes:
            yield ["start"], f"There is no scene `{self.start}`.", "Name one of the scenes."
            return
        lost = False
        for name, scene in self.scenes.items():
            yield from (
                (["scenes", name, *place], said, mend) for place, said, mend in twice([r.id for r in scene.replies], "replies")
            )
            for n, reply in enumerate(scene.replies):
                if reply.next not in self.scenes:
                    lost = True
                    yield ["scenes", name, "replies", n, "next"], f"There is no scene `{reply.next}`.", "Name one of the scenes."
        edges = {name: [reply.next for reply in scene.replies] for name, scene in self.scenes.items()}
        cycle = find_cycle(edges)
        if cycle:
            yield ["scenes"], f"The conversation can run in a circle: {' → '.join(cycle)}.", "Every way must come to an end."
        if lost or cycle:
            return
        for name in set(self.scenes) - _reached(edges, self.start):
            yield ["scenes", name], "No reply leads to this scene.", "Lead one there, or remove it."
        most = best(self.facts(), self.start)[0]
        if most != self.points:
            yield ["points"], f"The best way earns {most}, and `points` says {self.points}.", f"Write points: {most}."


def _reached(edges: dict[str, list[str]], start: str) -> set[str]:
    seen, todo = set(), [start]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += edges[name]
    return seen
