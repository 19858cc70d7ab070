"""Review cycles, for HR: open one, see what is missing, excuse, hand on, export."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.access import allow
from portal.audit import service as audit
from portal.db import transaction
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_framework, get_review_template
from portal.i18n import _, lazy
from portal.numbers import read_day, read_id
from portal.people import queries as people
from portal.reviews import queries, service
from portal.reviews.labels import COMPONENTS, ITEMS, STATES
from portal.spreadsheets import to_csv

LONGEST_ITEM = 60
bp = Blueprint("cycles", __name__, template_folder="templates")


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _day(name: str) -> date:
    day = read_day(request.form.get(name))
    if day is None:
        raise PortalError(422, lazy("Write the day like 2026-03-05."))
    return day


@bp.get("/reviews/cycles")
@allow("run_reviews")
def cycles() -> str:
    """All cycles, open appeals, and a form to open a cycle."""
    today = _today()
    found = queries.list_cycles()
    mine = people.hr_person_ids(current_user, today)
    appeals = [one for one in queries.list_appeals(is_open=True) if one.person_id in mine]
    return render_template(
        "reviews/cycles.html", cycles=found, counts=queries.count_by_state([one.id for one in found]), states=STATES, today=today,
        templates=get_framework(current_user.content_release).review_templates, teams=people.list_teams(), appeals=appeals,
        names=people.list_people({one.person_id for one in appeals}, today),
    )  # fmt: skip


@bp.post("/reviews/cycles")
@allow("run_reviews")
def open_cycle() -> Response:
    """Open a cycle from a template, for a team or all of mine."""
    template = get_framework(current_user.content_release).review_templates.get(request.form.get("template", ""))
    if template is None:
        raise PortalError(422, lazy("Choose a template."))
    team = read_id(request.form.get("team"))
    if team not in {None, *(one.id for one in people.list_teams())}:
        raise PortalError(422, lazy("This team is not known. Choose one from the list."))
    start, end = _day("period_from"), _day("period_until")
    title = {code: f"{template.title[code]}, {start:%Y-%m} – {end:%Y-%m}" for code in ("zh", "en")}
    today = _today()
    with transaction():
        cycle_id = service.open_cycle(
            template, title, team, start, end, _day("feedback_until"), current_user.id,
            people.hr_person_ids(current_user, today), today, clock.now(),
        )  # fmt: skip
    flash(_("The cycle is open. Managers and the people concerned see it under Reviews."))
    return redirect(url_for("cycles.cycle", cycle_id=cycle_id), 303)


def _rows(cycle_id: int) -> tuple[queries.CycleValue, list[tuple[queries.ReviewValue, Any, Any]]]:
    found = queries.find_cycle(cycle_id)
    if found is None:
        raise NotFound
    today = _today()
    mine = people.hr_person_ids(current_user, today)
    reviews = [one for one in queries.list_of_cycle(cycle_id) if one.person_id in mine]
    cards = people.list_people({one.person_id for one in reviews} | {one.manager_id for one in reviews}, today)
    return found, [(one, cards[one.person_id], cards.get(one.manager_id)) for one in reviews]


@bp.get("/reviews/cycles/<int:cycle_id>")
@allow("run_reviews")
def cycle(cycle_id: int) -> str:
    """What is missing for whom; the distribution of ratings, as guidance and never enforced."""
    found, rows = _rows(cycle_id)
    today = _today()
    missing = {one.id: service.compute(one, today).missing for one, _card, _manager in rows if one.state == "open"}
    template = get_review_template(found.template_id)
    ratings = Counter(one.rating for one, _card, _manager in rows if one.rating)
    with transaction():
        audit.record(
            current_user.id, "review_cycle.opened_page", f"review_cycle:{cycle_id}", None, {"reviews": len(rows)}, clock.now()
        )
    return render_template(
        "reviews/cycle.html", cycle=found, rows=rows, missing=missing, states=STATES, template=template, ratings=ratings,
        excuses=queries.list_excuses(cycle_id), components=COMPONENTS, items=ITEMS, kpis=get_framework(current_user.content_release).kpis,
    )  # fmt: skip


@bp.post("/reviews/cycles/<int:cycle_id>/excuse")
@allow("run_reviews")
def excuse(cycle_id: int) -> Response:
    """Excuse what is missing for a class of cases, with one reason."""
    found, rows = _rows(cycle_id)
    component, _slash, item = request.form.get("what", "").partition("/")
    known = {one.id: one for one in get_review_template(found.template_id).components}
    if component not in known or len(item) > LONGEST_ITEM:
        raise PortalError(422, lazy("Choose what is excused."))
    who = request.form.get("who", "all")
    rung = who.removeprefix("rung:")
    applies: dict[str, Any] = {"all": True} if who == "all" else {"rung": rung}
    if not rows:
        raise NotFound
    with transaction():
        service.excuse(
            cycle_id, component, item or None, applies, request.form.get("reason", "")[:2000], current_user.id, clock.now()
        )
    flash(_("Excused; the reason stands in each review concerned."))
    return redirect(url_for("cycles.cycle", cycle_id=cycle_id), 303)


@bp.post("/reviews/<int:review_id>/reassign")
@allow("run_reviews")
def reassign(review_id: int) -> Response:
    """Hand a review to another writer."""
    found = queries.find_review(review_id)
    target = people.find_person_id(request.form.get("manager", ""))
    if found is None or found.person_id not in people.hr_person_ids(current_user, _today()):
        raise NotFound
    if target is None:
        raise PortalError(422, lazy("Nobody has this address. Write the e-mail address of the new writer."))
    with transaction():
        service.reassign(review_id, target, current_user.id, clock.now())
    flash(_("Handed on."))
    return redirect(url_for("cycles.cycle", cycle_id=found.cycle.id), 303)


@bp.post("/reviews/<int:review_id>/customers")
@allow("run_reviews")
def add_customer_answer(review_id: int) -> Response:
    """Note a customer's answer that HR has collected: a step of the scale and a sentence, without a name."""
    found = queries.find_review(review_id)
    value = request.form.get("value", "")
    if found is None or found.person_id not in people.hr_person_ids(current_user, _today()):
        raise NotFound
    if value not in {"1", "2", "3", "4", "5"}:
        raise PortalError(422, lazy("Choose a step of the scale first."))
    with transaction():
        service.add_customer_answer(review_id, int(value), request.form.get("comment", "")[:2000])
        audit.record(current_user.id, "review.customer_answer", f"review:{review_id}", found.person_id, {}, clock.now())
    flash(_("Noted. Customers' answers are shown together, from four on."))
    return redirect(url_for("reviews.review", review_id=review_id), 303)


@bp.get("/reviews/cycles/<int:cycle_id>.csv")
@allow("run_reviews")
def export(cycle_id: int) -> Response:
    """The cycle as CSV: people, ratings, states; no colleague's answer."""
    _found, rows = _rows(cycle_id)
    header = ["person", "email", "rung", "manager", "state", "rating", "signed_at"]
    lines = [
        [card.name, card.email, one.rung, manager.name if manager else "", one.state, one.rating or "", one.signed_at or ""]
        for one, card, manager in rows
    ]
    with transaction():
        audit.record(
            current_user.id, "review_cycle.exported", f"review_cycle:{cycle_id}", None, {"reviews": len(rows)}, clock.now()
        )
    answer = Response(to_csv(header, lines), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="reviews-{cycle_id}.csv"'
    return answer
