"""Marking by people: what waits, question by question, in an order that only chance decides, and without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock, journeys
from portal.access import allow
from portal.db import transaction
from portal.errors import NotFound
from portal.framework.queries import get_framework, get_rubric
from portal.framework.rules import Rubric
from portal.i18n import _
from portal.quizzes import service
from portal.quizzes.queries.definitions import list_prompts
from portal.quizzes.queries.marking import Waiting, get_answer_to_mark, get_marker, list_twice_marked, list_waiting
from portal.quizzes.rules.marking_by_people import Agreement, agreement, in_marking_order, refusal_to_mark

bp = Blueprint("marking", __name__)


@dataclass(frozen=True)
class QuestionToMark:
    """A question, how many answers wait for this marker, how many of theirs wait for another one, and how far markers agree."""

    question: str
    prompt: Any
    rubric: Rubric
    waiting: int
    mine: tuple[Waiting, ...]
    agreement: Agreement


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _mine() -> list[Waiting]:
    """Everything that the reader may mark now, or has marked and may still mend."""
    marker = get_marker(current_user.id, _today())
    return [one for one in list_waiting() if refusal_to_mark(marker, one.person_id, one.purpose, one.still_needed) is None]


def _is_new(one: Waiting) -> bool:
    return all(given.marker_id != current_user.id for given in one.given)


@bp.get("/marking")
@allow("assess")
def overview() -> str:
    """The questions that wait, one after the other."""
    waiting = _mine()
    questions = sorted({one.question for one in waiting})
    prompts = list_prompts({one.question: one.version_id for one in waiting}.values())
    twice = list_twice_marked(questions)
    rows = []
    for question in questions:
        answers = [one for one in waiting if one.question == question]
        mine = tuple(one for one in answers if not _is_new(one))
        pairs = [(one.first, one.second) for one in twice if one.question == question]
        rubric = get_rubric(answers[0].rubric_definition_id)
        prompt = prompts[answers[-1].version_id]
        rows.append(QuestionToMark(question, prompt, rubric, len(answers) - len(mine), mine, agreement(pairs)))
    return render_template("quizzes/overview.html", rows=rows)


@bp.get("/marking/<bank>/<name>")
@allow("assess")
def next_answer(bank: str, name: str) -> Response:
    """On to the next answer to a question, in this marker's own order; back to the overview after the last."""
    question = f"{bank}/{name}"
    answers = [(one.attempt_id, one.position) for one in _mine() if one.question == question and _is_new(one)]
    if not answers:
        return redirect(url_for("marking.overview"))
    attempt_id, position = in_marking_order(answers, f"{current_user.id}/{question}")[0]
    return redirect(url_for("marking.answer", attempt_id=attempt_id, position=position))


@bp.get("/marking/answers/<int:attempt_id>/<int:position>")
@allow("assess")
def answer(attempt_id: int, position: int) -> str:
    """One answer and its rubric."""
    waiting = service.find_waiting(attempt_id, position, current_user.id, _today())
    opened = get_answer_to_mark(waiting)
    given = next((one for one in waiting.markings if one.marker_id == current_user.id), None)
    return render_template(
        "quizzes/answer.html", opened=opened, question=opened.question, rubric=get_rubric(waiting.rubric_definition_id), given=given,
        framework=get_framework(current_user.content_release), shows="marks",
    )  # fmt: skip


@bp.post("/marking/answers/<int:attempt_id>/<int:position>")
@allow("assess")
def give(attempt_id: int, position: int) -> Response:
    """Save the ratings, and on to the next answer to the same question."""
    waiting = next((one for one in list_waiting(attempt_id) if one.position == position), None)
    if waiting is None:
        raise NotFound
    rubric = get_rubric(waiting.rubric_definition_id)
    texts = {one.id: request.form.get(f"rating-{one.id}", "") for one in rubric.criteria}
    ratings = {name: int(text) for name, text in texts.items() if text in {"1", "2", "3", "4", "5"}}
    with transaction():
        marked = journeys.mark_answer(attempt_id, position, current_user.id, ratings, request.form.get("feedback", ""), clock.now())
    flash(_("Saved. Another marker is needed before the mark stands.") if marked.still_needed else _("Saved. The mark stands."))
    bank, name = waiting.question.split("/", 1)
    return redirect(url_for("marking.next_answer", bank=bank, name=name), 303)
