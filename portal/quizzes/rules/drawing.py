"""Drawing a form: which questions, in which order, with which orders and parameters. Seeded, so that it can be repeated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.quizzes import types
from portal.quizzes.rules.shuffling import shuffled


@dataclass(frozen=True)
class Candidate:
    """A question version that may be drawn."""

    version: int
    question: str
    type: str
    skill: str
    level: int
    points: int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Wish:
    """A line of a blueprint."""

    draw: int
    sources: tuple[str, ...]
    skill: str | None
    level: int | None


def fits(candidate: Candidate, wish: Wish) -> bool:
    """Whether a line may draw a question."""
    return (
        candidate.question.split("/")[0] in wish.sources
        and (wish.skill is None or candidate.skill == wish.skill)
        and (wish.level is None or candidate.level >= wish.level)
    )


def draw_questions(
    wishes: Sequence[Wish], candidates: Sequence[Candidate], seen: Mapping[str, int], seed: str
) -> list[Candidate]:
    """So many for each line, none twice; questions that the person has seen least often (`seen`: how often each) come first.

    Raises LookupError where a line cannot be filled.
    """
    drawn: list[Candidate] = []
    for n, wish in enumerate(wishes):
        fitting = [one for one in candidates if fits(one, wish) and one not in drawn]
        if len(fitting) < wish.draw:
            raise LookupError(f"line {n + 1} of the blueprint cannot be filled")
        mixed = shuffled(sorted(fitting, key=lambda one: one.question), f"{seed}/line/{n}")
        drawn += sorted(mixed, key=lambda one: seen.get(one.question, 0))[: wish.draw]
    return drawn


def freeze(
    questions: Sequence[Candidate], shuffle: Collection[str], seed: str, rubrics: Mapping[str, int] | None = None, markers: int = 1
) -> list[dict[str, Any]]:
    """The form: each question's version, points, skill and level, with what its type draws.

    What people mark is frozen with the version of its rubric (`rubrics`: id -> definition) and with how many mark it.
    """
    ordered = shuffled(questions, f"{seed}/order") if "questions" in shuffle else list(questions)
    return [
        {
            "version": one.version,
            "question": one.question,
            "type": one.type,
            "points": one.points,
            "skill": one.skill,
            "level": one.level,
            "drawn": types.rules_of(one.type).draw(one.facts, f"{seed}/{one.question}", "choices" in shuffle),
        }
        | _for_people(one, rubrics or {}, markers)
        for one in ordered
    ]


def _for_people(one: Candidate, rubrics: Mapping[str, int], markers: int) -> dict[str, Any]:
    if "rubric" not in one.facts:
        return {}
    return {"rubric": rubrics[one.facts["rubric"]], "markers": one.facts.get("markers") or markers}
