"""The assessor's queue and rubric, and a manager's coaching on the same rubric."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock, journeys
from portal.access import allow, require_sight
from portal.db import transaction
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_framework, get_rubric
from portal.framework.rules import Rubric
from portal.i18n import _, lazy
from portal.numbers import read_day
from portal.people import queries as people
from portal.practicals import queries, service
from portal.practicals.labels import REFUSALS
from portal.practicals.rules import refusal_to_assess

bp = Blueprint("practicals", __name__, template_folder="templates")


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _day(name: str) -> date:
    day = read_day(request.form.get(name))
    if day is None:
        raise PortalError(422, lazy("Write the day like 2026-03-05."))
    return day


def _ratings(rubric: Rubric) -> dict[str, int]:
    found = {one.id: request.form.get(f"rating-{one.id}", "") for one in rubric.criteria}
    return {name: int(text) for name, text in found.items() if text in {"1", "2", "3", "4", "5"}}


@bp.get("/assessments")
@allow("assess")
def assessments() -> str:
    """Whose practical waits: mine first, then those that nobody has taken."""
    waiting = queries.list_waiting()
    cards = people.list_people({one.person_id for one in waiting}, _today())
    rows = [
        (one, cards[one.person_id], get_rubric(one.rubric_definition_id)) for one in waiting if one.person_id != current_user.id
    ]
    mine = [row for row in rows if row[0].assessor_id == current_user.id]
    free = [row for row in rows if row[0].assessor_id is None]
    return render_template("practicals/assessments.html", mine=mine, free=free, today=_today())


def _get(practical_id: int) -> queries.PracticalValue:
    practical = queries.find_practical(practical_id)
    if practical is None or practical.kind != "certifying":
        raise NotFound
    if refusal_to_assess(current_user.id, True, queries.get_candidate(practical.person_id, _today()), False) is not None:
        raise NotFound
    return practical


@bp.get("/assessments/<int:practical_id>")
@allow("assess")
def assessment(practical_id: int) -> str:
    """The rubric, to score on a phone."""
    practical = _get(practical_id)
    is_corrigible = practical.closed_at is not None and practical.scored_by == current_user.id
    refusal = None
    if practical.closed_at is not None and not is_corrigible:
        refusal = REFUSALS["closed"]  # type: ignore[index]  # a StrEnum is its text
    card = people.list_people([practical.person_id], _today())[practical.person_id]
    return render_template(
        "practicals/assessment.html", practical=practical, card=card, rubric=get_rubric(practical.rubric_definition_id),
        today=_today(), refusal=refusal, is_corrigible=is_corrigible,
    )  # fmt: skip


@bp.post("/assessments/<int:practical_id>/take")
@allow("assess")
def take(practical_id: int) -> Response:
    """Take it, with a day."""
    _get(practical_id)
    with transaction():
        service.take(practical_id, current_user.id, _day("scheduled_on"), _today())
    flash(_("It is yours. The person sees the day."))
    return redirect(url_for("practicals.assessments"), 303)


@bp.post("/assessments/<int:practical_id>/score")
@allow("assess")
def score(practical_id: int) -> Response:
    """Score it; or correct one's own score, with a reason."""
    practical = _get(practical_id)
    ratings = _ratings(get_rubric(practical.rubric_definition_id))
    reason = request.form.get("reason", "").strip() or None
    observed_on = _day("observed_on")
    if observed_on > _today():
        raise PortalError(422, lazy("The day of the observation lies ahead."))
    with transaction():
        is_passed = journeys.score_practical(
            practical_id, current_user.id, ratings, request.form.get("feedback", ""), observed_on, reason, clock.now()
        )
    flash(_("Saved: passed.") if is_passed else _("Saved: not passed yet. The person sees your feedback."))
    return redirect(url_for("practicals.assessments"), 303)


@bp.route("/people/<int:person_id>/coaching", methods=["GET", "POST"])
@allow("coach")
def coaching(person_id: int) -> Response | str:
    """A role-play with a report, on a rubric: it helps, and certifies nothing."""
    standing = people.get_standing(current_user, person_id, _today())
    require_sight("profile", standing)
    if not standing.is_above:
        raise NotFound
    framework = get_framework(current_user.content_release)
    rubric: Any = framework.rubrics.get(request.values.get("rubric", "")) or next(iter(framework.rubrics.values()), None)
    if rubric is None:
        raise NotFound
    if request.method == "POST":
        with transaction():
            service.coach(
                person_id, current_user.id, rubric, _ratings(rubric), request.form.get("feedback", ""), _today(), clock.now()
            )
        flash(_("Saved. The person sees it as coaching; it counts for nothing."))
        return redirect(f"/people/{person_id}", 303)
    card = people.list_people([person_id], _today())[person_id]
    past = [one for one in queries.list_practicals([person_id]).get(person_id, ()) if one.kind == "coaching"]
    return render_template("practicals/coaching.html", card=card, rubric=rubric, rubrics=framework.rubrics, past=past)
