"""Corrections of our own errors: a question marked anew or left out, what that does to a score, and what of it stays in force.

A correction may raise anyone. In an attempt that counts it lowers the score that is shown, and nothing that was reached by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.quizzes.rules.editing import Version
from portal.quizzes.rules.marking import LEAST_QUESTIONS_FOR_A_LEVEL, Cut, MarkValue, ScoreValue, mark_answer, score

Group = Mapping[str, Any]  # a stored group of `per_skill`


class Line(StrEnum):
    """A line that a person crosses by a correction."""

    PASS_GAINED = "pass_gained"  # noqa: S105  # passing an exam, no password
    PASS_KEPT = "pass_kept"  # noqa: S105  # it would be lost, and stays in force
    PASS_LOST = "pass_lost"  # noqa: S105  # in practice only
    CUT_GAINED = "cut_gained"
    CUT_KEPT = "cut_kept"
    CUT_LOST = "cut_lost"  # in practice only
    LEVEL_GAINED = "level_gained"
    LEVEL_KEPT = "level_kept"


class Refusal(StrEnum):
    """Why a correction is not proposed, approved or withdrawn."""

    NO_REASON = "no_reason"
    UNDER_WAY = "under_way"
    NOTHING_TO_MARK = "nothing_to_mark"
    OWN_PROPOSAL = "own_proposal"
    OWN_RESULT = "own_result"
    ANOTHER_RUNS = "another_runs"
    STALE = "stale"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"


@dataclass(frozen=True)
class Standing:
    """A score as it stands in the ledger. `per_skill` as stored; `kept_by` names the correction that the pass outlived."""

    earned: int
    possible: int
    is_passed: bool
    per_skill: Sequence[Group]
    kept_by: int | None = None


def remark(to: Version | None, drawn: Mapping[str, Any], points: int, answer: Any) -> MarkValue:
    """The mark of an answer by another version, or (`to` is None) where the question is void. Points and draw stay those of the form.

    The better treatment of a void question is always full points: k of k added to e of p, where e <= p, lowers no share.
    """
    if to is None:
        return MarkValue(1, 1, points)
    return mark_answer(to.type, to.facts, answer, drawn, points)


def corrected(
    before: Standing,
    form: Sequence[Mapping[str, Any]],
    marks: Sequence[MarkValue],
    pass_percent: int,
    cuts: Sequence[Cut],
    keeper: int | None,
) -> Standing:
    """The score by these marks. With a `keeper` (a correction), passes that would be lost stay in force and name it."""
    fresh = score(form, marks, pass_percent, cuts)
    known = {(one["skill"], one["level"], one["cut"]): one for one in before.per_skill}
    groups = [_kept_group(one, known.get((one["skill"], one["level"], one["cut"])), keeper) for one in stored_groups(fresh)]
    is_kept = keeper is not None and before.is_passed and not fresh.is_passed
    kept_by = (before.kept_by or keeper) if is_kept else None
    return Standing(fresh.earned, fresh.possible, fresh.is_passed or is_kept, groups, kept_by)


def stored_groups(value: ScoreValue) -> list[dict[str, Any]]:
    """The groups of a score as the ledger stores them."""
    return [
        {
            "skill": one.skill, "level": one.level, "earned": one.earned, "possible": one.possible, "questions": one.questions,
            "cut": one.cut, "is_passed": one.is_passed, "must_pass": one.must_pass, "demonstrates": one.demonstrates,
        }
        for one in value.per_skill
    ]  # fmt: skip


def _kept_group(fresh: dict[str, Any], before: Group | None, keeper: int | None) -> dict[str, Any]:
    if keeper is None or before is None or fresh["is_passed"] or not before["is_passed"]:
        return fresh
    return {**fresh, "is_passed": True, "demonstrates": before["demonstrates"], "kept_by": before.get("kept_by") or keeper}


def lines_crossed(before: Standing, after: Standing, correction: int) -> tuple[Line, ...]:
    """Which lines a person crosses; what an earlier correction kept already is crossed no second time."""
    found: list[Line] = []
    if after.is_passed and not before.is_passed:
        found.append(Line.PASS_GAINED)
    elif before.is_passed and not after.is_passed:
        found.append(Line.PASS_LOST)
    elif after.kept_by == correction:
        found.append(Line.PASS_KEPT)
    known = {(one["skill"], one["level"], one["cut"]): one for one in before.per_skill}
    for one in after.per_skill:
        old = known.get((one["skill"], one["level"], one["cut"]))
        if old is not None and one["cut"] is not None:
            found += _lines_of_group(old, one, correction)
    return tuple(dict.fromkeys(found))


def _lines_of_group(old: Group, new: Group, correction: int) -> list[Line]:
    carries_level = new["questions"] >= LEAST_QUESTIONS_FOR_A_LEVEL
    if new["is_passed"] and not old["is_passed"]:
        return [Line.CUT_GAINED, Line.LEVEL_GAINED] if carries_level else [Line.CUT_GAINED]
    if old["is_passed"] and not new["is_passed"]:
        return [Line.CUT_LOST]
    if new.get("kept_by") == correction:
        return [Line.CUT_KEPT, Line.LEVEL_KEPT] if carries_level else [Line.CUT_KEPT]
    return []


def refusal_to_propose(reason: str, is_open: bool, version_count: int) -> Refusal | None:
    """A reason is given, no other correction of the question is open, and there is a version whose answers can be marked."""
    if not reason.strip():
        return Refusal.NO_REASON
    if is_open:
        return Refusal.UNDER_WAY
    return None if version_count else Refusal.NOTHING_TO_MARK


@dataclass(frozen=True)
class Proposal:
    """What decides about approving a correction."""

    proposed_by: int
    is_withdrawn: bool
    is_approved: bool
    is_current: bool  # whether the question still stands in the version that it marks by


def refusal_to_approve(one: Proposal, person_id: int, moves_self: bool, another_runs: bool) -> Refusal | None:
    """Somebody else than the proposer approves, and nobody whose own result it moves; one correction is written at a time."""
    if one.is_withdrawn:
        return Refusal.WITHDRAWN
    if person_id == one.proposed_by:
        return Refusal.OWN_PROPOSAL
    if moves_self:
        return Refusal.OWN_RESULT
    if not one.is_current:
        return Refusal.STALE
    return Refusal.ANOTHER_RUNS if another_runs else None


def refusal_to_withdraw(one: Proposal) -> Refusal | None:
    """Until it is approved."""
    return Refusal.APPROVED if one.is_approved else None
