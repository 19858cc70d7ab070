"""Appeals: against a review or a result. Another human decides, with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.i18n import lazy
from portal.numbers import read_id
from portal.quizzes import service as quizzes
from portal.quizzes.queries import get_attempt_trace, list_attempts
from portal.reviews.labels import REFUSALS
from portal.reviews.rules.acting import ReviewState, refusal_to_answer, refusal_to_decide
from portal.reviews.tables import Appeal, Review, ReviewSnapshot


def appeal(subject: str, person_id: int, text: str, now: datetime) -> int:
    """Appeal against one's own signed review or exam result; an open appeal about the same is the same. Returns its id."""
    if not text.strip():
        raise PortalError(422, lazy("Say what should be looked at again, and why."))
    kind, _colon, text_of_number = subject.partition(":")
    number = read_id(text_of_number)
    if number is None:
        raise NotFound
    subject = f"{kind}:{number}"  # as every page looks it up: review:007 is review:7
    if kind == "review":
        _appeal_review(number, person_id)
    elif kind == "attempt":
        attempt = list_attempts([number]).get(number)  # finished ones only: a decider opens keys, never while answers can change
        if attempt is None or attempt.person_id != person_id:
            raise NotFound
    else:
        raise NotFound
    open_one = db.session.scalar(
        select(Appeal).where(Appeal.subject == subject, Appeal.person_id == person_id, Appeal.outcome.is_(None))
    )
    if open_one is not None:
        return open_one.id
    row = Appeal(subject=subject, person_id=person_id, text=text.strip(), appealed_at=now)
    db.session.add(row)
    db.session.flush()
    audit.record(person_id, "appeal.made", f"appeal:{row.id}", person_id, {"about": subject}, now)
    return row.id


def _appeal_review(review_id: int, person_id: int) -> None:
    review = db.session.scalar(select(Review).where(Review.id == review_id, Review.person_id == person_id).with_for_update())
    if review is None:
        raise NotFound
    refusal = refusal_to_answer(ReviewState(review.person_id, review.manager_id, review.state, review.signed_by))
    if refusal is not None:
        raise PortalError(409, REFUSALS[refusal])
    review.state = "appealed"


def check_decider(row: Appeal, decider_id: int) -> Review | None:
    """The review that an appeal is about, if any; raises where this person may not decide it."""
    kind, _colon, number = row.subject.partition(":")
    review = db.session.scalar(select(Review).where(Review.id == int(number)).with_for_update()) if kind == "review" else None
    standing = (
        ReviewState(review.person_id, review.manager_id, review.state, review.signed_by)
        if review
        else ReviewState(row.person_id, row.person_id, "signed", None)
    )
    refusal = refusal_to_decide(standing, decider_id, row.outcome is not None)
    if refusal is not None:
        raise PortalError(409, REFUSALS[refusal])
    return review


def decide(appeal_id: int, decider_id: int, outcome: str, reason: str, now: datetime) -> None:
    """Decide an appeal. An upheld one opens the review again for a new signing; the signed snapshot is kept beside it."""
    row = db.session.scalar(
        select(Appeal).where(Appeal.id == appeal_id).with_for_update().execution_options(populate_existing=True)
    )
    if row is None or outcome not in {"upheld", "dismissed"}:
        raise NotFound
    if not reason.strip():
        raise PortalError(422, lazy("Give the reason; the person reads it."))
    review = check_decider(row, decider_id)
    row.outcome, row.reason, row.decided_by, row.decided_at = outcome, reason.strip(), decider_id, now
    if review is not None:
        _after(review, row, outcome, now)
    audit.record(decider_id, f"appeal.{outcome}", f"appeal:{appeal_id}", row.person_id, {"about": row.subject}, now)


def _after(review: Review, row: Appeal, outcome: str, now: datetime) -> None:
    db.session.add(
        ReviewSnapshot(
            review_id=review.id, appeal_id=row.id, snapshot=review.snapshot or {}, snapshot_hash=review.snapshot_hash or "",
            rating=review.rating or "", rating_reason=review.rating_reason or "", signed_by=review.signed_by, signed_at=review.signed_at,
            kept_at=now,
        )
    )  # fmt: skip
    review.state = "open" if outcome == "upheld" else "decided"


def disclose(row: Appeal, now: datetime, language: str) -> object:
    """The attempt that an appeal is about, with keys and times, for its decider. What is disclosed is drawn in no exam any more."""
    kind, _colon, number = row.subject.partition(":")
    if kind != "attempt":
        return None
    trace = get_attempt_trace(int(number), language, True, True, True)
    if trace is not None:
        quizzes.retire([question.question for question in trace.questions], now)
    return trace
