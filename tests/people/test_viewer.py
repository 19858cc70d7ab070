"""Who is signed in: read in one statement, and only while everything holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from portal.access import Role
from portal.db import db, transaction
from portal.people import queries, service
from portal.people.rules import SIGN_IN_LASTS
from portal.people.tables import Account, Person, SignIn
from tests.factories import DAY, EPOCH, give_notice, grant, make_person, make_team, relate

TOMORROW = DAY + timedelta(days=1)


def enter(person: Person) -> str:
    with transaction():
        return service.open_sign_in(person.id, EPOCH)


def test_one_statement_says_who_it_is(session: Session) -> None:
    person, report, team = make_person("Mei"), make_person(), make_team("east")
    relate(report, person)
    grant(person, "hr", team)
    grant(person, "assessor")
    give_notice(person)
    token = enter(person)
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    found = queries.find_viewer(token, EPOCH, DAY)
    assert found is not None
    assert sum(one.startswith("SELECT") for one in statements) == 1
    assert found.id == person.id
    assert found.roles == {Role.LEARNER, Role.MANAGER, Role.HR, Role.ASSESSOR}
    assert found.hr_team_ids == {team.id}
    assert found.noticed_at == EPOCH


def test_somebody_without_roles_learns(session: Session) -> None:
    found = queries.find_viewer(enter(make_person()), EPOCH, DAY)
    assert found is not None
    assert found.roles == {Role.LEARNER}
    assert found.hr_team_ids == frozenset()
    assert found.noticed_at is None


def test_a_delegate_is_a_manager_on_that_day(session: Session) -> None:
    boss, stand_in = make_person(), make_person()
    relate(boss, stand_in, "delegates_to", DAY, DAY)
    token = enter(stand_in)
    today, later = queries.find_viewer(token, EPOCH, DAY), queries.find_viewer(token, EPOCH, TOMORROW)
    assert today is not None
    assert later is not None
    assert Role.MANAGER in today.roles
    assert Role.MANAGER not in later.roles


def test_a_sign_in_ends_at_its_moment(session: Session) -> None:
    token = enter(make_person())
    assert queries.find_viewer(token, EPOCH + SIGN_IN_LASTS - timedelta(seconds=1), DAY) is not None
    assert queries.find_viewer(token, EPOCH + SIGN_IN_LASTS, DAY) is None
    assert queries.find_viewer("unknown", EPOCH, DAY) is None


@pytest.mark.parametrize("statement", [
    update(SignIn).values(ended_at=EPOCH), update(Account).values(is_enabled=False), update(Person).values(left_on=DAY - timedelta(days=1)),
], ids=["ended", "closed", "left"])  # fmt: skip
def test_nobody_is_signed_in_any_more(session: Session, statement: object) -> None:
    token = enter(make_person())
    with transaction():
        db.session.execute(statement)  # type: ignore[call-overload]  # any executable
    assert queries.find_viewer(token, EPOCH, DAY) is None


def test_the_last_day_at_work_is_a_day_at_work(session: Session) -> None:
    token = enter(make_person(left_on=DAY))
    assert queries.find_viewer(token, EPOCH, DAY) is not None
    assert queries.find_viewer(token, EPOCH, TOMORROW) is None


def test_only_the_hash_of_a_token_is_kept(session: Session) -> None:
    token = enter(make_person())
    row = session.query(SignIn).one()
    assert row.token_hash == queries.token_hash(token)
    assert token not in row.token_hash
