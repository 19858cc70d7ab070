"""Who may do what with a review, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LEAST_INVITED, MOST_INVITED = 5, 8


class Refusal(StrEnum):
    """Why not."""

    SIGNED = "signed"
    MISSING = "missing"
    NO_RATING = "no_rating"
    NO_REASON = "no_reason"
    NOT_SIGNED = "not_signed"
    CLOSED = "closed"
    TOO_MANY = "too_many"
    NOT_A_COLLEAGUE = "not_a_colleague"
    OWN_DECISION = "own_decision"
    DECIDED = "decided"
    NOT_ON_SCALE = "not_on_scale"


@dataclass(frozen=True)
class ReviewState:
    """What decides about acting on a review."""

    person_id: int
    manager_id: int
    state: str
    signed_by: int | None


def refusal_to_write(review: ReviewState) -> Refusal | None:
    """Manager and person write while it is open."""
    return None if review.state == "open" else Refusal.SIGNED


def refusal_to_rate(value: int | None, steps: int) -> Refusal | None:
    """A step of the template's scale, or none yet."""
    return None if value is None or 1 <= value <= steps else Refusal.NOT_ON_SCALE


def refusal_to_sign(review: ReviewState, missing: int, rating: str, reason: str) -> Refusal | None:
    """Refused while something is missing and not excused, and without a rating and its reason."""
    if review.state != "open":
        return Refusal.SIGNED
    if missing:
        return Refusal.MISSING
    if not rating:
        return Refusal.NO_RATING
    return None if reason.strip() else Refusal.NO_REASON


def refusal_to_answer(review: ReviewState) -> Refusal | None:
    """The person acknowledges or appeals once it is signed; acknowledging does not waive an appeal."""
    return None if review.state in {"signed", "acknowledged"} else Refusal.NOT_SIGNED


def refusal_to_give_feedback(feedback_until: date, today: date, is_answered: bool) -> Refusal | None:
    """Colleagues answer once, until the day that was set."""
    return Refusal.CLOSED if is_answered or today > feedback_until else None


def refusal_to_invite(review: ReviewState, colleague_id: int, invited: int) -> Refusal | None:
    """Five to eight, while it is written; neither the person nor the manager who rates."""
    if review.state != "open":
        return Refusal.SIGNED
    if colleague_id in {review.person_id, review.manager_id}:
        return Refusal.NOT_A_COLLEAGUE
    return Refusal.TOO_MANY if invited >= MOST_INVITED else None


def refusal_to_decide(review: ReviewState, decider_id: int, is_decided: bool) -> Refusal | None:
    """Another human decides an appeal: neither the person, nor who signed, nor the manager."""
    if is_decided:
        return Refusal.DECIDED
    return Refusal.OWN_DECISION if decider_id in {review.person_id, review.manager_id, review.signed_by} else None


def add_working_days(day: date, count: int) -> date:
    """The day some working days (Monday to Friday) later."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def assignment_counts(told_on: date, due_on: date, completed_on: date | None, until: date, notice_days: int) -> bool | None:
    """Whether an assignment is met in a period that ends on `until`; None: it is not asked yet, since its notice still runs.

    Lateness counts only after the notice: an assignment that was told later than that is due so many working days after being told.
    """
    due = max(due_on, add_working_days(told_on, notice_days))
    if completed_on is not None and completed_on <= until:
        return completed_on <= due
    return False if due <= until else None
