"""Customer dialogues in a bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, model_validator

from portal.framework.graph import find_cycle
from portal.framework.models import Id
from portal.quizzes.types.base import Question, Refers, Wrong, html, twice
from portal.quizzes.types.dialogue.rules import LONGEST, State, begin, best, offered, step
from portal.reading import Prose, Strict


class Reply(Strict):
    """What one may say, and where it leads."""

    id: Id
    text: Prose
    next: Id
    points: int = Field(ge=-10, le=10)
    skill: Id | None = None  # that saying this shows
    note: Prose | None = None  # why it was good or not, for the result
    mood: int = Field(default=0, ge=-4, le=4)  # how it moves the customer
    needs: list[Id] = []  # what the customer must have told
    mood_at_least: int | None = Field(default=None, ge=-2, le=2)

    def facts(self) -> dict[str, Any]:
        """What scores; only what is said, so that a dialogue without moods is what it always was."""
        plain: dict[str, Any] = {"id": self.id, "next": self.next, "points": self.points}
        more = {"skill": self.skill, "mood": self.mood, "needs": self.needs}
        least = {} if self.mood_at_least is None else {"mood_at_least": self.mood_at_least}
        return plain | {key: value for key, value in more.items() if value} | least


class Scene(Strict):
    """The customer speaks; one answers, or the conversation is over."""

    customer: Prose
    replies: list[Reply] = Field(default=[], max_length=5)
    ending: Literal["good", "poor"] | None = None
    debrief: Prose | None = None
    tells: list[Id] = []  # what one learns here

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
    mood: int = Field(default=0, ge=-2, le=2)  # of the customer, at first
    information: dict[Id, Prose] = Field(default={}, max_length=12)
    scenes: dict[Id, Scene] = Field(min_length=2, max_length=LONGEST)

    def facts(self) -> dict[str, Any]:
        """Who says what leads where, and for how many points."""
        scenes = {
            name: {"replies": [reply.facts() for reply in scene.replies], "ending": scene.ending}
            | ({"tells": scene.tells} if scene.tells else {})
            for name, scene in self.scenes.items()
        }
        mood = {"mood": self.mood} if self.mood else {}
        return {"start": self.start, "scenes": scenes, "pass_points": self.pass_points} | mood

    def prose(self, language: str) -> dict[str, Any]:
        """What is said."""
        scenes = {
            name: {
                "customer": html(scene.customer, language),
                "replies": [html(reply.text, language) for reply in scene.replies],
                "debrief": html(scene.debrief, language) if scene.debrief else "",
            }
            | _notes(scene, language)
            for name, scene in self.scenes.items()
        }
        information = {name: html(text, language) for name, text in self.information.items()}
        told = {"information": information} if information else {}
        return {**self.common(language), "setting": html(self.setting, language), "scenes": scenes} | told

    def refers(self) -> Iterator[Refers]:
        """The skills that replies show."""
        for name, scene in self.scenes.items():
            for n, reply in enumerate(scene.replies):
                if reply.skill is not None:
                    yield "skill", ["scenes", name, "replies", n, "skill"], reply.skill

    def wrong(self) -> Iterator[Wrong]:
        """Ways that lead nowhere, circles, scenes that nobody reaches, points that do not fit."""
        if self.start not in self.scenes:
            yield ["start"], f"There is no scene `{self.start}`.", "Name one of the scenes."
            return
        yield from self._names()
        edges = {name: [reply.next for reply in scene.replies] for name, scene in self.scenes.items()}
        cycle = find_cycle(edges)
        if cycle:
            yield ["scenes"], f"The conversation can run in a circle: {' → '.join(cycle)}.", "Every way must come to an end."
        if cycle or any(reply.next not in self.scenes for scene in self.scenes.values() for reply in scene.replies):
            return
        yield from self._ways()

    def _names(self) -> Iterator[Wrong]:
        told = {one for scene in self.scenes.values() for one in scene.tells}
        for name, scene in self.scenes.items():
            yield from (
                (["scenes", name, *place], said, mend) for place, said, mend in twice([r.id for r in scene.replies], "replies")
            )
            for one in sorted(set(scene.tells) - set(self.information)):
                yield ["scenes", name, "tells"], f"There is no information `{one}`.", "Write it under `information`."
            for n, reply in enumerate(scene.replies):
                at: list[str | int] = ["scenes", name, "replies", n]
                if reply.next not in self.scenes:
                    yield [*at, "next"], f"There is no scene `{reply.next}`.", "Name one of the scenes."
                for one in sorted(set(reply.needs) - told):
                    yield (
                        [*at, "needs"],
                        f"No scene tells `{one}`.",
                        "Nobody could ever say this: mend the name, or let a scene tell it.",
                    )

    def _ways(self) -> Iterator[Wrong]:
        """Every state that the conversation can be in is walked through once."""
        facts = self.facts()
        seen: set[State] = set()
        todo = [begin(facts)]
        stuck = set()
        while todo:
            state = todo.pop()
            if state in seen:
                continue
            seen.add(state)
            replies = offered(facts, state)
            if not replies and self.scenes[state.scene].replies:
                stuck.add(state.scene)
            todo += [step(facts, state, n) for n in replies]
        for name in sorted(stuck):
            yield ["scenes", name], "On some way nothing may be said here.", "Leave one reply without `needs` and `mood_at_least`."
        for name in sorted(set(self.scenes) - {state.scene for state in seen}):
            yield ["scenes", name], "No reply leads to this scene.", "Lead one there, or remove it."
        most = best(facts, begin(facts))[0]
        if most != self.points:
            yield ["points"], f"The best way earns {most}, and `points` says {self.points}.", f"Write points: {most}."


def _notes(scene: Scene, language: str) -> dict[str, Any]:
    if not any(reply.note for reply in scene.replies):
        return {}
    return {"notes": [html(reply.note, language) if reply.note else "" for reply in scene.replies]}
