"""Cases, deciders, and who stands how to a candidate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from portal.db import db
from portal.people import queries as people
from portal.promotions.rules import Around
from portal.promotions.tables import Decider, PromotionCase


def find_case(case_id: int) -> PromotionCase | None:
    """One case."""
    return db.session.get(PromotionCase, case_id, populate_existing=True)


def list_deciders(case_id: int) -> Sequence[Decider]:
    """Who is appointed to decide, with their votes."""
    return db.session.scalars(
        select(Decider).where(Decider.case_id == case_id).order_by(Decider.id).execution_options(populate_existing=True)
    ).all()


def list_cases(person_id: int, people_ids: frozenset[int]) -> Sequence[PromotionCase]:
    """Cases about a person, that they decide, or about these people; open ones first. One statement."""
    deciding = select(Decider.case_id).where(Decider.person_id == person_id)
    concerned = or_(
        PromotionCase.person_id == person_id, PromotionCase.id.in_(deciding), PromotionCase.person_id.in_(tuple(people_ids))
    )
    return db.session.scalars(
        select(PromotionCase).where(concerned).order_by(PromotionCase.state != "open", PromotionCase.id.desc())
    ).all()


def get_around(case: PromotionCase, today: date) -> Around:
    """Who may not decide a case, and why."""
    rivals: set[int] = set()
    if case.place:
        rivals = set(
            db.session.scalars(
                select(PromotionCase.person_id).where(
                    PromotionCase.place == case.place, PromotionCase.state == "open", PromotionCase.person_id != case.person_id
                )
            )
        )
    return Around(
        case.person_id,
        frozenset(people.list_managers_above(case.person_id, today)),
        frozenset(people.list_report_ids(case.person_id, today)),
        frozenset(rivals),
        people.list_relatives(case.person_id),
    )
