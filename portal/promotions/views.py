"""Promotion and probation cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock, journeys
from portal.access import allow
from portal.audit import service as audit
from portal.careers.labels import COLOURS
from portal.careers.labels import STATES as CRITERIA
from portal.db import transaction
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_framework
from portal.i18n import _, lazy
from portal.numbers import read_id
from portal.people import queries as people
from portal.promotions import queries, service
from portal.promotions.labels import KINDS, STATES, VOTES

bp = Blueprint("promotions", __name__, template_folder="templates")


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _mine(today: date) -> frozenset[int]:
    return frozenset(people.list_report_ids(current_user.id, today)) | people.hr_person_ids(current_user, today)


@bp.get("/promotions")
@allow("take_part_in_promotions")
def promotions() -> str:
    """Cases about me, that I decide, or about my people."""
    today = _today()
    mine = _mine(today)
    cases = queries.list_cases(current_user.id, mine)
    cards = people.list_people({one.person_id for one in cases} | mine, today)
    framework = get_framework(current_user.content_release)
    return render_template(
        "promotions/promotions.html", cases=cases, cards=cards, mine=[cards[one] for one in mine if one in cards], framework=framework,
        kinds=KINDS, states=STATES,
    )  # fmt: skip


@bp.post("/promotions")
@allow("take_part_in_promotions")
def open_case() -> Response:
    """Open a case: a manager for a report, or HR."""
    person, rung = read_id(request.form.get("person")), request.form.get("rung", "")
    kind = "probation" if rung == "probation" else "promotion"
    today = _today()
    if person is None or person not in _mine(today):
        raise NotFound
    with transaction():
        case_id = service.open_case(
            person, kind, rung, request.form.get("place", "")[:80], request.form.get("conditions", "")[:4000], None, current_user.id,
            today, clock.now(),
        )  # fmt: skip
    return redirect(url_for("promotions.case", case_id=case_id), 303)


def _get(case_id: int) -> tuple[Any, Any, bool]:
    found = queries.find_case(case_id)
    if found is None:
        raise NotFound
    standing = people.get_standing(current_user, found.person_id, _today())
    decides = any(one.person_id == current_user.id for one in queries.list_deciders(case_id))
    if not (standing.is_self or standing.is_above or standing.is_hr_for or decides):
        raise NotFound
    return found, standing, decides


@bp.get("/promotions/<int:case_id>")
@allow("take_part_in_promotions")
def case(case_id: int) -> str:
    """A case: its checklist (as it stood, once decided), endorsement, deciders, reasons."""
    found, standing, decides = _get(case_id)
    today = _today()
    if not standing.is_self:
        with transaction():
            audit.record(current_user.id, "promotion.opened_page", f"promotion_case:{case_id}", found.person_id, {}, clock.now())
    live = service.checklist_of(found.person_id, found.kind, found.to_rung, today) if found.state == "open" else None
    criteria = live.criteria if live else (found.snapshot or {"criteria": []})["criteria"]
    deciders = queries.list_deciders(case_id)
    names = people.list_people(
        {found.person_id, *(d.person_id for d in deciders), *([found.endorsed_by] if found.endorsed_by else [])}, today
    )
    framework = get_framework(current_user.content_release)
    return render_template(
        "promotions/case.html", case=found, checklist={"criteria": criteria}, standing=standing, deciders=deciders, names=names, framework=framework,
        kinds=KINDS, states=CRITERIA, case_states=STATES, colours=COLOURS, votes=VOTES,
        mine=next((d for d in deciders if d.person_id == current_user.id), None) if decides else None,
        excluded=next((t.excluded_uses for t in framework.review_templates.values()), None),
    )  # fmt: skip


@bp.post("/promotions/<int:case_id>/endorse")
@allow("take_part_in_promotions")
def endorse(case_id: int) -> Response:
    """The manager endorses."""
    _get(case_id)
    with transaction():
        service.endorse(case_id, current_user.id, request.form.get("text", "")[:4000], _today(), clock.now())
    return redirect(url_for("promotions.case", case_id=case_id), 303)


@bp.post("/promotions/<int:case_id>/appoint")
@allow("run_promotions")
def appoint(case_id: int) -> Response:
    """HR appoints a decider."""
    _found, standing, _decides = _get(case_id)
    target = people.find_person_id(request.form.get("email", ""))
    if not standing.is_hr_for:
        raise NotFound
    if target is None:
        raise PortalError(422, lazy("Nobody has this address."))
    with transaction():
        service.appoint(case_id, target, current_user.id, _today(), clock.now())
    return redirect(url_for("promotions.case", case_id=case_id), 303)


@bp.post("/promotions/<int:case_id>/check")
@allow("take_part_in_promotions")
def check(case_id: int) -> Response:
    """Note a talk during probation."""
    found, standing, _decides = _get(case_id)
    if not standing.is_above or found.kind != "probation":
        raise NotFound
    with transaction():
        service.check(case_id, request.form.get("text", "")[:4000], current_user.id, _today(), clock.now())
    return redirect(url_for("promotions.case", case_id=case_id), 303)


@bp.post("/promotions/<int:case_id>/vote")
@allow("take_part_in_promotions")
def vote(case_id: int) -> Response:
    """A decider votes, with a reason; the last vote decides."""
    _get(case_id)
    now = clock.now()
    with transaction():
        decided = service.vote(
            case_id, current_user.id, request.form.get("vote", ""), request.form.get("reason", "")[:4000], _today(), now
        )
        if decided == "approved":
            journeys.apply_promotion(case_id, now)
    flash(_("Your vote is recorded."))
    return redirect(url_for("promotions.case", case_id=case_id), 303)
