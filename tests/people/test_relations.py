"""How people stand to each other on a day: dates, delegates, circles, units."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.access import Role, Standing, Viewer
from portal.people import queries
from portal.people.tables import Person
from tests.factories import DAY, grant, join, make_person, make_team, put_on_rung, relate

BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def viewer(person: Person, *roles: Role, teams: tuple[int, ...] = ()) -> Viewer:
    return Viewer(person.id, "t", person.name, None, frozenset(roles), frozenset(teams), 0, None)


@pytest.fixture
def line(session: Session) -> tuple[Person, Person, Person]:
    """A director over a manager over a representative."""
    top, middle, low = make_person("Top"), make_person("Middle"), make_person("Low")
    relate(middle, top)
    relate(low, middle)
    return top, middle, low


def test_reports_are_direct_and_indirect(line: tuple[Person, Person, Person]) -> None:
    top, middle, low = line
    assert queries.list_report_ids(top.id, DAY) == (middle.id, low.id)
    assert queries.list_report_ids(top.id, DAY, direct=True) == (middle.id,)
    assert queries.list_report_ids(low.id, DAY) == ()
    assert queries.list_managers_above(low.id, DAY) == (middle.id, top.id)


@pytest.mark.parametrize(("on", "holds"), [
    (date(2026, 1, 4), False), (date(2026, 1, 5), True), (date(2026, 1, 9), True), (date(2026, 1, 10), False),
])  # fmt: skip
def test_a_relation_holds_on_its_first_and_its_last_day(session: Session, on: date, holds: bool) -> None:
    manager, person = make_person(), make_person()
    relate(person, manager, from_on=date(2026, 1, 5), until_on=date(2026, 1, 9))
    assert queries.list_report_ids(manager.id, on) == ((person.id,) if holds else ())
    assert queries.was_above(manager.id, person.id, on) is holds
    assert queries.get_standing(viewer(manager, Role.MANAGER), person.id, on).is_above is holds


def test_circles_end(session: Session) -> None:
    one, two, three = make_person(), make_person(), make_person()
    relate(one, two)
    relate(two, three)
    relate(three, one)
    assert queries.list_report_ids(one.id, DAY) == (two.id, three.id)
    assert queries.list_managers_above(one.id, DAY) == (two.id, three.id)


def test_a_delegate_acts_for_the_manager_on_those_days_only(line: tuple[Person, Person, Person]) -> None:
    _top, middle, low = line
    stand_in = make_person("Stand-in")
    relate(middle, stand_in, "delegates_to", DAY, DAY)
    for on, holds in ((BEFORE, False), (DAY, True), (AFTER, False)):
        assert (low.id in queries.list_report_ids(stand_in.id, on)) is holds
        assert queries.was_above(stand_in.id, low.id, on) is holds
        assert queries.get_standing(viewer(stand_in, Role.MANAGER), low.id, on).is_above is holds


def test_one_is_never_above_oneself(line: tuple[Person, Person, Person]) -> None:
    _top, middle, low = line
    relate(middle, low, "delegates_to")
    assert low.id not in queries.list_report_ids(low.id, DAY)
    standing = queries.get_standing(viewer(low, Role.MANAGER), low.id, DAY)
    assert standing.is_self
    assert not standing.is_above


def test_strangers_and_those_below_stand_nowhere(line: tuple[Person, Person, Person]) -> None:
    top, _middle, low = line
    stranger = make_person("Stranger")
    for asking, about in ((stranger, low), (low, top)):
        standing = queries.get_standing(viewer(asking, Role.MANAGER), about.id, DAY)
        assert standing == Standing()


def test_hr_is_for_its_unit_and_the_units_below_it(session: Session) -> None:
    parent, other = make_team("south"), make_team("north")
    child = make_team("south-2", parent)
    hr, member, elsewhere = make_person("HR"), make_person(), make_person()
    join(member, child)
    join(elsewhere, other)
    asking = viewer(hr, Role.HR, teams=(parent.id,))
    assert queries.hr_person_ids(asking, DAY) == {member.id}
    assert queries.get_standing(asking, member.id, DAY).is_hr_for
    assert not queries.get_standing(asking, elsewhere.id, DAY).is_hr_for


@pytest.mark.parametrize("everyone", [True, False])
def test_hr_is_never_for_itself_nor_for_those_above_it(line: tuple[Person, Person, Person], everyone: bool) -> None:
    top, middle, low = line
    team = make_team("all")
    colleague = make_person("Colleague")
    for one in (top, middle, low, colleague):
        join(one, team)
    asking = viewer(low, Role.HR, teams=(0,) if everyone else (team.id,))
    assert queries.hr_person_ids(asking, DAY) == {colleague.id}
    for about, holds in ((low, False), (middle, False), (top, False), (colleague, True)):
        assert queries.get_standing(asking, about.id, DAY).is_hr_for is holds


def test_units_without_the_role_open_nothing(session: Session) -> None:
    team, person, member = make_team("west"), make_person(), make_person()
    join(member, team)
    asking = viewer(person, Role.LEARNER, teams=(team.id,))
    assert queries.hr_person_ids(asking, DAY) == frozenset()
    assert not queries.get_standing(asking, member.id, DAY).is_hr_for


def test_members_of_sub_teams_belong(session: Session) -> None:
    parent = make_team("p")
    child = make_team("c", parent)
    one, gone = make_person(), make_person()
    join(one, child)
    join(gone, child, until_on=BEFORE)
    assert queries.list_members(parent.id, DAY) == (one.id,)


def test_who_is_on_a_rung(session: Session) -> None:
    now, before = make_person(), make_person()
    put_on_rung(now)
    put_on_rung(before, until_on=BEFORE)
    assert queries.list_on_rung("representative", DAY) == (now.id,)
    assert [span.until_on for span in queries.rung_history(before.id)] == [BEFORE]


def test_relatives_are_found_from_both_sides(session: Session) -> None:
    one, other = make_person(), make_person()
    relate(one, other, "relative_of")
    assert queries.list_relatives(one.id) == {other.id}
    assert queries.list_relatives(other.id) == {one.id}


def test_a_role_has_its_days(session: Session) -> None:
    person = make_person()
    grant(person, "assessor", from_on=DAY)
    assert not queries.has_role(person.id, "assessor", BEFORE)
    assert queries.has_role(person.id, "assessor", DAY)
    assert not queries.has_role(person.id, "hr", DAY)


def test_search_takes_signs_as_signs(session: Session) -> None:
    person = make_person("Percent 100%_x", employee_number="A_1")
    make_person("Other")
    assert [card.id for card in queries.search_people("100%_", DAY, 0, 10)] == [person.id]
    assert queries.count_people("a_1") == 1
    assert queries.count_people("%") == 1
