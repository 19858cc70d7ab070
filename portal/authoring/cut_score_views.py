"""Cut-score studies: judges estimate question by question, the result is adopted with a reason. Names of judges are never shown."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.access import allow
from portal.authoring.blueprint import bp
from portal.authoring.labels import TYPES
from portal.db import transaction
from portal.errors import PortalError
from portal.framework.queries import get_framework
from portal.i18n import _, lazy
from portal.numbers import read_id, read_number
from portal.quizzes.queries import cut_scores as queries
from portal.quizzes.queries import list_quiz_titles
from portal.quizzes.queries.banks import list_current_quizzes
from portal.quizzes.rules.statistics.cut_scores import LEAST_JUDGES, ranges, whole_judges
from portal.quizzes.service import cut_scores as service


def _percent(text: str) -> int | None:
    """A whole number as somebody typed it; None where nothing was. What is no whole number is refused in words."""
    if not text.strip():
        return None
    number = read_number(text.replace("%", "").replace("％", ""))
    if number is None or number.denominator != 1:
        raise PortalError(422, lazy("“%(text)s” is no whole number. Write a percent from 0 to 100.", text=text.strip()[:20]))
    return int(number)


@bp.get("/authoring/cut-scores")
@allow("judge")
def cut_scores() -> str:
    """Studies under way, and what was adopted."""
    quizzes = [one for one in list_current_quizzes() if one.purpose != "practice"]
    return render_template(
        "authoring/cut_scores.html",
        studies=queries.list_studies(),
        quizzes=quizzes,
        may_lead=current_user.can("author"),
        least=LEAST_JUDGES,
    )


@bp.post("/authoring/cut-scores")
@allow("author")
def open_cut_study() -> Response:
    """Open a study of today's questions, or go to the one that is under way."""
    with transaction():
        study_id = service.open_study(request.form.get("quiz", ""), current_user.id, clock.now())
    return redirect(url_for("authoring.cut_study", study_id=study_id), 303)


@bp.get("/authoring/cut-scores/<int:study_id>")
@allow("judge")
def cut_study(study_id: int) -> str:
    """The questions to judge; from the second round on what the judges said, without names; once closed, the result."""
    study = queries.get_study(study_id)
    estimates = queries.list_estimates(study_id, study.round)
    first = queries.list_estimates(study_id, 1) if study.round > 1 else {}
    quiz = list_quiz_titles([study.quiz_slug]).get(study.quiz_slug)
    return render_template(
        "authoring/cut_study.html", study=study, questions=queries.list_study_questions(study), mine=estimates.get(current_user.id, {}),
        judges=len(whole_judges(estimates, list(study.weights))), started=len(estimates), ranges=ranges(first), least=LEAST_JUDGES, types=TYPES,
        result=service.result_of(study, estimates) if study.closed_at else None, may_lead=current_user.can("author"), quiz=quiz,
        framework=get_framework(current_user.content_release),
    )  # fmt: skip


@bp.post("/authoring/cut-scores/<int:study_id>/estimates")
@allow("judge")
def estimate_cut(study_id: int) -> Response:
    """Save my estimates; a part of them will do for now."""
    given = {}
    for name, text in request.form.items():
        kind, _dash, version = name.partition("-")
        number = read_id(version) if kind == "question" else None
        percent = _percent(text) if number is not None else None
        if number is not None and percent is not None:
            given[number] = percent
    with transaction():
        service.estimate(study_id, current_user.id, request.form.get("round", 0, type=int), given, clock.now())
    flash(_("Saved: %(n)s estimates. You may change them until the round ends.", n=len(given)))
    return redirect(url_for("authoring.cut_study", study_id=study_id), 303)


@bp.post("/authoring/cut-scores/<int:study_id>/go-on")
@allow("author")
def go_on_with_cut_study(study_id: int) -> Response:
    """End the round that the page showed."""
    with transaction():
        service.go_on(study_id, request.form.get("round", 0, type=int), current_user.id, clock.now())
    return redirect(url_for("authoring.cut_study", study_id=study_id), 303)


@bp.post("/authoring/cut-scores/<int:study_id>/adopt")
@allow("author")
def adopt_cut_score(study_id: int) -> Response:
    """Adopt a pass mark; the page then says what to write in the quiz's file."""
    percent = _percent(request.form.get("percent", ""))
    with transaction():
        service.adopt(study_id, percent, request.form.get("reason", "")[:2000], current_user.id, clock.now())
    flash(_("Adopted. Write the lines below in the quiz's file: the mark applies from the next content sync on."))
    return redirect(url_for("authoring.cut_study", study_id=study_id), 303)
