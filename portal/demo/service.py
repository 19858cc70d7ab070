"""Loading the demo company: a year of history, lived through the services with the moments of then."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from flask import current_app

from portal import clock, content, journeys
from portal.db import db, transaction
from portal.demo import history
from portal.demo.history import at
from portal.demo.plan import DOMAIN, PASSWORD, TEAMS, Company, Member, make_plan
from portal.errors import PortalError
from portal.i18n import lazy
from portal.people import queries as people
from portal.people import service as people_service
from portal.people.service.signing_in import hasher
from portal.people.tables import Account, Person, Relation, RoleGrant, RungPeriod, Team, TeamMembership

NOTICE = {
    "zh": "**评什么**：认证考试、实操和岗位要求的学习任务。\n\n**怎么算**：绩效评估中的“学习”维度 = 达成的要求 ÷ 应达成的要求；练习题从不计入。\n\n**从何时起**：你读到这份告知之后开始的考试才计入评估。\n\n**不用于**：不得仅凭排名解除劳动合同。\n\n对每一个结果你都可以申诉，由另一个人决定并说明理由。",
    "en": "**What is assessed:** certification exams, practicals and the courses that your rung asks for.\n\n**How it counts:** the learning part of a review is requirements met over requirements asked; practice never counts.\n\n**From when:** only exams that you begin after reading this count in a review.\n\n**Never for:** a dismissal by rank alone.\n\nYou can appeal against every result; another person decides, with a reason.",
}


def load(folder: Path) -> None:
    """Load the demo company. Never over data: refuses where anybody is known."""
    if people.has_people():
        raise PortalError(409, lazy("There are people in this database; the demo company is loaded into an empty one only."))
    problems = content.sync_folder(folder)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    now = clock.now()
    today = clock.day_of(now, current_app.config["PORTAL"].time_zone)
    plan = make_plan(today)
    ids = _people(plan)
    rng = random.Random(11)  # noqa: S311  # a history to repeat, not a secret
    for member in plan.members:
        if member.stage != "none":
            with transaction():
                history.learn(member, ids[member.email], ids, today, rng)
    history.assignments(ids, today)
    history.coaching(plan, ids, today)
    with transaction():
        journeys.import_kpis(history.kpi_plan(plan, today, rng), None, now - timedelta(days=3))
    history.review_cycles(plan, ids, today, rng)
    history.promotion(ids, today)


def _people(plan: Company) -> dict[str, int]:
    ids: dict[str, int] = {}
    password = hasher.hash(PASSWORD)
    first = min(member.joined_on for member in plan.members)
    with transaction():
        teams = {slug: Team(slug=slug, name={"zh": zh, "en": en}) for slug, (zh, en) in TEAMS.items()}
        db.session.add_all(teams.values())
        for number, member in enumerate(plan.members, 1001):
            person = Person(
                email=member.email, name=member.name, employee_number=str(number), locale=member.locale, joined_on=member.joined_on,
                location="Singapore" if member.team == "overseas" else "Shanghai", created_at=at(member.joined_on),
            )  # fmt: skip
            db.session.add(person)
            db.session.flush()
            ids[member.email] = person.id
            db.session.add(Account(person_id=person.id, password_hash=password))
            _relations(member, person.id, ids, teams)
        people_service.publish(NOTICE, ids[f"hr@{DOMAIN}"], at(first))
    return ids


def _relations(member: Member, person_id: int, ids: dict[str, int], teams: dict[str, Team]) -> None:
    since = member.joined_on
    if member.team:
        db.session.add(TeamMembership(person_id=person_id, team_id=teams[member.team].id, from_on=since))
    if member.rung:
        _rungs(member, person_id)
    if member.manager:
        db.session.add(Relation(person_id=person_id, other_id=ids[member.manager], kind="reports_to", from_on=since))
    if member.mentor and member.mentor in ids and member.stage in {"new", "learning"}:
        db.session.add(Relation(person_id=person_id, other_id=ids[member.mentor], kind="mentored_by", from_on=since))
    for role in member.roles:
        db.session.add(RoleGrant(person_id=person_id, role=role, from_on=since))


def _rungs(member: Member, person_id: int) -> None:
    """Who stands higher came from below: half of the time as a representative."""
    if member.rung == "representative":
        db.session.add(RungPeriod(person_id=person_id, rung="representative", from_on=member.joined_on))
        return
    middle = member.joined_on + timedelta(days=400)
    db.session.add(
        RungPeriod(person_id=person_id, rung="representative", from_on=member.joined_on, until_on=middle - timedelta(days=1))
    )
    db.session.add(RungPeriod(person_id=person_id, rung=member.rung or "", from_on=middle))


def describe_accounts() -> list[str]:
    """Who can sign in at the demo company, for the console."""
    rows = accounts()
    if not rows:
        return ["This database holds a company of its own; no demo accounts are printed."]
    lines = [f"  {row['email']:34} {row['as']}" for row in rows]
    return [f"Demo accounts (password: {PASSWORD}):", *lines]


def accounts() -> list[dict[str, str]]:
    """Demo accounts with what they are for; empty where the database is not the demo company's."""
    if people.find_person_id(f"hr@{DOMAIN}") is None:
        return []
    shown = {
        f"east.rep1@{DOMAIN}": "new hire 新员工", f"east.rep5@{DOMAIN}": "representative 销售代表", f"east.senior@{DOMAIN}": "senior representative 高级销售代表",
        f"overseas.rep5@{DOMAIN}": "representative, in English", f"east.supervisor@{DOMAIN}": "supervisor 销售主管", f"east.manager@{DOMAIN}": "manager 销售经理",
        f"director@{DOMAIN}": "director 销售总监", f"south.expert@{DOMAIN}": "assessor 评估人", f"hr@{DOMAIN}": "HR 人力资源", f"hr2@{DOMAIN}": "HR, second 人力资源（第二人）",
        f"author@{DOMAIN}": "author 内容作者", f"admin@{DOMAIN}": "administrator 管理员",
    }  # fmt: skip
    return [{"email": email, "as": role, "password": PASSWORD} for email, role in shown.items()]
