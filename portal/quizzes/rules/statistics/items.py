"""The figures of one question in one scoring version, from all answers that count."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.quizzes import types
from portal.quizzes.rules.statistics.measures import GROUPS, as_share, correlation, fifths, interval, median, spread

IDLE = timedelta(minutes=30)  # a longer pause between two saves was not spent on the question
RIGHT, OTHER, NOTHING = "right", "other", "nothing"


@dataclass(frozen=True)
class Answers:
    """The answers to a question, in columns of equal length: `rests` is the share of all other questions of the same form."""

    shares: Sequence[int]
    rests: Sequence[int]
    languages: Sequence[str]
    seconds: Sequence[int]  # under 0: not known
    picks: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class ChoiceFigures:
    """One choice (or known wrong turn): who took it, and how they did in the rest."""

    id: str
    is_right: bool
    n: int
    share: float
    with_rest: float | None  # point-biserial of taking it with the rest
    by_fifth: tuple[float | None, ...]


@dataclass(frozen=True)
class LanguageFigures:
    """How the question went in one language."""

    language: str
    n: int
    facility: float


@dataclass(frozen=True)
class ItemFigures:
    """What is shown of a question. `language_gap` is the second language's facility less the first's, among people alike in the rest."""

    n: int
    facility: float
    discrimination: float | None
    discrimination_interval: tuple[float, float] | None
    by_fifth: tuple[float | None, ...]
    fifth_counts: tuple[int, ...]
    choices: tuple[ChoiceFigures, ...]
    languages: tuple[LanguageFigures, ...]
    language_gap: float | None
    language_gap_error: float | None
    median_seconds: int | None
    timed: int


def describe(answers: Answers, keys: Mapping[str, bool]) -> ItemFigures:
    """All figures. `keys` names the choices in their order and whether each is right; empty where the type has none."""
    groups = fifths(answers.rests)
    n = len(answers.shares)
    r = correlation(answers.shares, answers.rests)
    gap, error = _gap(answers, groups)
    known = [one for one in answers.seconds if one >= 0]
    counts = [0] * GROUPS
    for group in groups:
        counts[group] += 1
    return ItemFigures(
        n, as_share(spread(answers.shares).mean), r, interval(r, n), _by_fifth(answers.shares, groups), tuple(counts),
        tuple(_choice(name, is_right, answers, groups) for name, is_right in keys.items()),
        tuple(_language(answers, language) for language in sorted(set(answers.languages))), gap, error, median(known), len(known),
    )  # fmt: skip


def _by_fifth(shares: Sequence[int], groups: Sequence[int]) -> tuple[float | None, ...]:
    sums, counts = [0] * GROUPS, [0] * GROUPS
    for value, group in zip(shares, groups, strict=True):
        sums[group] += value
        counts[group] += 1
    return tuple(as_share(total) / count if count else None for total, count in zip(sums, counts, strict=True))


def _choice(name: str, is_right: bool, answers: Answers, groups: Sequence[int]) -> ChoiceFigures:
    took = [int(name in picks) for picks in answers.picks]
    sums, counts = [0] * GROUPS, [0] * GROUPS
    for value, group in zip(took, groups, strict=True):
        sums[group] += value
        counts[group] += 1
    by_fifth = tuple(total / count if count else None for total, count in zip(sums, counts, strict=True))
    return ChoiceFigures(name, is_right, sum(took), sum(took) / len(took), correlation(took, answers.rests), by_fifth)


def _language(answers: Answers, language: str) -> LanguageFigures:
    mine = [value for value, one in zip(answers.shares, answers.languages, strict=True) if one == language]
    return LanguageFigures(language, len(mine), as_share(spread(mine).mean))


def _gap(answers: Answers, groups: Sequence[int]) -> tuple[float | None, float | None]:
    """The standardised difference between two languages, over fifths of the rest that hold both, and its standard error."""
    first, *others = sorted(set(answers.languages)) or [""]
    if len(others) != 1:
        return None, None
    cells: dict[tuple[int, bool], list[int]] = {}
    for value, language, group in zip(answers.shares, answers.languages, groups, strict=True):
        cells.setdefault((group, language == first), []).append(value)
    weight, gap, variance = 0, 0.0, 0.0
    for group in range(GROUPS):
        mine, theirs = cells.get((group, True)), cells.get((group, False))
        if not mine or not theirs:
            continue
        one, other = spread(mine), spread(theirs)
        both = min(one.n, other.n)  # the smaller side decides how much a fifth weighs
        weight += both
        gap += both * as_share(other.mean - one.mean)
        variance += both * both * (_error(one.n, as_share(one.mean)) + _error(other.n, as_share(other.mean)))
    return (gap / weight, math.sqrt(variance) / weight) if weight else (None, None)


def _error(n: int, facility: float) -> float:
    """The squared standard error of a share; the widest where everybody is alike, since few of one kind prove little."""
    p = facility if 0 < facility < 1 else 1 / (n + 2)
    return p * (1 - p) / n


def choice_keys(type_: str, facts: Mapping[str, Any]) -> dict[str, bool]:
    """The choices of a question and whether each is right: choices, true and false, or known wrong turns; empty for other types."""
    choices = facts.get("choices")
    if isinstance(choices, list) and all(isinstance(one, dict) and {"id", "correct"} <= set(one) for one in choices):
        return {one["id"]: one["correct"] for one in choices} | {NOTHING: False}
    if isinstance(facts.get("answer"), bool):
        return {"true": facts["answer"], "false": not facts["answer"], NOTHING: False}
    if isinstance(facts.get("wrong_turns"), list) and hasattr(types.rules_of(type_), "turn"):
        return {RIGHT: True} | {f"turn-{n + 1}": False for n in range(len(facts["wrong_turns"]))} | {OTHER: False, NOTHING: False}
    return {}


def picked(type_: str, facts: Mapping[str, Any], answer: Any, drawn: Mapping[str, Any], is_right: bool) -> tuple[str, ...]:
    """Which of `choice_keys` an answer took. Never raises, whatever the answer is."""
    if answer is None:
        return (NOTHING,)
    choices, order = facts.get("choices"), drawn.get("order")
    if isinstance(choices, list) and isinstance(order, list):
        listed = answer if isinstance(answer, list) else [answer]
        good = (n for n in listed if isinstance(n, int) and not isinstance(n, bool) and 0 <= n < len(order))
        return tuple(dict.fromkeys(choices[order[n]]["id"] for n in good if order[n] < len(choices))) or (NOTHING,)
    if isinstance(facts.get("answer"), bool):
        return (str(answer).lower(),) if isinstance(answer, bool) else (NOTHING,)
    if isinstance(facts.get("wrong_turns"), list):
        turn = None if is_right else _turn(type_, facts, answer, drawn)
        return (RIGHT,) if is_right else (OTHER,) if turn is None else (f"turn-{turn + 1}",)
    return ()


def _turn(type_: str, facts: Mapping[str, Any], answer: Any, drawn: Mapping[str, Any]) -> int | None:
    try:
        return types.turn_of(type_, facts, answer, drawn)
    except (ValueError, LookupError):  # a form that was drawn otherwise than its question now says knows no turns
        return None


def seconds_spent(started_at: datetime, saves: Sequence[tuple[int, datetime]]) -> dict[int, int]:
    """Seconds by position of the question, from the saves (position, moment) in the order of their arrival.

    The time since the save before (or the start) belongs to the question that is saved. So reading without answering counts for the question
    saved next, answers that arrive together after an outage count as quick, and a question never saved has no time.
    """
    spent: dict[int, timedelta] = {}
    before = started_at
    for position, moment in saves:
        spent[position] = spent.get(position, timedelta()) + min(max(moment - before, timedelta()), IDLE)
        before = max(before, moment)
    return {position: round(time.total_seconds()) for position, time in spent.items()}
