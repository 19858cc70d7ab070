"""Who may do and see what: one table of permissions, one table of small predicates about two people.

It takes relations as values and imports no feature. A view declares its permission with `@allow(…)`; what belongs to
somebody else is answered as not found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, redirect, request, url_for
from flask_login import UserMixin, current_user

from portal.errors import NotFound

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What a person is to the portal. Everyone is a learner; managers are whoever has reports today."""

    LEARNER = "learner"
    MANAGER = "manager"
    HR = "hr"
    ASSESSOR = "assessor"
    AUTHOR = "author"
    ADMINISTRATOR = "administrator"


EVERYONE = frozenset(Role)
PERMISSIONS: dict[str, frozenset[Role]] = {
    "public": EVERYONE,  # no account needed
    "learn": EVERYONE,
    "see_team": frozenset({Role.MANAGER}),
    "assign": frozenset({Role.MANAGER, Role.HR}),
    "coach": frozenset({Role.MANAGER}),
    "assess": frozenset({Role.ASSESSOR}),
    "take_part_in_reviews": EVERYONE,
    "run_reviews": frozenset({Role.HR}),
    "take_part_in_promotions": EVERYONE,
    "run_promotions": frozenset({Role.HR}),
    "author": frozenset({Role.AUTHOR, Role.ADMINISTRATOR}),
    "judge": frozenset({Role.ASSESSOR, Role.AUTHOR, Role.ADMINISTRATOR}),  # of questions, in a cut-score study
    "decide_gates": frozenset({Role.HR, Role.AUTHOR, Role.ADMINISTRATOR}),
    "approve_corrections": frozenset({Role.AUTHOR, Role.ADMINISTRATOR, Role.HR}),
    "administer": frozenset({Role.ADMINISTRATOR}),
    "see_audit_trail": frozenset({Role.ADMINISTRATOR, Role.HR}),
}


@dataclass(frozen=True)
class Viewer(UserMixin):  # type: ignore[misc]  # flask-login ships no types
    """The person who is signed in, as a value: it lives for one request and touches no database."""

    id: int
    sign_in_token: str
    name: str
    locale: str | None
    roles: frozenset[Role]
    hr_team_ids: frozenset[int]
    content_release: int
    noticed_at: datetime | None  # when told what is assessed; None: not yet

    def get_id(self) -> str:
        """What flask-login keeps in the session: the token of the sign-in, not the person's number."""
        return self.sign_in_token

    def can(self, permission: str) -> bool:
        """Whether one of this person's roles carries the permission."""
        return bool(self.roles & PERMISSIONS[permission])


@dataclass(frozen=True)
class Standing:
    """How a viewer stands to a subject, on the day that matters."""

    is_self: bool = False
    is_above: bool = False  # direct or indirect manager, or a manager's delegate
    is_hr_for: bool = False  # HR of a unit that the subject is in, and neither themselves nor their superior
    is_marker: bool = False  # scores this very practical
    decides_appeal: bool = False  # of this very result


SIGHT: dict[str, Callable[[Standing], bool]] = {
    "profile": lambda s: s.is_self or s.is_above or s.is_hr_for,
    "scores": lambda s: s.is_self or s.is_above or s.is_hr_for,
    "scores_per_skill": lambda s: s.is_self or s.is_above or s.is_hr_for or s.decides_appeal,
    "answers": lambda s: s.is_self or s.is_marker or s.decides_appeal,
    "answer_times": lambda s: s.decides_appeal,
    "keys": lambda s: s.decides_appeal,
    "review": lambda s: s.is_self or s.is_above or s.is_hr_for or s.decides_appeal,
}


def may_see(what: str, standing: Standing) -> bool:
    """Whether the table of sight opens `what` (a key of SIGHT) to somebody who stands so."""
    return SIGHT[what](standing)


def require_sight(what: str, standing: Standing) -> None:
    """Raise NotFound unless `may_see`."""
    if not may_see(what, standing):
        raise NotFound


def allow(permission: str, *, reads_session_itself: bool = False) -> Callable[[View], View]:
    """Declare a view's permission, and keep it: strangers are sent to sign in, others get not found.

    `reads_session_itself` is for the two hot paths whose one statement reads session and person along with the rest.
    """
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if permission != "public" and not reads_session_itself:
                if not current_user.is_authenticated:
                    if request.method != "GET" or request.headers.get("HX-Request"):
                        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
                    return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
                if not current_user.can(permission):
                    raise NotFound
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare
