"""What manager, person and colleagues write; signing; the person's answer."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import select

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_review_template
from portal.reviews import queries
from portal.reviews.labels import REFUSALS
from portal.reviews.rules.acting import (
    ReviewState,
    refusal_to_answer,
    refusal_to_give_feedback,
    refusal_to_invite,
    refusal_to_rate,
    refusal_to_sign,
    refusal_to_write,
)  # fmt: skip
from portal.reviews.service.computing import compute
from portal.reviews.service.snapshots import freeze
from portal.reviews.tables import FeedbackAnswer, FeedbackInvitation, Review, ReviewText


def _refuse(refusal: object) -> None:
    if refusal is not None:
        raise PortalError(409, REFUSALS[refusal])  # type: ignore[index]  # a Refusal


def _locked(review_id: int) -> Review:
    review = db.session.scalar(
        select(Review).where(Review.id == review_id).with_for_update().execution_options(populate_existing=True)
    )
    if review is None:
        raise NotFound
    return review


def _state(review: Review) -> ReviewState:
    return ReviewState(review.person_id, review.manager_id, review.state, review.signed_by)


def write(review_id: int, writer: str, author_id: int, value: int | None, comment: str, now: datetime) -> None:
    """Keep what the manager or the person wrote; each saving is a row of its own."""
    review = _locked(review_id)
    _refuse(refusal_to_write(_state(review)))
    found = queries.find_review(review_id)
    if found is None:
        raise NotFound
    template = get_review_template(found.cycle.template_id)
    _refuse(refusal_to_rate(value, next((one.scale for one in template.components if one.id == "feedback"), 5)))
    db.session.add(
        ReviewText(
            review_id=review_id,
            writer=writer,
            author_id=author_id,
            item=writer,
            value=value,
            comment=comment.strip(),
            written_at=now,
        )
    )
    db.session.flush()


def invite(review_id: int, colleague_id: int, actor_id: int) -> None:
    """Ask a colleague for feedback; asking twice is as once."""
    review = _locked(review_id)
    invited = queries.list_invitations(review_id)
    if any(one.colleague_id == colleague_id for one in invited):
        return
    _refuse(refusal_to_invite(_state(review), colleague_id, len(invited)))
    db.session.add(FeedbackInvitation(review_id=review_id, colleague_id=colleague_id, invited_by=actor_id))
    db.session.flush()


def give_feedback(review_id: int, colleague_id: int, value: int, comment: str, today: date) -> None:
    """A colleague answers, once: the answer bears neither name nor time."""
    invitation = db.session.scalar(
        select(FeedbackInvitation)
        .where(FeedbackInvitation.review_id == review_id, FeedbackInvitation.colleague_id == colleague_id)
        .with_for_update()
    )
    review = queries.find_review(review_id)
    if invitation is None or review is None:
        raise NotFound
    _refuse(refusal_to_give_feedback(review.cycle.feedback_until, today, invitation.is_answered))
    invitation.is_answered = True
    db.session.add(
        FeedbackAnswer(id=secrets.token_hex(16), review_id=review_id, source="colleagues", value=value, comment=comment.strip())
    )


def add_customer_answer(review_id: int, value: int, comment: str) -> None:
    """A customer's answer that HR has collected, while the review is being written."""
    _refuse(refusal_to_write(_state(_locked(review_id))))
    db.session.add(
        FeedbackAnswer(id=secrets.token_hex(16), review_id=review_id, source="customers", value=value, comment=comment.strip())
    )


def sign(review_id: int, actor_id: int, rating: str, reason: str, today: date, now: datetime) -> None:
    """The manager rates and signs: all inputs are frozen as they are now. The rating is a person's; the calculation is evidence."""
    review = _locked(review_id)
    value = queries.find_review(review_id)
    if value is None or actor_id != review.manager_id:
        raise NotFound
    template = get_review_template(value.cycle.template_id)
    calculation = compute(value, today)
    known = rating if rating in {step.id for step in template.scale} else ""
    _refuse(refusal_to_sign(_state(review), len(calculation.missing), known, reason))
    review.snapshot, review.snapshot_hash = freeze(calculation)
    review.rating, review.rating_reason, review.state = rating, reason.strip(), "signed"
    review.signed_by, review.signed_at = actor_id, now
    review.look_again_at = review.look_again_reason = review.acknowledged_at = None
    audit.record(actor_id, "review.signed", f"review:{review_id}", review.person_id, {"snapshot": review.snapshot_hash}, now)


def acknowledge(review_id: int, person_id: int, now: datetime) -> None:
    """The person has read it. That is a receipt, not consent."""
    review = _locked(review_id)
    if review.person_id != person_id:
        raise NotFound
    _refuse(refusal_to_answer(_state(review)))
    review.state, review.acknowledged_at = "acknowledged", review.acknowledged_at or now
    audit.record(person_id, "review.acknowledged", f"review:{review_id}", person_id, {}, now)
