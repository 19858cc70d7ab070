"""What the types' templates ask for beyond their question: the way of a dialogue, a fresh id, an exact fraction in words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import Flask

from portal.i18n import Message
from portal.quizzes.types.dialogue.rules import walk as walk_rules
from portal.words import decimal


@dataclass(frozen=True)
class Turn:
    """What the customer said, what was replied, and for how many points."""

    customer: str
    reply: str
    points: int


@dataclass(frozen=True)
class Walked:
    """A conversation so far: its turns, what the customer says now, what one may reply, and the debrief at an end."""

    turns: tuple[Turn, ...]
    customer: str
    replies: tuple[str, ...]
    debrief: str


@dataclass(frozen=True)
class Doubt:
    """How far a result can be trusted, as its page says it: `error` in millionths of the possible; whether another form may be taken."""

    is_provisional: bool
    is_near: bool
    error: int
    refusal: Message | None = None
    may_start: bool = False


def walk(question: Any) -> Walked:
    """The conversation that an answer makes."""
    way, scene, _points = walk_rules(question.facts, question.answer, question.drawn)
    scenes, prose = question.facts["scenes"], question.prose["scenes"]
    turns = tuple(Turn(prose[name]["customer"], prose[name]["replies"][n], scenes[name]["replies"][n]["points"]) for name, n in way)
    replies = tuple(prose[scene]["replies"][n] for n in question.drawn["orders"][scene])
    return Walked(turns, prose[scene]["customer"], replies, prose[scene]["debrief"])


def fraction(earned: int, possible: int) -> str:
    """Points as a person writes them: 2, 1.5, 0.33."""
    value = Fraction(earned, possible)
    return decimal(value, 0 if value.denominator == 1 else 1 if value.denominator in {2, 5, 10} else 2)


def register(app: Flask) -> None:
    """Install in templates."""
    app.jinja_env.globals.update(walk=walk, fraction=fraction, new_id=lambda: uuid.uuid4().hex)
