"""Disputes: one for a question and attempt; an author answers; one that is upheld leads to a correction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.i18n import lazy
from portal.outbox import service as outbox
from portal.quizzes.queries import disputes as queries
from portal.quizzes.tables import Attempt, Dispute


def raise_dispute(attempt_id: int, person_id: int, position: int, text: str, now: datetime) -> int:
    """A learner says that a question of their own finished attempt was wrong. Saying it again gives the first. Returns its id."""
    # the attempt is locked, so that a second click waits and finds the first
    db.session.execute(select(Attempt.id).where(Attempt.id == attempt_id, Attempt.person_id == person_id).with_for_update())
    form = queries.find_form(attempt_id, person_id)
    if form is None or not 0 <= position < len(form):
        raise NotFound
    known = queries.list_of_attempt(attempt_id).get(position)
    if known is not None:
        return known.id
    if not text.strip():
        raise PortalError(422, lazy("Say what is wrong with the question, and why."))
    row = Dispute(
        attempt_id=attempt_id, position=position, question_id=form[position]["question"], question_version_id=form[position]["version"],
        person_id=person_id, text=text.strip(), raised_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    outbox.add("dispute_raised", f"dispute:{row.id}:raised", {"dispute": row.id}, now, now)
    audit.record(person_id, "dispute.raised", f"dispute:{row.id}", person_id, {"attempt": attempt_id, "position": position}, now)
    return row.id


def answer(dispute_id: int, author_id: int, is_upheld: bool, text: str, now: datetime) -> None:
    """An author upholds or declines, with an answer that the learner reads. Answered once; nobody answers their own."""
    row = db.session.scalar(
        select(Dispute).where(Dispute.id == dispute_id).with_for_update().execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    if row.person_id == author_id:
        raise PortalError(409, lazy("Somebody else has to answer your own dispute."))
    if row.answered_at is not None:
        raise PortalError(409, lazy("This dispute is answered already."))
    if not text.strip():
        raise PortalError(422, lazy("Write the answer; the learner reads it."))
    row.answer, row.is_upheld, row.answered_by, row.answered_at = text.strip(), is_upheld, author_id, now
    db.session.flush()
    outbox.add("dispute_answered", f"dispute:{row.id}:answered", {"dispute": row.id}, now, now)
    action = "dispute.upheld" if is_upheld else "dispute.declined"
    audit.record(author_id, action, f"dispute:{row.id}", row.person_id, {}, now)


def link(question_id: str, correction_id: int) -> None:
    """The upheld disputes of a question that led to nothing yet lead to this correction."""
    db.session.execute(
        update(Dispute)
        .where(Dispute.question_id == question_id, Dispute.is_upheld.is_(True), Dispute.correction_id.is_(None))
        .values(correction_id=correction_id)
    )


def unlink(correction_id: int) -> None:
    """The correction was withdrawn: its disputes wait for another."""
    db.session.execute(update(Dispute).where(Dispute.correction_id == correction_id).values(correction_id=None))
