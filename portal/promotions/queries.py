"""Cases, deciders, and who stands how to a candidate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

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


def list_people_with_cases(person_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Whether each person has `open` and `decided` cases. One statement."""
    rows = db.session.execute(
        select(PromotionCase.person_id, PromotionCase.state).where(PromotionCase.person_id.in_(tuple(person_ids))).distinct()
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for person, state in rows:
        if state != "withdrawn":
            found[person].add("open" if state == "open" else "decided")
    return {person: frozenset(states) for person, states in found.items()}


def count_of_people(people_: Any) -> tuple[int, int]:
    """Open and decided cases of the people whom a statement selects as person_id."""
    ids = select(people_.subquery().c.person_id)
    query = select(PromotionCase.state, func.count()).where(PromotionCase.person_id.in_(ids)).group_by(PromotionCase.state)
    rows = dict(db.session.execute(query).all())
    return rows.get("open", 0), rows.get("approved", 0) + rows.get("declined", 0)
