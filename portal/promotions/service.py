"""Opening, endorsing and deciding a case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from portal.audit import service as audit
from portal.careers.rules import Checklist
from portal.careers.service import own_rung, readiness
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.i18n import lazy
from portal.people import queries as people
from portal.promotions import queries
from portal.promotions.labels import REFUSALS
from portal.promotions.rules import Vote, outcome, refusal_to_be_decider, refusal_to_vote
from portal.promotions.tables import Decider, PromotionCase


def _locked(case_id: int) -> PromotionCase:
    case = db.session.scalar(
        select(PromotionCase).where(PromotionCase.id == case_id).with_for_update().execution_options(populate_existing=True)
    )
    if case is None:
        raise NotFound
    return case


def checklist_of(person_id: int, kind: str, to_rung: str, on: date) -> Checklist | None:
    """What the case is held against: the next rung's criteria, or for probation those of the rung itself."""
    if kind == "probation":
        return own_rung(person_id, on)
    return next((one for one in readiness([person_id], on)[person_id] if one.rung.id == to_rung), None)


def open_case(
    person_id: int,
    kind: str,
    to_rung: str,
    place: str,
    conditions: str,
    decide_by: date | None,
    actor_id: int,
    today: date,
    now: datetime,
) -> int:
    """Open a case for a next rung, or a probation. Returns its id."""
    card = people.list_people([person_id], today).get(person_id)
    if card is None or card.rung is None:
        raise PortalError(422, lazy("This person stands on no rung of the ladder."))
    if checklist_of(person_id, kind, to_rung, today) is None:
        raise PortalError(422, lazy("This rung is not a next one for this person."))
    if db.session.scalar(
        select(PromotionCase.id).where(
            PromotionCase.person_id == person_id, PromotionCase.kind == kind, PromotionCase.state == "open"
        )
    ):
        raise PortalError(409, lazy("A case of this kind is open for this person already."))
    case = PromotionCase(
        kind=kind, person_id=person_id, from_rung=card.rung, to_rung=card.rung if kind == "probation" else to_rung, place=place.strip() or None,
        conditions=conditions.strip(), checks=[], opened_by=actor_id, opened_at=now, decide_by=decide_by, state="open",
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    audit.record(actor_id, "promotion.opened", f"promotion_case:{case.id}", person_id, {}, now)
    return case.id


def endorse(case_id: int, manager_id: int, text: str, today: date, now: datetime) -> None:
    """A manager above the candidate endorses: that is no vote."""
    case = _locked(case_id)
    if manager_id not in people.list_managers_above(case.person_id, today):
        raise NotFound
    if case.state != "open":
        raise PortalError(409, REFUSALS["closed"])  # type: ignore[index]  # a StrEnum is its text
    case.endorsed_by, case.endorsement, case.endorsed_at = manager_id, text.strip(), now
    audit.record(manager_id, "promotion.endorsed", f"promotion_case:{case_id}", case.person_id, {}, now)


def appoint(case_id: int, person_id: int, actor_id: int, today: date, now: datetime) -> None:
    """Appoint a decider; who may not decide is refused with the reason."""
    case = _locked(case_id)
    refusal = refusal_to_be_decider(person_id, queries.get_around(case, today))
    if refusal is not None:
        raise PortalError(409, REFUSALS[refusal])
    if case.state != "open" or any(one.person_id == person_id for one in queries.list_deciders(case_id)):
        return
    db.session.add(Decider(case_id=case_id, person_id=person_id, appointed_by=actor_id))
    audit.record(actor_id, "promotion.decider_appointed", f"promotion_case:{case_id}", case.person_id, {"decider": person_id}, now)


def check(case_id: int, text: str, actor_id: int, today: date, now: datetime) -> None:
    """Note a check of a probation (day 30, day 60)."""
    case = _locked(case_id)
    if case.state != "open":
        raise PortalError(409, REFUSALS["closed"])  # type: ignore[index]  # a StrEnum is its text
    case.checks = [*case.checks, {"on": today.isoformat(), "text": text.strip(), "by": actor_id}]
    audit.record(actor_id, "probation.checked", f"promotion_case:{case_id}", case.person_id, {}, now)


def vote(case_id: int, person_id: int, choice: str, reason: str, today: date, now: datetime) -> str | None:
    """A decider votes. Returns the outcome where this was the last vote: the checklist is then frozen as it stands."""
    case = _locked(case_id)
    deciders = queries.list_deciders(case_id)
    votes = [Vote(one.person_id, one.vote) for one in deciders]
    refusal = refusal_to_vote(person_id, votes, case.state, queries.get_around(case, today), reason)
    if refusal is not None or choice not in {"approve", "decline"}:
        raise PortalError(409, REFUSALS[refusal]) if refusal else NotFound()
    mine = next(one for one in deciders if one.person_id == person_id)
    mine.vote, mine.reason, mine.voted_at = choice, reason.strip(), now
    db.session.flush()
    decided = outcome([Vote(one.person_id, one.vote) for one in deciders])
    if decided is not None:
        case.state, case.decided_at, case.effective_on = decided, now, today if decided == "approved" else None
        case.snapshot = _snapshot(checklist_of(case.person_id, case.kind, case.to_rung, today))
    audit.record(person_id, f"promotion.voted.{choice}", f"promotion_case:{case_id}", case.person_id, {"outcome": decided}, now)
    return decided


def _snapshot(checklist: Checklist | None) -> dict[str, Any]:
    if checklist is None:
        return {"criteria": []}
    return {
        "rung": checklist.rung.id,
        "criteria": [
            {"kind": one.kind, "id": one.id, "text": dict(one.text), "state": one.state.value, "note": dict(one.note),
                "address": one.address, "minutes": one.minutes,
            }
            for one in checklist.criteria
        ],
    }  # fmt: skip


def look_again(person_id: int, now: datetime) -> None:
    """Mark a person's decided cases for another look: something that they rest on has changed. Nothing in them is rewritten."""
    decided = PromotionCase.state.in_(("approved", "declined"))
    db.session.execute(update(PromotionCase).where(PromotionCase.person_id == person_id, decided).values(look_again_at=now))
