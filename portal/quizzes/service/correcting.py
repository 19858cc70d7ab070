"""Corrections: specified, proposed with their dry run, approved by somebody else, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.quizzes.labels import CORRECTION_REFUSALS
from portal.quizzes.queries import corrections as queries
from portal.quizzes.rules.correcting import Refusal, refusal_to_approve, refusal_to_propose, refusal_to_withdraw
from portal.quizzes.rules.editing import can_mark
from portal.quizzes.service.regrading import Spec, locked, moves_person, spec_of
from portal.quizzes.tables import Correction, Question


def specify(question_id: str, kind: str) -> Spec:
    """What a correction of a question would do now. Raises NotFound for a question that nobody has."""
    versions = queries.list_versions(question_id)
    if not versions or kind not in {"key", "void"}:
        raise NotFound
    current = queries.find_current_version(question_id)
    to = next((one for one in versions if one.id == current), versions[0]) if kind == "key" else None
    void = {
        version
        for one in queries.list_corrections(question_id)
        if one.kind == "void" and one.withdrawn_at is None
        for version in one.versions
    }
    skipped = [(one.id, "void") for one in versions if one.id in void]
    open_to = [one for one in versions if one.id not in void]
    if to is not None:
        skipped += [(one.id, "breaking") for one in open_to if not can_mark(one, to)]
        open_to = [one for one in open_to if can_mark(one, to)]
    return Spec(question_id, kind, to, tuple(sorted(one.id for one in open_to)), tuple(skipped))


def propose(spec: Spec, reason: str, dry_run: dict[str, Any], person_id: int, now: datetime) -> int:
    """Note a correction with what its approver is to see. Proposing the same again while it is open gives the open one."""
    db.session.execute(select(Question.id).where(Question.id == spec.question_id).with_for_update())
    going_on = next((one for one in queries.list_corrections(spec.question_id) if one.state in {"proposed", "approved"}), None)
    if going_on is not None and going_on.kind == spec.kind:
        return going_on.id
    to_mark = [one for one in spec.versions if spec.to is None or one != spec.to.id]
    refusal = refusal_to_propose(reason, going_on is not None, len(to_mark))
    if refusal is not None:
        raise PortalError(409 if reason.strip() else 422, CORRECTION_REFUSALS[refusal])
    row = Correction(
        kind=spec.kind, question_id=spec.question_id, to_version_id=spec.to.id if spec.to else None, reason=reason.strip(),
        proposed_by=person_id, proposed_at=now, dry_run={**dry_run, "versions": list(spec.versions)},
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(person_id, "correction.proposed", f"correction:{row.id}", None, {"attempts": dry_run["attempts"]}, now)
    return row.id


def refusal_now(one: queries.CorrectionValue, person_id: int) -> Refusal | None:
    """Why this person may not approve a correction now; None: they may."""
    another = any(other.id != one.id and other.effective_at is None for other in queries.list_waiting())
    moves_self = one.approved_at is None and moves_person(spec_of(one), person_id)
    return refusal_to_approve(one.proposal, person_id, moves_self, another)


def approve(correction_id: int, person_id: int, now: datetime) -> None:
    """Somebody else than the proposer lets a correction go ahead; again changes nothing."""
    # every open one is locked, in one order, so that of two approvals at once the second sees the first
    db.session.execute(select(Correction.id).where(Correction.effective_at.is_(None)).order_by(Correction.id).with_for_update())
    row, one = locked(correction_id), queries.find_correction(correction_id)
    if one is None or row.approved_at is not None:
        return
    refusal = refusal_now(one, person_id)
    if refusal is not None:
        raise PortalError(409, CORRECTION_REFUSALS[refusal])
    row.approved_by, row.approved_at = person_id, now
    audit.record(person_id, "correction.approved", f"correction:{row.id}", None, {}, now)


def withdraw(correction_id: int, person_id: int, now: datetime) -> None:
    """Take a proposal back; again changes nothing."""
    row, one = locked(correction_id), queries.find_correction(correction_id)
    if one is None or row.withdrawn_at is not None:
        return
    refusal = refusal_to_withdraw(one.proposal)
    if refusal is not None:
        raise PortalError(409, CORRECTION_REFUSALS[refusal])
    row.withdrawn_at = now
    audit.record(person_id, "correction.withdrawn", f"correction:{row.id}", None, {}, now)


def note_followed(correction_id: int, now: datetime) -> None:
    """Evidence, certificates and reviews have followed."""
    row = locked(correction_id)
    if row.followed_at is None:
        row.followed_at = now
