"""Quizzes, attempts, results. Saving an answer is a hot path: one read, one insert, no template."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_login import current_user
from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader
from werkzeug.wrappers import Response

from config import ROOT
from portal import clock, journeys
from portal.access import allow
from portal.db import transaction
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_framework
from portal.i18n import LANGUAGES, lazy
from portal.people import queries as people
from portal.people.rules import Accommodation
from portal.quizzes import presenting, queries, service
from portal.quizzes.file_views import receive_files
from portal.quizzes.forms import answer_from_form, is_storable
from portal.quizzes.labels import PURPOSES, refusal_message
from portal.quizzes.presenting import Doubt
from portal.quizzes.queries import disputes as dispute_queries
from portal.quizzes.queries.corrections import list_steps
from portal.quizzes.queries.statistics import find_error_millionths, find_gate, has_cut_score
from portal.quizzes.rules.attempting import in_cycle, may_start_at, open_attempt, refusal_to_start
from portal.quizzes.rules.statistics.gates import GateState
from portal.quizzes.rules.statistics.reliability import is_near_the_mark

bp = Blueprint("quizzes", __name__)
bp.jinja_loader = ChoiceLoader(  # type: ignore[misc]  # a type's templates stand in its folder
    [FileSystemLoader(ROOT / "portal/quizzes/templates"), FunctionLoader(presenting.template)]
)
SAVE_ID = re.compile(r"[0-9a-zA-Z-]{8,40}")
LARGEST_BODY = 64 * 1024


@bp.get("/quizzes/<slug>")
@allow("learn")
def quiz(slug: str) -> str:
    """What a quiz is, what it counts for, what happened so far, and one button."""
    quiz_ = queries.get_quiz(slug)
    past = queries.list_past(current_user.id, slug)
    accommodation = _accommodation()
    cycle = journeys.exam_cycle(current_user.id, slug, current_user.content_release, clock.now())
    limits = quiz_.limits(accommodation.extra_attempts, cycle)
    missing = journeys.courses_missing_for(current_user.id, slug, current_user.content_release)
    refusal = refusal_to_start(limits, past, clock.now(), len(missing))
    results = {r.attempt_id: r for r in queries.list_results([current_user.id], [quiz_.purpose]).get(current_user.id, ())}
    return render_template(
        "quizzes/quiz.html", quiz=quiz_, past=past[::-1], going_on=open_attempt(past), results=results, missing=missing,
        purpose=PURPOSES[quiz_.purpose], refusal=refusal and refusal_message(refusal, may_start_at(limits, past)),
        noticed=current_user.noticed_at is not None, accommodation=accommodation, used=len(in_cycle(limits, past)),
        has_cut_score=has_cut_score(quiz_),
    )  # fmt: skip


def _accommodation() -> Accommodation:
    today = clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)
    return people.find_accommodation(current_user.id, today)


@bp.post("/quizzes/<slug>/start")
@allow("learn")
def start(slug: str) -> Response:
    """Start an attempt, or go on with the open one."""
    language = journeys.attempt_language(current_user)
    release, now = current_user.content_release, clock.now()
    missing = journeys.courses_missing_for(current_user.id, slug, release)
    with transaction():
        cycle = journeys.exam_cycle(current_user.id, slug, release, now)
        attempt_id = service.start(current_user.id, slug, language, len(missing), _accommodation(), now, cycle=cycle)
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id), 303)


@bp.get("/attempts/<int:attempt_id>")
@allow("learn")
def attempt(attempt_id: int) -> Response | str:
    """The questions. Whoever comes after the end is led to the result."""
    view = queries.get_attempt_view(attempt_id, current_user.id)
    if view is None:
        raise NotFound
    now = clock.now()
    if view.finished_at is None and view.deadline_at is not None and now >= view.deadline_at:
        with transaction():
            journeys.finish_overdue(attempt_id, now)
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    if view.finished_at is not None:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    remaining = int((view.deadline_at - now).total_seconds()) if view.deadline_at else None
    return render_template("quizzes/attempt.html", attempt=view, remaining=remaining)


@bp.post("/attempts/<int:attempt_id>/answers/<int:position>")
@allow("learn", reads_session_itself=True)
def save_answer(attempt_id: int, position: int) -> Any:
    """Keep an answer; answered only after it is committed."""
    if not request.is_json:
        return _save_form(attempt_id, position)
    body = _body()
    if (
        not SAVE_ID.fullmatch(str(body.get("save_id")))
        or not _is_number(body.get("based_on"))
        or not is_storable(body.get("answer"))
    ):
        return {"message": str(lazy("This request was not understood. Go back and try again."))}, 400
    with transaction():
        saved = _save(attempt_id, position, str(body["save_id"]), body["based_on"], body.get("answer"))
    return {"number": saved.number, "counts": saved.counts, "latest": saved.latest}


def _body() -> dict[str, Any]:
    """What the device sent; empty where that is too large, too deep or no object."""
    try:
        body = request.get_json(silent=True) if (request.content_length or 0) <= LARGEST_BODY else None
    except RecursionError:
        return {}
    return body if isinstance(body, dict) else {}


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**31


def _save(attempt_id: int, position: int, save_id: str, based_on: int, answer: Any) -> Any:
    now = clock.now()
    token = session.get("_user_id")
    zone = current_app.config["PORTAL"].time_zone
    saving = queries.find_saving(token, attempt_id, position, save_id, now, clock.day_of(now, zone)) if token else None
    if saving is None:
        if not current_user.is_authenticated:
            raise PortalError(401, lazy("You are signed out. Sign in again; what you had saved is still there."))
        raise NotFound
    if not 0 <= position < saving.question_count:
        raise NotFound
    return service.save_answer(saving, position, save_id, based_on, answer, saving.locale, now)


def _save_form(attempt_id: int, position: int) -> Response:
    """The same without a script: on to the same question."""
    if not current_user.is_authenticated:
        return redirect(url_for("people.sign_in", next=url_for("quizzes.attempt", attempt_id=attempt_id)))
    view = queries.get_attempt_view(attempt_id, current_user.id)
    if view is None or not 0 <= position < len(view.questions):
        raise NotFound
    question = view.questions[position]
    save_id = request.form.get("save_id", "")
    if not SAVE_ID.fullmatch(save_id):
        raise PortalError(400, lazy("This request was not understood. Go back and try again."))
    files = receive_files(view, question)
    with transaction():
        answer = answer_from_form(request.form, question.type, question.answer, files)
        _save(attempt_id, position, save_id, question.number, answer)
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id) + f"#q{position + 1}", 303)


@bp.post("/attempts/<int:attempt_id>/language")
@allow("learn")
def change_language(attempt_id: int) -> Response:
    """Go on in the other language; answers stay."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise PortalError(400, lazy("This request was not understood. Go back and try again."))
    with transaction():
        service.change_language(attempt_id, current_user.id, chosen)  # type: ignore[arg-type]  # checked the line before
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id), 303)


@bp.post("/attempts/<int:attempt_id>/submit")
@allow("learn")
def submit(attempt_id: int) -> Response:
    """Hand in. Twice, from two tabs, is as once."""
    with transaction():
        journeys.submit_attempt(attempt_id, current_user.id, clock.now())
    return redirect(url_for("quizzes.result", attempt_id=attempt_id), 303)


@bp.get("/attempts/<int:attempt_id>/result")
@allow("learn")
def result(attempt_id: int) -> Response | str:
    """My result: the score, and as much per question as the quiz shows."""
    view = queries.get_attempt_view(attempt_id, current_user.id)
    if view is None:
        raise NotFound
    if view.finished_at is None:
        return redirect(url_for("quizzes.attempt", attempt_id=attempt_id))
    awaiting = queries.find_awaiting(attempt_id, view.locale)
    if awaiting is not None:
        return render_template("quizzes/awaiting.html", attempt=view, awaiting=awaiting, shows="scores_per_skill")
    shows = queries.list_attempts([attempt_id])[attempt_id].shows
    trace = queries.get_attempt_trace(attempt_id, view.locale, True, shows != "scores_per_skill", False)
    if trace is None:
        raise NotFound
    return render_template(
        "quizzes/result.html", attempt=view, result=trace.result, questions=trace.questions, shows=shows,
        steps=list_steps([attempt_id]).get(attempt_id, ()), disputes=dispute_queries.list_of_attempt(attempt_id),
        framework=get_framework(current_user.content_release), next_step=journeys.after_result(current_user.id, trace.result, clock.now()),
        doubt=_doubt(trace.result),
    )  # fmt: skip


def _doubt(result: queries.AttemptResult) -> Doubt | None:
    """How far the result of an exam can be trusted, and whether another form may be taken now; None for practice."""
    if result.purpose == "practice":
        return None
    gate = find_gate(result.quiz_slug)
    error = find_error_millionths(result.attempt_id)
    is_provisional = gate is not None and gate.state is GateState.PROVISIONAL
    if not is_near_the_mark(result.earned, result.possible, result.pass_percent, error):
        return Doubt(is_provisional, False, 0)
    quiz_ = queries.find_quiz(result.quiz_slug)
    if quiz_ is None:
        return Doubt(is_provisional, True, error or 0)
    cycle = journeys.exam_cycle(current_user.id, result.quiz_slug, current_user.content_release, clock.now())
    limits, past = quiz_.limits(_accommodation().extra_attempts, cycle), queries.list_past(current_user.id, result.quiz_slug)
    missing = journeys.courses_missing_for(current_user.id, result.quiz_slug, current_user.content_release)
    refusal = refusal_to_start(limits, past, clock.now(), len(missing))
    return Doubt(
        is_provisional, True, error or 0, refusal and refusal_message(refusal, may_start_at(limits, past)), refusal is None
    )
