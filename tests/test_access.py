"""The two tables that say who may do and see what."""

from __future__ import annotations

import itertools

import pytest

from portal.access import PERMISSIONS, SIGHT, Role, Standing, Viewer, allow, may_see, require_sight
from portal.errors import NotFound


def viewer(*roles: Role) -> Viewer:
    return Viewer(1, "token", "Lin", None, frozenset(roles), frozenset(), 0, None)


ONLY = {
    "see_team": {Role.MANAGER}, "coach": {Role.MANAGER}, "assign": {Role.MANAGER, Role.HR}, "assess": {Role.ASSESSOR},
    "run_reviews": {Role.HR}, "run_promotions": {Role.HR}, "author": {Role.AUTHOR, Role.ADMINISTRATOR},
    "approve_corrections": {Role.AUTHOR, Role.ADMINISTRATOR, Role.HR}, "administer": {Role.ADMINISTRATOR},
    "see_audit_trail": {Role.ADMINISTRATOR, Role.HR}, "judge": {Role.ASSESSOR, Role.AUTHOR, Role.ADMINISTRATOR},
    "decide_gates": {Role.HR, Role.AUTHOR, Role.ADMINISTRATOR},
}  # fmt: skip


@pytest.mark.parametrize(("permission", "role"), list(itertools.product(PERMISSIONS, Role)))
def test_each_role_has_its_permissions_and_no_others(permission: str, role: Role) -> None:
    expected = role in ONLY[permission] if permission in ONLY else True
    assert viewer(role).can(permission) is expected


def test_roles_add_up() -> None:
    both = viewer(Role.MANAGER, Role.ASSESSOR)
    assert both.can("coach")
    assert both.can("assess")
    assert not both.can("administer")


def test_an_unknown_permission_is_a_bug_found_at_the_start() -> None:
    with pytest.raises(KeyError):
        allow("fly")


def test_flask_login_keeps_the_token_and_not_the_number() -> None:
    assert viewer(Role.LEARNER).get_id() == "token"


SELF, ABOVE, HR, MARKER, APPEAL = (
    Standing(is_self=True), Standing(is_above=True), Standing(is_hr_for=True), Standing(is_marker=True), Standing(decides_appeal=True),
)  # fmt: skip
SEES = {
    "profile": (SELF, ABOVE, HR),
    "scores": (SELF, ABOVE, HR),
    "scores_per_skill": (SELF, ABOVE, HR, APPEAL),
    "answers": (SELF, MARKER, APPEAL),
    "answer_times": (APPEAL,),
    "keys": (APPEAL,),
    "review": (SELF, ABOVE, HR, APPEAL),
}


def test_every_sight_is_in_the_table_of_this_test() -> None:
    assert set(SEES) == set(SIGHT)


@pytest.mark.parametrize(("what", "standing"), list(itertools.product(SIGHT, (SELF, ABOVE, HR, MARKER, APPEAL, Standing()))))
def test_who_sees_what(what: str, standing: Standing) -> None:
    expected = standing in SEES[what]
    assert may_see(what, standing) is expected
    if expected:
        require_sight(what, standing)
    else:
        with pytest.raises(NotFound):
            require_sight(what, standing)
