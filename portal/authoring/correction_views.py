"""A question with its versions, disputes and corrections; a correction with who it moves; the disputes that wait for an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock, corrections
from portal.access import allow
from portal.authoring.blueprint import bp
from portal.authoring.correction_labels import ANSWERS, EDITS, KINDS, LINES, PARTS, STATES
from portal.authoring.labels import POOLS, TYPES
from portal.db import transaction
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_framework
from portal.i18n import _, language, lazy
from portal.people import queries as people
from portal.quizzes.labels import CORRECTION_REFUSALS
from portal.quizzes.queries import corrections as queries
from portal.quizzes.queries import disputes as dispute_queries
from portal.quizzes.queries.banks import find_bank_question
from portal.quizzes.rules.correcting import refusal_to_withdraw
from portal.quizzes.rules.editing import Difference, classify, differences
from portal.quizzes.service import correcting, disputes

MOST_DISPUTES = 100


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _where(one: Difference) -> str:
    """Where two versions differ, in words."""
    return " ".join(
        str(PARTS.get(part, part)) if isinstance(part, str) else str(part) for part in one.path if part not in {"facts", "prose"}
    )


def _said(text: str | None) -> str:
    """What a version says at a place, as a person reads it."""
    return "–" if text is None else str(ANSWERS.get(text, text))


@bp.get("/authoring/questions/<bank>/<name>")
@allow("author")
def question(bank: str, name: str) -> str:
    """A question: what it asks, how its versions differ, what was disputed and corrected, and the way to a correction."""
    found = find_bank_question(f"{bank}/{name}")
    versions = queries.list_versions(f"{bank}/{name}")
    if not versions:
        raise NotFound
    newest = next((one for one in versions if found is not None and one.id == found.version_id), versions[0])
    counts = queries.count_attempts([one.id for one in versions])
    others = [
        (one, EDITS[classify(one, newest)], counts.get(one.id, 0), differences(one, newest, language()))
        for one in versions
        if one.id != newest.id
    ]
    return render_template(
        "authoring/question.html", id=f"{bank}/{name}", bank=bank, name=name, found=found, newest=newest, count=counts.get(newest.id, 0),
        others=others, where=_where, said=_said, types=TYPES, pools=POOLS, kinds=KINDS, states=STATES,
        framework=get_framework(current_user.content_release), disputes=dispute_queries.list_of_question(f"{bank}/{name}"),
        corrections=queries.list_corrections(f"{bank}/{name}"),
    )  # fmt: skip


@bp.post("/authoring/questions/<bank>/<name>/corrections")
@allow("author")
def propose_correction(bank: str, name: str) -> Response:
    """Try a correction on every attempt, and propose it with what came out."""
    now = clock.now()
    spec = correcting.specify(f"{bank}/{name}", request.form.get("kind", ""))
    tried = corrections.dry_run(spec, _today(), now)  # only reads, and is long: nobody waits for it to write
    with transaction():
        number = corrections.propose(spec, tried, request.form.get("reason", "")[:4000], current_user.id, now)
    return redirect(url_for("authoring.correction", correction_id=number), 303)


@bp.get("/authoring/corrections")
@allow("approve_corrections")
def list_corrections() -> str:
    """All corrections, the newest first."""
    return render_template("authoring/list_corrections.html", corrections=queries.list_corrections(), kinds=KINDS, states=STATES)


def _get(correction_id: int) -> queries.CorrectionValue:
    found = queries.find_correction(correction_id)
    if found is None:
        raise NotFound
    return found


def _names(rows: list[dict[str, Any]]) -> dict[int, str]:
    """The names of those people of the list for whom the reader is HR; authors see none."""
    today = _today()
    mine = people.hr_person_ids(current_user, today) if current_user.can("run_reviews") else frozenset()
    shown = {row["person"] for row in rows} & mine
    return {card.id: card.name for card in people.list_people(shown, today).values()} if shown else {}


@bp.get("/authoring/corrections/<int:correction_id>")
@allow("approve_corrections")
def correction(correction_id: int) -> str:
    """A correction: what it does, whom it moves across which line (without names for authors), and its approval."""
    found = _get(correction_id)
    refusal = correcting.refusal_now(found, current_user.id) if found.state == "proposed" else None
    return render_template(
        "authoring/correction.html", correction=found, tried=found.dry_run, names=_names(found.dry_run["rows"]), kinds=KINDS,
        states=STATES, lines=LINES, refusal=CORRECTION_REFUSALS[refusal] if refusal else None,
        may_withdraw=found.state == "proposed" and refusal_to_withdraw(found.proposal) is None and current_user.can("author"),
        may_open_question=current_user.can("author"),
        disputes=[one for one in dispute_queries.list_of_question(found.question_id) if one.correction_id == found.id],
    )  # fmt: skip


@bp.post("/authoring/corrections/<int:correction_id>/approve")
@allow("approve_corrections")
def approve_correction(correction_id: int) -> Response:
    """Let it go ahead; the jobs write it within a minute."""
    with transaction():
        correcting.approve(correction_id, current_user.id, clock.now())
    flash(_("Approved. It is written within a minute and takes effect all at once."))
    return redirect(url_for("authoring.correction", correction_id=correction_id), 303)


@bp.post("/authoring/corrections/<int:correction_id>/withdraw")
@allow("author")
def withdraw_correction(correction_id: int) -> Response:
    """Take a proposal back."""
    with transaction():
        corrections.withdraw(correction_id, current_user.id, clock.now())
    return redirect(url_for("authoring.correction", correction_id=correction_id), 303)


@bp.get("/authoring/disputes")
@allow("author")
def list_disputes() -> str:
    """Disputes that wait for an answer, the oldest first."""
    return render_template("authoring/list_disputes.html", disputes=dispute_queries.list_open(MOST_DISPUTES))


@bp.post("/authoring/disputes/<int:dispute_id>/answer")
@allow("author")
def answer_dispute(dispute_id: int) -> Response:
    """Uphold or decline, with an answer that the learner reads; upheld, it leads on to a correction."""
    outcome = request.form.get("outcome", "")
    if outcome not in {"upheld", "declined"}:
        raise PortalError(422, lazy("Choose whether the dispute is upheld or declined."))
    with transaction():
        disputes.answer(dispute_id, current_user.id, outcome == "upheld", request.form.get("answer", "")[:4000], clock.now())
    found = dispute_queries.find_dispute(dispute_id)
    if found is None:
        raise NotFound
    flash(_("Answered. Now propose the correction.") if outcome == "upheld" else _("Answered. The learner reads it at the result."))
    bank, _slash, name = found.question_id.partition("/")
    return redirect(url_for("authoring.question", bank=bank, name=name) + ("#correct" if outcome == "upheld" else ""), 303)
