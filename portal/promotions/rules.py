"""Promotion and probation: who may decide, and when a case is decided. The portal never decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LEAST_DECIDERS = 2


class Refusal(StrEnum):
    """Why somebody may not decide a case."""

    CANDIDATE = "candidate"
    MANAGER = "manager"
    SUBORDINATE = "subordinate"
    RIVAL = "rival"
    RELATIVE = "relative"
    NOT_APPOINTED = "not_appointed"
    VOTED = "voted"
    TOO_FEW = "too_few"
    CLOSED = "closed"
    NO_REASON = "no_reason"


@dataclass(frozen=True)
class Around:
    """Who stands how to a candidate."""

    candidate: int
    above: frozenset[int]
    below: frozenset[int]
    rivals: frozenset[int]
    relatives: frozenset[int]


@dataclass(frozen=True)
class Vote:
    """A decider's vote; None: not yet."""

    person_id: int
    vote: str | None


def refusal_to_be_decider(person_id: int, around: Around) -> Refusal | None:
    """Neither the candidate, nor their managers (they endorse), subordinates, rivals for the place or declared relatives."""
    for refusal, people in (
        (Refusal.CANDIDATE, {around.candidate}),
        (Refusal.MANAGER, around.above),
        (Refusal.SUBORDINATE, around.below),
        (Refusal.RIVAL, around.rivals),
        (Refusal.RELATIVE, around.relatives),
    ):
        if person_id in people:
            return refusal
    return None


def refusal_to_vote(person_id: int, votes: Sequence[Vote], state: str, around: Around, reason: str) -> Refusal | None:
    """An appointed decider votes once, with a reason, while the case is open and has two deciders at least."""
    if state != "open":
        return Refusal.CLOSED
    mine = next((one for one in votes if one.person_id == person_id), None)
    if mine is None:
        return Refusal.NOT_APPOINTED
    if mine.vote is not None:
        return Refusal.VOTED
    if len(votes) < LEAST_DECIDERS:
        return Refusal.TOO_FEW
    refusal = refusal_to_be_decider(person_id, around)  # things change between appointing and voting
    return refusal or (None if reason.strip() else Refusal.NO_REASON)


def outcome(votes: Sequence[Vote]) -> str | None:
    """Decided once all have voted, two at least: approved if all approve, else declined. None: not yet."""
    if len(votes) < LEAST_DECIDERS or any(one.vote is None for one in votes):
        return None
    return "approved" if all(one.vote == "approve" for one in votes) else "declined"
