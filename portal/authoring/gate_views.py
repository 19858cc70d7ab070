"""The quality gates of exams: what is missing before a result stops being provisional; closing one, with a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock, journeys
from portal.access import allow
from portal.authoring.blueprint import bp
from portal.authoring.statistics_labels import CHIPS, GATES
from portal.db import transaction
from portal.errors import NotFound
from portal.i18n import _
from portal.quizzes.queries import get_quiz
from portal.quizzes.queries.banks import list_current_quizzes
from portal.quizzes.queries.statistics import find_gate, list_gates
from portal.quizzes.rules.statistics.gates import GateState


@bp.get("/authoring/gates")
@allow("decide_gates")
def quality_gates() -> str:
    """Every quiz that counts, and where it stands."""
    quizzes = [one for one in list_current_quizzes() if one.purpose != "practice"]
    return render_template("authoring/quality_gates.html", quizzes=quizzes, standing=list_gates(), gates=GATES, chips=CHIPS)


@bp.get("/authoring/gates/<slug>")
@allow("decide_gates")
def quality_gate(slug: str) -> str:
    """One quiz: what is missing, and the decision."""
    quiz, gate = get_quiz(slug), find_gate(slug)
    if gate is None or gate.state is GateState.NONE:
        raise NotFound
    return render_template("authoring/quality_gate.html", quiz=quiz, gate=gate, gates=GATES, chips=CHIPS)


@bp.post("/authoring/gates/<slug>")
@allow("decide_gates")
def decide_gate(slug: str) -> Response:
    """Close or open the gate; signed reviews that rest on the quiz are marked for another look, never rewritten."""
    is_closed = request.form.get("decision") == "close"
    with transaction():
        is_new = journeys.decide_gate(slug, is_closed, request.form.get("reason", "")[:2000], current_user.id, clock.now())
    if is_new:
        flash(
            _("The gate is closed. Open reviews leave out what rests on this quiz, and say why.")
            if is_closed
            else _("The gate is open again.")
        )
    return redirect(url_for("authoring.quality_gate", slug=slug), 303)
