"""The desk of HR: what waits for a decision, accommodations, exemptions; and the ways to cycles, promotions and the audit trail."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.access import allow
from portal.certifications import queries as certifications
from portal.certifications import service as certifying
from portal.db import transaction
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_framework
from portal.i18n import _, lazy
from portal.numbers import read_day
from portal.people import queries as people
from portal.people import service
from portal.people.rules import MOST_EXTRA_ATTEMPTS, MOST_TIME, USUAL_TIME

bp = Blueprint("hr", __name__, template_folder="templates")


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _day(name: str) -> date | None:
    text = request.form.get(name, "").strip()
    day = read_day(text)
    if text and day is None:
        raise PortalError(422, lazy("Write the day like 2026-03-05."))
    return day


def _require_mine(person_id: int) -> None:
    if not people.get_standing(current_user, person_id, _today()).is_hr_for:
        raise NotFound


@bp.get("/hr")
@allow("run_reviews")
def desk() -> str:
    """Where everything of HR is, with what waits."""
    today = _today()
    mine = people.hr_person_ids(current_user, today)
    asked = people.list_accommodations(mine)
    return render_template(
        "hr/desk.html", waiting=sum(one.decided_at is None for one in asked),
        exemption_count=len([one for one in certifications.list_all_exemptions(mine) if one.holds(today)]),
    )  # fmt: skip


@bp.get("/hr/accommodations")
@allow("run_reviews")
def accommodations() -> str:
    """Wishes for more time or another form, and what was decided."""
    today = _today()
    asked = people.list_accommodations(people.hr_person_ids(current_user, today))
    ids = {one for row in asked for one in (row.person_id, row.decided_by) if one}
    return render_template(
        "hr/accommodations.html", asked=asked, cards=people.list_people(ids, today), usual=USUAL_TIME, most=MOST_TIME,
        most_attempts=MOST_EXTRA_ATTEMPTS, today=today,
    )  # fmt: skip


def _person_of(request_id: int) -> int:
    mine = people.list_accommodations(people.hr_person_ids(current_user, _today()))
    found = next((one.person_id for one in mine if one.id == request_id), None)
    if found is None:
        raise NotFound
    return found


@bp.post("/hr/accommodations/<int:request_id>")
@allow("run_reviews")
def decide_accommodation(request_id: int) -> Response:
    """Grant or decline, with a reason that the person reads."""
    reason = request.form.get("reason", "")
    now, today = clock.now(), _today()
    with transaction():
        _person_of(request_id)
        if request.form.get("decision") == "grant":
            service.grant_accommodation(
                request_id, request.form.get("time", type=int), request.form.get("attempts", type=int), _day("until_on"), reason,
                current_user.id, today, now,
            )  # fmt: skip
        else:
            service.decline_accommodation(request_id, reason, current_user.id, now)
    flash(_("Decided. The person sees it on the page of the notice."))
    return redirect(url_for("hr.accommodations"), 303)


@bp.get("/hr/exemptions")
@allow("run_reviews")
def exemptions() -> str:
    """Who need not earn which certification, since when and why."""
    today = _today()
    found = certifications.list_all_exemptions(people.hr_person_ids(current_user, today))
    ids = {one for row in found for one in (row.person_id, row.granted_by)}
    return render_template(
        "hr/exemptions.html", exemptions=found, cards=people.list_people(ids, today), today=today,
        framework=get_framework(current_user.content_release),
    )  # fmt: skip


@bp.post("/hr/exemptions")
@allow("run_reviews")
def exempt() -> Response:
    """Exempt a person from a certification, with a reason."""
    framework = get_framework(current_user.content_release)
    slug, today = request.form.get("certification", ""), _today()
    if slug not in framework.certifications:
        raise PortalError(422, lazy("Choose a certification."))
    with transaction():
        person_id = people.find_person_id(request.form.get("email", "").strip().lower())
        if person_id is None or not people.get_standing(current_user, person_id, today).is_hr_for:
            raise PortalError(422, lazy("Nobody whom you are responsible for has this address."))
        certifying.exempt(
            person_id,
            slug,
            _day("from_on") or today,
            _day("until_on"),
            request.form.get("reason", ""),
            current_user.id,
            clock.now(),
        )
    flash(_("The exemption is noted. It counts as met on the path and is left out of reviews."))
    return redirect(url_for("hr.exemptions"), 303)


@bp.post("/hr/exemptions/<int:exemption_id>/end")
@allow("run_reviews")
def end_exemption(exemption_id: int) -> Response:
    """End an exemption today; the row stays."""
    with transaction():
        found = certifications.find_exemption(exemption_id)
        if found is None:
            raise NotFound
        _require_mine(found.person_id)
        certifying.end_exemption(exemption_id, _today(), current_user.id, clock.now())
    flash(_("The exemption ends today."))
    return redirect(url_for("hr.exemptions"), 303)
