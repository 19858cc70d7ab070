"""Reviews: mine, those I write, those I give feedback for; the calculation opened; signing, answering, appeals."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.access import Standing, allow
from portal.audit import service as audit
from portal.db import transaction
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_framework, get_review_template
from portal.i18n import _, language, lazy
from portal.numbers import read_id
from portal.people import queries as people
from portal.reviews import queries, service
from portal.reviews.labels import COMPONENTS, COVERAGE, ITEMS, OUTCOMES, STATES
from portal.reviews.rules.acting import refusal_to_answer, refusal_to_sign
from portal.reviews.rules.calculation import if_all_met
from portal.reviews.service.appeals import check_decider, disclose
from portal.reviews.service.snapshots import thaw

bp = Blueprint("reviews", __name__, template_folder="templates")


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _get(review_id: int) -> tuple[queries.ReviewValue, Standing]:
    """A review, if the reader may open it; else not found."""
    review = queries.find_review(review_id)
    if review is None:
        raise NotFound
    standing = people.get_standing(current_user, review.person_id, _today())
    if not (
        standing.is_self
        or standing.is_hr_for
        or current_user.id == review.manager_id
        or (standing.is_above and review.person_id != current_user.id)
    ):
        raise NotFound
    return review, standing


def _value(name: str = "value") -> int | None:
    text = request.form.get(name, "")
    return int(text) if text in {str(n) for n in range(1, 11)} else None


@bp.get("/reviews")
@allow("take_part_in_reviews")
def reviews() -> str:
    """My reviews, those that I write, and where my feedback is asked."""
    today = _today()
    mine = queries.list_of_person(current_user.id)
    writing = queries.list_to_write(current_user.id)
    asked = queries.list_my_invitations(current_user.id, today)
    appeals = queries.list_appeals(person_id=current_user.id)
    cards = people.list_people({one.person_id for one in [*writing, *asked]} | {one.manager_id for one in mine}, today)
    return render_template(
        "reviews/reviews.html", mine=mine, writing=writing, asked=asked, cards=cards, states=STATES, appeals=appeals, outcomes=OUTCOMES,
        scale=_scale_words,
    )  # fmt: skip


def _scale_words(review: queries.ReviewValue) -> str:
    template = get_review_template(review.cycle.template_id)
    return next((step.title[language()] for step in template.scale if step.id == review.rating), "–")


@bp.get("/reviews/<int:review_id>")
@allow("take_part_in_reviews")
def review(review_id: int) -> str:
    """The whole calculation: each number opens down as far as the reader may see. Reading somebody else's is recorded."""
    found, standing = _get(review_id)
    today = _today()
    calculation = thaw(found.snapshot) if found.state != "open" and found.snapshot else service.compute(found, today)
    if not standing.is_self:
        with transaction():
            audit.record(current_user.id, "review.opened", f"review:{review_id}", found.person_id, {}, clock.now())
    is_hidden = standing.is_self and found.state == "open"
    cards = people.list_people({found.person_id, found.manager_id}, today)
    template = get_review_template(found.cycle.template_id)
    comments = [] if today <= found.cycle.feedback_until else [c for _v, c in queries.list_feedback(review_id, "colleagues") if c]
    return render_template(
        "reviews/review.html", review=found, standing=standing, calculation=calculation, is_hidden=is_hidden, card=cards[found.person_id],
        manager=cards.get(found.manager_id), template=template, components=COMPONENTS, items=ITEMS, coverage=COVERAGE, states=STATES,
        kpis=get_framework(current_user.content_release).kpis, texts=queries.list_texts(review_id), could_be=if_all_met(calculation),
        comments=comments if len(comments) >= 4 else [], may_answer=standing.is_self and refusal_to_answer(found.standing) is None,
        rating=_scale_words(found), appeals=queries.list_appeals(subject=f"review:{review_id}"), outcomes=OUTCOMES,
        may_open_answers=standing.is_self,
    )  # fmt: skip


@bp.route("/reviews/<int:review_id>/write", methods=["GET", "POST"])
@allow("take_part_in_reviews")
def write(review_id: int) -> Response | str:
    """The manager writes, with the evidence beside it; then rates and signs."""
    found = queries.find_review(review_id)
    if found is None or found.manager_id != current_user.id:
        raise NotFound
    today, now = _today(), clock.now()
    if request.method == "POST":
        with transaction():
            service.write(review_id, "manager", current_user.id, _value(), request.form.get("comment", "")[:6000], now)
            if request.form.get("sign"):
                service.sign(
                    review_id, current_user.id, request.form.get("rating", ""), request.form.get("reason", "")[:4000], today, now
                )
        flash(_("Signed. The person can now read the whole calculation.") if request.form.get("sign") else _("Saved."))
        return redirect(url_for("reviews.review" if request.form.get("sign") else "reviews.write", review_id=review_id), 303)
    with transaction():  # what stands here is the whole calculation: writing it is reading it
        audit.record(current_user.id, "review.opened", f"review:{review_id}", found.person_id, {}, now)
    calculation = service.compute(found, today)
    team = (
        people.list_people(people.list_members(_team_of(found.person_id, today), today), today)
        if _team_of(found.person_id, today)
        else {}
    )
    invited = queries.list_invitations(review_id)
    return render_template(
        "reviews/write.html", review=found, card=people.list_people([found.person_id], today)[found.person_id], calculation=calculation,
        template=get_review_template(found.cycle.template_id), components=COMPONENTS, items=ITEMS, coverage=COVERAGE,
        kpis=get_framework(current_user.content_release).kpis, text=queries.list_texts(review_id).get(("manager", "manager")),
        self_text=queries.list_texts(review_id).get(("self", "self")), invited=invited,
        refusal=refusal_to_sign(found.standing, len(calculation.missing), "x", "x"), may_open_answers=False,
        colleagues=[c for c in team.values() if c.id not in {found.person_id, found.manager_id} and c.id not in {i.colleague_id for i in invited}],
        names=people.list_people({i.colleague_id for i in invited}, today),
    )  # fmt: skip


def _team_of(person_id: int, today: date) -> int:
    return people.list_people([person_id], today)[person_id].team_id or 0


@bp.post("/reviews/<int:review_id>/invite")
@allow("take_part_in_reviews")
def invite(review_id: int) -> Response:
    """Ask a colleague for feedback: the manager or HR."""
    found, standing = _get(review_id)
    colleague = read_id(request.form.get("colleague"))
    if not (found.manager_id == current_user.id or standing.is_hr_for):
        raise NotFound
    if colleague is None or colleague not in people.list_people([colleague], _today()):
        raise PortalError(422, lazy("Choose a colleague first."))
    with transaction():
        service.invite(review_id, colleague, current_user.id)
    flash(_("Asked. They find it under Reviews."))
    writes = found.manager_id == current_user.id  # the page for writing is the writer's alone
    return redirect(url_for("reviews.write" if writes else "reviews.review", review_id=review_id), 303)


@bp.route("/reviews/<int:review_id>/self", methods=["GET", "POST"])
@allow("take_part_in_reviews")
def self_review(review_id: int) -> Response | str:
    """The person writes their own: it is shown and never counted."""
    found = queries.find_review(review_id)
    if found is None or found.person_id != current_user.id:
        raise NotFound
    if request.method == "POST":
        with transaction():
            service.write(review_id, "self", current_user.id, _value(), request.form.get("comment", "")[:6000], clock.now())
        flash(_("Saved. Your manager reads it before signing."))
        return redirect(url_for("reviews.reviews"), 303)
    return render_template("reviews/self_review.html", review=found, text=queries.list_texts(review_id).get(("self", "self")))


@bp.route("/reviews/<int:review_id>/feedback", methods=["GET", "POST"])
@allow("take_part_in_reviews")
def feedback(review_id: int) -> Response | str:
    """A colleague's feedback: without name and time, shown from four on, all at once after closing."""
    found = next((one for one in queries.list_my_invitations(current_user.id, _today()) if one.id == review_id), None)
    if found is None:
        raise NotFound
    template = get_review_template(found.cycle.template_id)
    steps = next((one.scale for one in template.components if one.id == "feedback"), 5)
    if request.method == "POST":
        value = _value()
        if value is None or value > steps:
            raise PortalError(422, lazy("Choose a step of the scale first."))
        with transaction():
            service.give_feedback(review_id, current_user.id, value, request.form.get("comment", "")[:4000], _today())
        flash(_("Thank you. Nobody sees that it was you."))
        return redirect(url_for("reviews.reviews"), 303)
    return render_template(
        "reviews/feedback.html", review=found, card=people.list_people([found.person_id], _today())[found.person_id], steps=steps
    )


@bp.post("/reviews/<int:review_id>/acknowledge")
@allow("take_part_in_reviews")
def acknowledge(review_id: int) -> Response:
    """I have read it."""
    with transaction():
        service.acknowledge(review_id, current_user.id, clock.now())
    flash(_("Thank you. That you have read it does not mean that you agree; you can still appeal."))
    return redirect(url_for("reviews.review", review_id=review_id), 303)


@bp.post("/appeals")
@allow("learn")
def appeal() -> Response:
    """Appeal against my review or my exam result."""
    with transaction():
        service.appeal(request.form.get("subject", ""), current_user.id, request.form.get("text", "")[:4000], clock.now())
    flash(_("Your appeal is made. Somebody who had no part in it decides, with a reason that you will read."))
    return redirect(url_for("reviews.reviews"), 303)


@bp.route("/reviews/appeals/<int:appeal_id>", methods=["GET", "POST"])
@allow("run_reviews")
def decide_appeal(appeal_id: int) -> Response | str:
    """HR decides an appeal: keys and times open here, and here only; exam questions that are disclosed are drawn no more."""
    row = queries.find_appeal(appeal_id)
    if row is None or not people.get_standing(current_user, row.person_id, _today()).is_hr_for:
        raise NotFound
    now = clock.now()
    if request.method == "POST":
        with transaction():
            service.decide(appeal_id, current_user.id, request.form.get("outcome", ""), request.form.get("reason", "")[:4000], now)
        flash(_("Decided. The person reads your reason."))
        return redirect(url_for("cycles.cycles"), 303)
    with transaction():
        if row.outcome is None:
            check_decider(row, current_user.id)
        trace = disclose(row, now, language())
        audit.record(current_user.id, "appeal.opened", f"appeal:{appeal_id}", row.person_id, {"about": row.subject}, now)
    card = people.list_people([row.person_id], _today())[row.person_id]
    framework = get_framework(current_user.content_release)
    return render_template(
        "reviews/decide_appeal.html",
        appeal=row,
        card=card,
        trace=trace,
        outcomes=OUTCOMES,
        framework=framework,
        shows="key_and_feedback",
    )
