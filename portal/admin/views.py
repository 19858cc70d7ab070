"""Administration: people, roles, import, notices, audit trail."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.access import allow
from portal.admin import uploads
from portal.admin.forms import ImportForm, NoticeForm
from portal.admin.labels import ROLES
from portal.audit import queries as audit
from portal.audit import service as trail
from portal.audit.labels import ACTIONS
from portal.audit.verify import verify
from portal.db import transaction
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_framework
from portal.i18n import _, lazy
from portal.people import queries as people
from portal.people import service
from portal.spreadsheets import BadFile
from portal.words import say

bp = Blueprint("admin", __name__, template_folder="templates")
PER_PAGE = 50
MOST_SHOWN = 200


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _page() -> int:
    return max(1, request.args.get("page", 1, type=int))


def _page_count(rows: int) -> int:
    return max(1, -(-rows // PER_PAGE))


@bp.get("/admin")
@allow("administer")
def admin() -> str:
    """Where everything of the administration is."""
    return render_template(
        "admin/admin.html", people_count=people.count_people(), notice=people.latest_notice(), entry_count=audit.count_entries()
    )


@bp.get("/admin/people")
@allow("administer")
def list_people() -> str:
    """People by name, address or number."""
    words = request.args.get("words", "").strip()
    pages = _page_count(people.count_people(words))
    page = min(_page(), pages)
    cards = people.search_people(words, _today(), (page - 1) * PER_PAGE, PER_PAGE)
    framework = get_framework(current_user.content_release)
    return render_template("admin/list_people.html", words=words, cards=cards, page=page, pages=pages, framework=framework)


def _person_page(person_id: int, link: str | None = None) -> str:
    today = _today()
    card = people.list_people([person_id], today).get(person_id)
    if card is None:
        raise NotFound
    manager = people.list_people([card.manager_id], today).get(card.manager_id) if card.manager_id else None
    return render_template(
        "admin/person.html", card=card, manager=manager, grants=people.list_grants(person_id), teams=people.list_teams(), roles=ROLES,
        today=today, link=link, framework=get_framework(current_user.content_release),
    )  # fmt: skip


@bp.get("/admin/people/<int:person_id>")
@allow("administer")
def person(person_id: int) -> str:
    """Facts about a person's account, and their roles."""
    return _person_page(person_id)


def _require_person(person_id: int) -> None:
    if person_id not in people.list_people([person_id], _today()):
        raise NotFound


def _back_to(person_id: int, message: str) -> Response:
    flash(message)
    return redirect(url_for("admin.person", person_id=person_id), 303)


@bp.post("/admin/people/<int:person_id>/roles")
@allow("administer")
def grant_role(person_id: int) -> Response:
    """Give a role from today on."""
    role, team = request.form.get("role", ""), request.form.get("team", "")
    if role not in ROLES:
        raise PortalError(422, lazy("Choose a role."))
    team_id = next((one.id for one in people.list_teams() if str(one.id) == team), None)
    if team and team_id is None:
        raise PortalError(422, lazy("This team is not known. Choose one from the list."))
    if team_id is not None and role != "hr":
        raise PortalError(422, lazy("Only HR is granted for one team. Leave the team empty."))
    with transaction():
        _require_person(person_id)
        service.grant_role(person_id, role, team_id, _today(), current_user.id, clock.now())
    return _back_to(person_id, _("The role is granted."))


@bp.post("/admin/people/<int:person_id>/roles/<int:grant_id>/withdraw")
@allow("administer")
def withdraw_role(person_id: int, grant_id: int) -> Response:
    """End a role."""
    today = _today()
    with transaction():
        grant = next((one for one in people.list_grants(person_id) if one.id == grant_id), None)
        if grant is None:
            raise NotFound
        if grant.until_on is not None and grant.until_on < today:
            raise PortalError(409, lazy("This role has ended already."))
        if grant.role == "administrator" and person_id == current_user.id:
            raise PortalError(409, lazy("Another administrator has to do this, so that nobody locks themselves out."))
        service.withdraw_role(grant_id, today, current_user.id, clock.now())
    return _back_to(person_id, _("The role is withdrawn."))


@bp.post("/admin/people/<int:person_id>/account")
@allow("administer")
def switch_account(person_id: int) -> Response:
    """Close an account, or open it again."""
    is_enabled = request.form.get("enabled") == "yes"
    if person_id == current_user.id and not is_enabled:
        raise PortalError(409, lazy("Another administrator has to do this, so that nobody locks themselves out."))
    with transaction():
        service.enable(person_id, is_enabled, current_user.id, clock.now())
    return _back_to(
        person_id, _("The account is open again.") if is_enabled else _("The account is closed, and signed out everywhere.")
    )


@bp.post("/admin/people/<int:person_id>/link")
@allow("administer")
def issue_link(person_id: int) -> str:
    """Issue a set-password link. It stands in this answer only, so there is nothing to come back to."""
    now = clock.now()
    with transaction():
        _require_person(person_id)
        token = service.issue_link(person_id, current_user.id, now)
        trail.record(current_user.id, "account.link_issued", f"person:{person_id}", person_id, {}, now)
    return _person_page(person_id, url_for("people.set_password", token=token, _external=True))


@bp.route("/admin/import", methods=["GET", "POST"])
@allow("administer")
def import_people() -> str | tuple[str, int]:
    """Upload a file and see what is wrong with it and what it would change."""
    form = ImportForm()
    values: dict[str, Any] = {"form": form, "plan": None, "outcome": None, "token": None, "most_shown": MOST_SHOWN}
    if not form.validate_on_submit():
        return render_template("admin/import_people.html", **values), 422 if request.method == "POST" else 200
    name, content = form.file.data.filename or "", form.file.data.read()
    try:
        plan = service.plan_import(name, content)
    except BadFile as error:
        form.file.errors = [say(error.sentence)]
        return render_template("admin/import_people.html", **values), 422
    values["plan"] = plan
    var = current_app.config["PORTAL"].var_folder
    if plan.wrong:
        uploads.discard(var, current_user.id)
        return render_template("admin/import_people.html", **values), 422
    with transaction():
        values["outcome"] = service.preview_import(plan, _today(), clock.now())
    values["token"] = uploads.keep(var, current_user.id, name, content)
    return render_template("admin/import_people.html", **values)


@bp.post("/admin/import/confirm")
@allow("administer")
def confirm_import() -> str:
    """Import the file that was looked at, and show each new account's link once."""
    var = current_app.config["PORTAL"].var_folder
    path = uploads.find(var, current_user.id, request.form.get("token", ""))
    if path is None:
        raise PortalError(409, lazy("The file is no longer there. Upload it again."))
    now = clock.now()
    with transaction():
        plan = service.plan_import(path.name, path.read_bytes())
        if plan.wrong:
            raise PortalError(409, lazy("The portal has changed since you looked. Upload the file again."))
        outcome = service.import_people(plan, current_user.id, _today(), now)
    uploads.discard(var, current_user.id)
    links = [(email, url_for("people.set_password", token=token, _external=True)) for email, token in outcome.links]
    return render_template("admin/confirm_import.html", outcome=outcome, links=links)


@bp.route("/admin/notices", methods=["GET", "POST"])
@allow("administer")
def notices() -> Response | str | tuple[str, int]:
    """Write a notice and publish it."""
    told = people.latest_notice()
    form = NoticeForm(data=dict(told.text) if told else {})
    if not form.validate_on_submit():
        return render_template("admin/notices.html", form=form, told=told), 422 if request.method == "POST" else 200
    with transaction():
        service.publish({"zh": form.zh.data.strip(), "en": form.en.data.strip()}, current_user.id, clock.now())
    flash(_("The notice is published. Everyone is led to it when they next sign in."))
    return redirect(url_for("admin.notices"), 303)


@bp.get("/admin/audit")
@allow("see_audit_trail")
def audit_trail() -> str:
    """The audit trail, newest first, by action and person."""
    return _audit_page()


@bp.post("/admin/audit/verify")
@allow("see_audit_trail")
def verify_trail() -> str:
    """Check the whole trail now."""
    config = current_app.config["PORTAL"]
    return _audit_page(verify(config.audit_key, config.audit_head_file))


def _audit_page(problems: list[str] | None = None) -> str:
    action, who = request.args.get("action", ""), request.args.get("person", "").strip()
    scope = audit.Scope() if current_user.can("administer") else audit.Scope(*people.hr_scope(current_user, _today()))
    person_id = people.find_person_id(who) if who else None
    is_nobody = bool(who) and person_id is None
    pages = 1 if is_nobody else _page_count(audit.count_entries(action, person_id, scope))
    page = min(_page(), pages)
    entries = [] if is_nobody else audit.list_entries(action, person_id, scope, (page - 1) * PER_PAGE, PER_PAGE)
    ids = {one for entry in entries for one in (entry.actor_id, entry.person_id) if one}
    return render_template(
        "admin/audit_trail.html", entries=entries, cards=people.list_people(ids, _today()), page=page, pages=pages, actions=ACTIONS,
        action=action, who=who, is_nobody=is_nobody, problems=problems,
    )  # fmt: skip
