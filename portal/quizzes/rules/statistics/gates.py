"""The quality gate: may a quiz feed reviews? While something is missing its results count and are shown as provisional; only a person closes it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.quizzes.rules.statistics import LEAST_FOR_JUDGING
from portal.sentences import Sentence

LEAST_RELIABILITY = 0.70  # under it a third of the differences between scores is chance
MOST_TO_LOOK_AT_PERCENT = 10


class GateState(StrEnum):
    """Practice has none. Provisional counts, and says so; closed does not count in open reviews."""

    NONE = "none"
    PROVISIONAL = "provisional"
    PASSED = "passed"
    CLOSED = "closed"


@dataclass(frozen=True)
class Facts:
    """What the gate looks at. `reliability` None: it could not be computed; `judged` are the questions with enough answers."""

    n: int
    reliability: float | None
    questions: int
    judged: int
    to_look_at: int
    has_cut_score: bool
    pass_percent: int
    untested_objectives: Collection[str]


def missing(facts: Facts) -> tuple[Sentence, ...]:
    """What is still missing, each with how to mend it."""
    found: list[Sentence] = []
    if facts.n < LEAST_FOR_JUDGING:
        found.append(
            Sentence("%(n)s of %(least)s first attempts are there. They come with time.", n=facts.n, least=LEAST_FOR_JUDGING)
        )
    elif facts.reliability is None or facts.reliability < LEAST_RELIABILITY:
        shown = "–" if facts.reliability is None else f"{math.floor(facts.reliability * 100) / 100:.2f}"
        found.append(
            Sentence(
                "The reliability is %(r)s, and %(least)s is asked. Mend questions that discriminate poorly, or ask more of them.",
                r=shown, least=f"{LEAST_RELIABILITY:.2f}",
            )
        )  # fmt: skip
    if facts.judged < facts.questions:
        found.append(
            Sentence(
                "%(n)s of %(all)s questions have fewer than %(least)s answers, so nobody knows yet how they work.",
                n=facts.questions - facts.judged, all=facts.questions, least=LEAST_FOR_JUDGING,
            )
        )  # fmt: skip
    if facts.to_look_at * 100 > facts.judged * MOST_TO_LOOK_AT_PERCENT:
        found.append(
            Sentence(
                "%(n)s of %(all)s questions need a look, and at most %(most)s %% may.",
                n=facts.to_look_at, all=facts.judged, most=MOST_TO_LOOK_AT_PERCENT,
            )
        )  # fmt: skip
    if not facts.has_cut_score:
        found.append(
            Sentence(
                "The pass mark of %(n)s %% comes from no study. Have it estimated by judges, and adopt the result.",
                n=facts.pass_percent,
            )
        )
    if facts.untested_objectives:
        names = ", ".join(sorted(facts.untested_objectives))
        found.append(Sentence("No question tests these objectives: %(names)s.", names=names))
    return tuple(found)


def state(purpose: str, is_closed: bool, lacking: Sequence[object]) -> GateState:
    """Where a quiz stands. A gate that somebody closed stays closed until somebody opens it, whatever the figures say."""
    if purpose == "practice":
        return GateState.NONE
    if is_closed:
        return GateState.CLOSED
    return GateState.PROVISIONAL if lacking else GateState.PASSED
