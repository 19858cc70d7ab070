"""Assignments: mine, and those that a manager or HR gives."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.access import allow
from portal.assignments import queries, service
from portal.courses import queries as courses
from portal.db import transaction
from portal.errors import PortalError
from portal.framework.queries import get_framework
from portal.framework.rules import Framework
from portal.i18n import _, lazy, pick
from portal.numbers import read_day, read_id
from portal.people import queries as people

bp = Blueprint("assignments", __name__, template_folder="templates")


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _allowed(today: date) -> frozenset[int]:
    return frozenset(people.list_report_ids(current_user.id, today)) | people.hr_person_ids(current_user, today)


@bp.get("/assignments")
@allow("learn")
def assignments() -> str:
    """What I am asked to do."""
    today = _today()
    mine = queries.list_assignments([current_user.id], today).get(current_user.id, ())
    givers = people.list_people({one.assigned_by for one in mine}, today)
    catalog = courses.get_catalog(current_user.content_release)
    return render_template("assignments/assignments.html", mine=mine, givers=givers, catalog=catalog)


@bp.get("/team/assignments")
@allow("assign")
def team() -> str:
    """What I have assigned, who is behind, and a form to assign."""
    today = _today()
    allowed = _allowed(today)
    cards = people.list_people(allowed, today)
    framework = get_framework(current_user.content_release)
    behind = [
        (cards[person], one)
        for person, items in queries.list_assignments(allowed, today).items()
        for one in items
        if one.is_overdue and person in cards
    ]
    teams = {card.team_id: card.team_name for card in cards.values() if card.team_id is not None}
    rungs = {card.rung for card in cards.values()}
    return render_template(
        "assignments/team.html", given=queries.list_given(current_user.id), cards=cards, behind=behind, teams=teams, today=today,
        rungs=[rung for rung in framework.rungs.values() if rung.id in rungs], framework=framework,
        catalog=courses.get_catalog(current_user.content_release), chosen=request.args.get("person", ""), course=request.args.get("course", ""),
        target_words=lambda one: _target(one, cards, teams, framework),
    )  # fmt: skip


def _target(
    one: queries.Given, cards: dict[int, people.PersonCard], teams: dict[int, dict[str, str] | None], framework: Framework
) -> str:
    if one.target_kind == "person":
        card = cards.get(int(one.target))
        return card.name if card else "–"
    if one.target_kind == "team":
        return pick(teams.get(int(one.target)) or {"zh": "–", "en": "–"})
    rung = framework.rungs.get(one.target)
    return pick(rung.title) if rung else one.target


@bp.post("/team/assignments")
@allow("assign")
def assign() -> Response:
    """Assign a course with a due day to a person, a team or a rung."""
    kind, _colon, target = request.form.get("target", "").partition(":")
    if kind not in {"person", "team", "rung"} or (kind != "rung" and read_id(target) is None):
        raise PortalError(422, lazy("Choose whom it is for."))
    due_on = read_day(request.form.get("due_on"))
    if due_on is None:
        raise PortalError(422, lazy("Write the day like 2026-03-05."))
    today = _today()
    with transaction():
        service.assign(
            request.form.get("course", ""), kind, target, due_on, request.form.get("note", "")[:1000], current_user.id,
            _allowed(today), today, clock.now(),
        )  # fmt: skip
    flash(_("Assigned. They see it on their start page."))
    return redirect(url_for("assignments.team"), 303)


@bp.post("/team/assignments/<int:assignment_id>/cancel")
@allow("assign")
def cancel(assignment_id: int) -> Response:
    """Take an assignment back."""
    with transaction():
        service.cancel(assignment_id, current_user.id, clock.now())
    flash(_("Taken back."))
    return redirect(url_for("assignments.team"), 303)
