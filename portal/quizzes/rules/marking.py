"""Marks and scores: integers from exact fractions, passes by cross-products. No float decides anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from portal.quizzes import types

RULE_VERSION = 1
LEAST_QUESTIONS_FOR_A_LEVEL = 5


@dataclass(frozen=True)
class MarkValue:
    """What one answer earned: `earned` of `possible`, reduced, of a question that is worth `points`."""

    earned: int
    possible: int
    points: int

    @property
    def worth(self) -> Fraction:
        """Points earned, exactly."""
        return Fraction(self.earned * self.points, self.possible)


@dataclass(frozen=True)
class Cut:
    """The questions of a skill, at a level or above, that are passed as a group."""

    skill: str
    level: int
    pass_percent: int
    must_pass: bool = False


@dataclass(frozen=True)
class SkillScore:
    """The score of one group. `demonstrates` needs five questions at least."""

    skill: str
    level: int
    earned: int
    possible: int
    questions: int
    cut: int | None
    is_passed: bool
    must_pass: bool

    @property
    def demonstrates(self) -> bool:
        """Whether the level is demonstrated by it."""
        return self.is_passed and self.cut is not None and self.questions >= LEAST_QUESTIONS_FOR_A_LEVEL


@dataclass(frozen=True)
class ScoreValue:
    """The result of an attempt, with its own possible."""

    earned: int
    possible: int
    is_passed: bool
    per_skill: tuple[SkillScore, ...]


def mark_answer(type_: str, facts: Mapping[str, Any], answer: Any, drawn: Mapping[str, Any], points: int) -> MarkValue:
    """The mark of one answer. The same question version, answer and rule version always give the same."""
    part = types.rules_of(type_).mark(facts, answer, drawn) if answer is not None else Fraction(0)
    return MarkValue(part.numerator, part.denominator, points)


def passes(earned: int, possible: int, percent: int) -> bool:
    """`earned / possible >= percent / 100`, by cross-product; nothing possible is not passed."""
    return possible > 0 and earned * 100 >= possible * percent


def total(marks: Sequence[MarkValue]) -> tuple[int, int]:
    """Points earned and possible of several marks, as two integers over a common denominator, reduced together.

    In plain integers rather than by a sum of fractions: a correction asks for it a million times.
    """
    whole = lcm(*(mark.possible for mark in marks))
    earned = sum(mark.earned * mark.points * (whole // mark.possible) for mark in marks)
    shared = gcd(earned, whole)
    return earned // shared, sum(mark.points for mark in marks) * (whole // shared)


def score(form: Sequence[Mapping[str, Any]], marks: Sequence[MarkValue], pass_percent: int, cuts: Sequence[Cut]) -> ScoreValue:
    """The score of a whole attempt: in total and per skill. A must-pass group that fails fails the whole."""
    earned, possible = total(marks)
    groups = [_group(form, marks, cut) for cut in cuts]
    named = {cut.skill for cut in cuts}
    others = sorted({question["skill"] for question in form} - named)
    groups += [_plain_group(form, marks, skill) for skill in others]
    is_passed = passes(earned, possible, pass_percent) and all(group.is_passed for group in groups if group.must_pass)
    return ScoreValue(earned, possible, is_passed, tuple(groups))


def _group(form: Sequence[Mapping[str, Any]], marks: Sequence[MarkValue], cut: Cut) -> SkillScore:
    mine = [
        mark
        for question, mark in zip(form, marks, strict=True)
        if question["skill"] == cut.skill and question["level"] >= cut.level
    ]
    earned, possible = total(mine)
    passed = passes(earned, possible, cut.pass_percent)
    return SkillScore(cut.skill, cut.level, earned, possible, len(mine), cut.pass_percent, passed, cut.must_pass)


def _plain_group(form: Sequence[Mapping[str, Any]], marks: Sequence[MarkValue], skill: str) -> SkillScore:
    mine = [(question, mark) for question, mark in zip(form, marks, strict=True) if question["skill"] == skill]
    earned, possible = total([mark for _question, mark in mine])
    level = min(question["level"] for question, _mark in mine)
    return SkillScore(skill, level, earned, possible, len(mine), None, False, False)
