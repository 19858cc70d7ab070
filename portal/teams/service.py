"""A manager's view: everything about the team, read with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.assignments.queries import list_assignments
from portal.assignments.rules import Assigned
from portal.careers.rules import Checklist
from portal.careers.service import readiness
from portal.certifications.queries import Held, list_held
from portal.certifications.rules import State
from portal.framework.rules import Framework
from portal.i18n import _, pick
from portal.people import queries as people
from portal.people.queries import PersonCard
from portal.practicals.queries import PracticalValue, list_practicals
from portal.reviews import queries as reviews
from portal.skills.queries import list_levels
from portal.skills.rules import Demonstrated, Freshness
from portal.words import minutes, short_day

MOST_ACTIONS = 5


@dataclass(frozen=True)
class Action:
    """One thing to do this week."""

    rank: int
    chip: str
    colour: str
    text: str
    address: str
    verb: str


@dataclass(frozen=True)
class Team:
    """The people of a manager, with what the pages show."""

    cards: Mapping[int, PersonCard]
    levels: Mapping[int, Mapping[str, Demonstrated]]
    held: Mapping[int, tuple[Held, ...]]
    assigned: Mapping[int, tuple[Assigned, ...]]
    checklists: Mapping[int, tuple[Checklist, ...]]
    practicals: Mapping[int, tuple[PracticalValue, ...]]


def load(manager_id: int, on: date, direct: bool) -> Team:
    """Everything about the direct, or all, reports on a day."""
    ids = people.list_report_ids(manager_id, on, direct)
    return Team(
        people.list_people(ids, on),
        list_levels(ids, on),
        list_held(ids, on),
        list_assignments(ids, on),
        readiness(ids, on),
        list_practicals(ids),
    )


@dataclass(frozen=True)
class Cell:
    """A level in the heat map: what is shown, what is asked, whether it is short or old."""

    level: int
    asked: int
    is_short: bool
    is_old: bool


def heat(team: Team, framework: Framework) -> tuple[list[str], dict[int, dict[str, Cell]]]:
    """The skills that anybody shows or is asked for, and a cell for each person and skill."""
    asked = {person: _asked(card, framework) for person, card in team.cards.items()}
    used = {skill for wishes in asked.values() for skill in wishes} | {skill for mine in team.levels.values() for skill in mine}
    columns = [skill for skill in framework.skills if skill in used]
    cells = {}
    for person in team.cards:
        row = {}
        for skill in columns:
            mine = team.levels.get(person, {}).get(skill)
            level, wish = mine.level if mine else 0, asked[person].get(skill, 0)
            row[skill] = Cell(level, wish, level < wish, mine is not None and mine.freshness is not Freshness.FRESH)
        cells[person] = row
    return columns, cells


def _asked(card: PersonCard, framework: Framework) -> dict[str, int]:
    """Levels that the rung, and the certifications it asks for, want; planned ones never count."""
    rung = framework.rungs.get(card.rung or "")
    if rung is None:
        return {}
    found = {one.id: one.level for one in rung.skills if not one.is_planned}
    for wish in rung.certifications:
        certification = framework.certifications.get(wish.id)
        for one in certification.skills if certification and not wish.is_planned else ():
            if not one.is_planned:
                found[one.id] = max(found.get(one.id, 0), one.level)
    return found


def actions(manager_id: int, team: Team, framework: Framework) -> list[Action]:
    """This week's few actions, the most pressing first."""
    found: list[Action] = _reviews(manager_id, team)
    for person, card in team.cards.items():
        overdue = [one for one in team.assigned.get(person, ()) if one.is_overdue]
        if overdue:
            text = _("%(name)s is behind with an assignment", name=card.name)
            found.append(Action(1, short_day(overdue[0].due_on), "missing", text, f"/people/{person}", _("Look")))
        found += [
            Action(
                2,
                short_day(one.valid_until),
                "near",
                _("%(name)s's certificate runs out", name=card.name),
                f"/people/{person}",
                _("Look"),
            )
            for one in team.held.get(person, ())
            if one.state in {State.EXPIRING, State.GRACE}
        ]
        short = [skill for skill, wish in _asked(card, framework).items() if _level(team, person, skill) < wish]
        if short:
            text = _("%(name)s is below the rung in “%(skill)s”", name=card.name, skill=pick(framework.skills[short[0]].title))
            found.append(Action(3, _("gap"), "near", text, f"/team/assignments?person={person}", _("Assign")))
    return sorted(found, key=lambda one: one.rank)[:MOST_ACTIONS]


def _level(team: Team, person: int, skill: str) -> int:
    mine = team.levels.get(person, {}).get(skill)
    return mine.level if mine else 0


def _reviews(manager_id: int, team: Team) -> list[Action]:
    open_ones = [one for one in reviews.list_to_write(manager_id) if one.person_id in team.cards]
    if not open_ones:
        return []
    first = open_ones[0]
    text = _("%(n)s reviews to write; the evidence is ready", n=len(open_ones))
    return [Action(0, short_day(first.cycle.feedback_until), "near", text, "/reviews", _("Write"))]


def ready(team: Team) -> list[tuple[PersonCard, Checklist, str]]:
    """Each person's nearest next rung, who is ready first, then by what is left: with it in words."""
    rows = []
    for person, card in team.cards.items():
        lists: Sequence[Checklist] = team.checklists.get(person, ())
        if lists:
            best = min(lists, key=lambda one: (len(one.open), one.minutes))
            rows.append((card, best, minutes(best.minutes) if best.minutes else ""))
    return sorted(rows, key=lambda row: (len(row[1].open), row[0].name))
