"""Which level is demonstrated, by which evidence. Nothing is averaged; practice never changes a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

HIGHEST_LEVEL_BY_EXAM = 2  # levels 3 to 5 also need a practical
ANCHOR_THAT_SHOWS_THE_LEVEL = 3
FRESH = timedelta(days=180)
FADING = timedelta(days=365)


class Freshness(StrEnum):
    """Advice for learning, by the age of the evidence. It changes no level."""

    FRESH = "fresh"
    FADING = "fading"
    STALE = "stale"


@dataclass(frozen=True)
class Shown:
    """One piece of evidence. `kind` is exam or practical; `source` is attempt:12 or practical_score:7."""

    id: int
    skill: str
    level: int
    kind: str
    source: str
    demonstrated_on: date
    until_on: date | None


@dataclass(frozen=True)
class Demonstrated:
    """The level that a person has demonstrated in a skill, with all evidence that holds, the deciding one first."""

    skill: str
    level: int
    evidence: tuple[Shown, ...]
    freshness: Freshness

    @property
    def demonstrated_on(self) -> date:
        """When the deciding evidence was given."""
        return self.evidence[0].demonstrated_on

    @property
    def until_on(self) -> date | None:
        """The stated expiry of the deciding evidence."""
        return self.evidence[0].until_on


def counted_level(shown: Shown) -> int:
    """The level that one piece of evidence carries alone: an exam alone carries two at most."""
    return shown.level if shown.kind == "practical" else min(shown.level, HIGHEST_LEVEL_BY_EXAM)


def holds(shown: Shown, on: date) -> bool:
    """Whether evidence holds on a day: given by then, and its stated expiry not past."""
    return shown.demonstrated_on <= on and (shown.until_on is None or on <= shown.until_on)


def freshness(since: date, on: date, days_away: int) -> Freshness:
    """How fresh evidence is; days away do not age it."""
    age = on - since - timedelta(days=days_away)
    if age <= FRESH:
        return Freshness.FRESH
    return Freshness.FADING if age <= FADING else Freshness.STALE


def demonstrated(evidence: Sequence[Shown], on: date, days_away: int = 0) -> Demonstrated | None:
    """The level of one skill from its evidence; None where none holds."""
    held = [one for one in evidence if holds(one, on)]
    if not held:
        return None
    ranked = sorted(held, key=lambda one: (counted_level(one), one.demonstrated_on, one.id), reverse=True)
    newest = max(one.demonstrated_on for one in held)
    return Demonstrated(ranked[0].skill, counted_level(ranked[0]), tuple(ranked), freshness(newest, on, days_away))


def levels_from_rubric(criteria: Sequence[tuple[str, str, int]], ratings: Mapping[str, int]) -> dict[str, int]:
    """Skill -> level that a rubric shows: `criteria` are (id, skill, level); each criterion of the skill reaches anchor 3."""
    found: dict[str, int] = {}
    failed: set[str] = set()
    for criterion, skill, level in criteria:
        if ratings.get(criterion, 0) < ANCHOR_THAT_SHOWS_THE_LEVEL:
            failed.add(skill)
        found[skill] = min(found.get(skill, level), level)
    return {skill: level for skill, level in found.items() if skill not in failed}
