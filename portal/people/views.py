"""Signing in and out, language, account, first password, notice."""

from __future__ import annotations

import io
import json
from datetime import date
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, send_file, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from portal import clock
from portal.access import allow
from portal.audit import queries as audit
from portal.db import transaction
from portal.errors import PortalError
from portal.i18n import LANGUAGES, _, lazy
from portal.people import export, queries, service
from portal.people.forms import AccommodationForm, ChangePasswordForm, PasswordForm, SignInForm
from portal.people.service.passwords import find_link

bp = Blueprint("people", __name__, template_folder="templates")


def own_path(address: str | None) -> str:
    """The address if it is a path of this portal, else the start page: nobody is led elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")) or "\\" in address:
        return "/"
    if any(ord(letter) < 32 for letter in address):
        return "/"  # browsers drop what cannot be seen: /<tab>/elsewhere would become //elsewhere
    parts = urlsplit(address)
    return "/" if parts.scheme or parts.netloc else address.rstrip("?")


def _enter(token: str) -> None:
    """Begin a new session: nothing of the one before survives."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.permanent = True
    now = clock.now()
    viewer = queries.find_viewer(token, now, clock.day_of(now, current_app.config["PORTAL"].time_zone))
    if viewer is not None:
        login_user(viewer)


@bp.route("/sign-in", methods=["GET", "POST"])
@allow("public")
def sign_in() -> Response | str | tuple[str, int]:
    """Sign in, then go where one wanted to go."""
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next")))
    form = SignInForm(next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), 422 if request.method == "POST" else 200
    proof = service.prove(form.email.data, form.password.data)
    with transaction():
        token = service.sign_in(proof, request.remote_addr or "", clock.now())
    if token is None:
        refusal = _(
            "The address or the password is not right, or there were too many tries. After eight wrong ones, wait 15 minutes."
        )
        return render_template("people/sign_in.html", form=form, refusal=refusal), 422
    _enter(token)
    return redirect(own_path(form.next.data), 303)


@bp.post("/sign-out")
@allow("public")
def sign_out() -> Response:
    """End this sign-in. The page that follows wipes what the device kept."""
    if current_user.is_authenticated:
        with transaction():
            service.end_sign_in(current_user.sign_in_token, clock.now())
    logout_user()
    session.clear()
    return redirect(url_for("people.sign_in", out=1), 303)


@bp.post("/language")
@allow("public")
def language() -> Response:
    """Choose the language: for good where somebody is signed in, else for this browser."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise PortalError(400, lazy("This request was not understood. Go back and try again."))
    session["language"] = chosen
    if current_user.is_authenticated:
        with transaction():
            service.choose_language(current_user.id, chosen)
    return redirect(own_path(request.form.get("next")), 303)


@bp.before_app_request
def _language_of_browser() -> None:
    chosen = session.get("language")
    if chosen in LANGUAGES:
        g.language = chosen


@bp.route("/set-password/<token>", methods=["GET", "POST"])
@allow("public")
def set_password(token: str) -> Response | str | tuple[str, int]:
    """Set a password by a one-time link, and be signed in."""
    now = clock.now()
    if find_link(token, now) is None:
        raise PortalError(404, lazy("This link was used already or has run out. Ask your administrator for a new one."))
    form = PasswordForm()
    if not form.validate_on_submit():
        return render_template("people/set_password.html", form=form), 422 if request.method == "POST" else 200
    with transaction():
        person_id = service.use_link(token, form.password.data, now)
        fresh = service.open_sign_in(person_id, now)
    _enter(fresh)
    return redirect("/", 303)


@bp.route("/account", methods=["GET", "POST"])
@allow("learn")
def account() -> Response | str | tuple[str, int]:
    """My account: language, password, devices, who opened my results, everything about me."""
    form = ChangePasswordForm()
    status = 200
    if form.validate_on_submit():
        card = queries.list_people([current_user.id], _today())[current_user.id]
        if service.prove(card.email, form.present.data).is_right:
            with transaction():
                service.set_password(current_user.id, form.password.data, clock.now())
                token = service.open_sign_in(current_user.id, clock.now())
            _enter(token)
            flash(_("Your password is changed. All other devices are signed out."))
            return redirect(url_for("people.account"), 303)
        form.present.errors = [_("This is not your present password.")]
        status = 422
    elif request.method == "POST":
        status = 422
    readings = audit.list_readings(current_user.id, 20)
    cards = queries.list_people({current_user.id, *(one.actor_id for one in readings if one.actor_id)}, _today())
    return render_template("people/account.html", form=form, card=cards[current_user.id], cards=cards, readings=readings), status


@bp.post("/account/sign-out-everywhere")
@allow("learn")
def sign_out_everywhere() -> Response:
    """End all my sign-ins, this one too."""
    with transaction():
        service.end_all_sign_ins(current_user.id, clock.now())
    logout_user()
    session.clear()
    return redirect(url_for("people.sign_in", out=1), 303)


@bp.get("/account/export.<form>")
@allow("learn")
def export_me(form: str) -> Response:
    """Everything that the portal holds about me, as JSON or as CSV files in a ZIP."""
    if form not in {"json", "zip"}:
        raise PortalError(404, lazy("There is nothing at this address, or it is not yours to see."))
    tables = export.collect(current_user.id)
    if form == "json":
        content, kind = json.dumps(tables, ensure_ascii=False, indent=1, default=str).encode(), "application/json"
    else:
        content, kind = export.as_zip(tables), "application/zip"
    return send_file(io.BytesIO(content), kind, as_attachment=True, download_name=f"my-data.{form}")


@bp.route("/notice", methods=["GET", "POST"])
@allow("learn")
def notice() -> Response | str:
    """What is assessed, how it counts, from when and for what it may not be used; with the receipt."""
    now = clock.now()
    with transaction():
        if request.method == "POST":
            service.acknowledge(current_user.id, now)
        service.deliver(current_user.id, now)
        values = queries.find_told(current_user.id)
    if request.method == "POST":
        flash(_("Thank you. What you do from now on counts as described."))
        return redirect("/", 303)
    return _notice_page(values, AccommodationForm())


def _notice_page(told: queries.Told | None, form: AccommodationForm) -> str:
    return render_template("people/notice.html", told=told, form=form, asked=queries.list_accommodations([current_user.id]))


@bp.post("/notice/accommodation")
@allow("learn")
def accommodation() -> Response | tuple[str, int]:
    """Ask for more time or another form."""
    form = AccommodationForm()
    if not form.validate_on_submit():
        return _notice_page(queries.find_told(current_user.id), form), 422
    with transaction():
        service.ask_accommodation(current_user.id, form.wish.data, clock.now())
    flash(_("Your wish has been passed on to HR. You will hear before your next exam."))
    return redirect(url_for("people.notice"), 303)


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)
