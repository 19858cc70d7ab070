"""Closing and opening the quality gate of a quiz: a person's decision with a reason, kept for ever."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.i18n import lazy
from portal.quizzes.queries.statistics import find_gate
from portal.quizzes.rules.statistics.gates import GateState
from portal.quizzes.tables import GateDecision, Quiz


def decide(slug: str, is_closed: bool, reason: str, actor_id: int, now: datetime) -> bool:
    """Close or open a gate. A second click changes nothing. Returns whether anything changed."""
    if db.session.scalar(select(Quiz.slug).where(Quiz.slug == slug).with_for_update()) is None:
        raise NotFound
    gate = find_gate(slug)
    if gate is None or gate.state is GateState.NONE:
        raise PortalError(409, lazy("Practice never feeds reviews, so it has no gate."))
    if not reason.strip():
        raise PortalError(422, lazy("Say why; everyone whose review it concerns reads it."))
    if (gate.state is GateState.CLOSED) == is_closed:
        return False
    db.session.add(GateDecision(quiz_slug=slug, is_closed=is_closed, reason=reason.strip(), decided_by=actor_id, decided_at=now))
    db.session.flush()
    audit.record(actor_id, "gate.closed" if is_closed else "gate.opened", f"quiz:{slug}", None, {"reason": reason.strip()}, now)
    return True
