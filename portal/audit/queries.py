"""Reading the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from portal.audit.tables import AuditEntry, AuditHead
from portal.db import db

READINGS = ("person.opened", "review.opened", "appeal.opened", "promotion.opened_page")  # somebody looked, and changed nothing


def list_readings(person_id: int, limit: int) -> Sequence[AuditEntry]:
    """Who opened a person's results lately, newest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.person_id == person_id, AuditEntry.action.in_(READINGS), AuditEntry.actor_id != person_id)
        .order_by(AuditEntry.number.desc())
        .limit(limit)
    ).all()


@dataclass(frozen=True)
class Scope:
    """Whose rows somebody may read: those about `only` (None: everybody), and never about `never`."""

    only: frozenset[int] | None = None
    never: frozenset[int] = frozenset()

    def covers(self) -> ColumnElement[bool]:
        """As a condition on the rows. Rows about nobody in particular are everybody's."""
        about = AuditEntry.person_id
        inside = true() if self.only is None else about.in_(self.only)
        return or_(about.is_(None), and_(inside, about.not_in(self.never)))


def _matching(action: str, person_id: int | None, scope: Scope) -> ColumnElement[bool]:
    by_action: ColumnElement[bool] = true()
    if action:
        by_action = AuditEntry.action.startswith(action, autoescape=True) if action.endswith(".") else AuditEntry.action == action
    by_person = or_(AuditEntry.person_id == person_id, AuditEntry.actor_id == person_id) if person_id else true()
    return and_(by_action, by_person, scope.covers())


def count_entries(action: str = "", person_id: int | None = None, scope: Scope = Scope()) -> int:
    """How many rows match."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(_matching(action, person_id, scope))) or 0


def list_entries(action: str, person_id: int | None, scope: Scope, offset: int, limit: int) -> Sequence[AuditEntry]:
    """A page of the rows that match, newest first."""
    return db.session.scalars(
        select(AuditEntry).where(_matching(action, person_id, scope)).order_by(AuditEntry.number.desc()).offset(offset).limit(limit)
    ).all()


def find_head() -> AuditHead | None:
    """The head that the database keeps."""
    return db.session.get(AuditHead, 1)
