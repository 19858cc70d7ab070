"""A manager's pages: this week, skills, readiness; and one person, as far as a manager or HR may see."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, render_template, request
from flask_login import current_user

from portal import clock
from portal.access import allow, require_sight
from portal.assignments.queries import list_assignments
from portal.audit import service as audit
from portal.careers.labels import COLOURS, STATES
from portal.careers.service import readiness as checklists_of
from portal.certifications.labels import COLOURS as CERTIFICATE_COLOURS
from portal.certifications.labels import STATES as CERTIFICATE_STATES
from portal.certifications.queries import list_held
from portal.certifications.rules import State
from portal.courses.queries import get_catalog
from portal.db import transaction
from portal.framework.queries import get_certification, get_framework
from portal.i18n import pick
from portal.people import queries as people
from portal.quizzes.queries import list_results
from portal.skills.queries import list_levels
from portal.teams import service

bp = Blueprint("teams", __name__, template_folder="templates")


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _load() -> service.Team:
    return service.load(current_user.id, _today(), request.args.get("who") == "direct")


@bp.get("/team")
@allow("see_team")
def team() -> str:
    """This week's few actions, then the people."""
    found = _load()
    framework = get_framework(current_user.content_release)
    columns, cells = service.heat(found, framework)
    expiring = [
        (found.cards[person], one)
        for person, held in found.held.items()
        for one in held
        if one.state in {State.EXPIRING, State.GRACE} and person in found.cards
    ]
    return render_template(
        "teams/team.html", team=found, actions=service.actions(current_user.id, found, framework), columns=columns, cells=cells,
        framework=framework, ready=service.ready(found)[:5], expiring=expiring, title_of=lambda one: pick(get_certification(one.definition_id).title),
        states=CERTIFICATE_STATES, colours=CERTIFICATE_COLOURS,
    )  # fmt: skip


@bp.get("/team/skills")
@allow("see_team")
def skills() -> str:
    """The heat map, and the same as a table."""
    found = _load()
    framework = get_framework(current_user.content_release)
    columns, cells = service.heat(found, framework)
    return render_template("teams/skills.html", team=found, columns=columns, cells=cells, framework=framework)


@bp.get("/team/readiness")
@allow("see_team")
def readiness() -> str:
    """Who is ready for the next rung, and what each lacks."""
    return render_template("teams/readiness.html", rows=service.ready(_load()), states=STATES, colours=COLOURS)


@bp.get("/people/<int:person_id>")
@allow("learn")
def person(person_id: int) -> str:
    """One person: scores and scores per skill, certificates, assignments, readiness; never single answers. The reading is recorded."""
    today = _today()
    standing = people.get_standing(current_user, person_id, today)
    require_sight("scores", standing)
    framework = get_framework(current_user.content_release)
    levels = list_levels([person_id], today)[person_id]
    page = render_template(
        "teams/person.html", card=people.list_people([person_id], today)[person_id], framework=framework, levels=levels,
        results=list_results([person_id]).get(person_id, ()), held=list_held([person_id], today).get(person_id, ()),
        assigned=list_assignments([person_id], today).get(person_id, ()), catalog=get_catalog(framework.release),
        checklists=checklists_of([person_id], today)[person_id], states=STATES, colours=COLOURS, standing=standing,
        certificate_states=CERTIFICATE_STATES, certificate_colours=CERTIFICATE_COLOURS,
        title_of=lambda one: pick(get_certification(one.definition_id).title),
    )  # fmt: skip
    if not standing.is_self:
        with transaction():
            audit.record(current_user.id, "person.opened", f"person:{person_id}", person_id, {}, clock.now())
    return page
