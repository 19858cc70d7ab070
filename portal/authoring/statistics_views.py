"""Statistics of quizzes and questions, and the questions that need a look. Figures only, never a name; nothing is computed here."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user

from portal.access import allow
from portal.authoring.blueprint import bp
from portal.authoring.labels import POOLS, TYPES
from portal.authoring.statistics_labels import CHIPS, GATES, LANGUAGES, choice_words
from portal.errors import NotFound
from portal.framework.queries import get_framework
from portal.i18n import language
from portal.quizzes.queries import get_quiz
from portal.quizzes.queries import statistics as queries
from portal.quizzes.queries.cut_scores import list_adopted
from portal.quizzes.rules.statistics import LEAST_FOR_FIGURES, LEAST_FOR_JUDGING
from portal.quizzes.rules.statistics.looks import is_small_pool, reasons, thresholds

PER_PAGE = 50


def _reasons(question: queries.QuestionSnapshot) -> tuple[str, ...]:
    if question.figures is None:
        return ()
    return reasons(question.figures, question.setting)


@bp.get("/authoring/quizzes/<slug>/statistics")
@allow("author")
def quiz_statistics(slug: str) -> str:
    """A quiz in one content version: how it went at first attempts, and each of its questions in a line."""
    quiz = get_quiz(slug)
    snapshots = queries.list_quiz_snapshots(slug)
    wanted = request.args.get("version", "")
    chosen = next((one for one in snapshots if wanted and one.key.startswith(wanted)), snapshots[0] if snapshots else None)
    if wanted and (chosen is None or not chosen.key.startswith(wanted)):
        raise NotFound
    questions = queries.list_questions_of_quiz(slug, chosen.key) if chosen else ()
    return render_template(
        "authoring/quiz_statistics.html", quiz=quiz, snapshots=snapshots, chosen=chosen, questions=questions, reasons=_reasons,
        gate=queries.find_gate(slug), gates=GATES, chips=CHIPS, least=LEAST_FOR_FIGURES, least_to_judge=LEAST_FOR_JUDGING,
        adopted=next(iter(list_adopted([slug])), None), is_adopted=queries.has_cut_score(quiz),
        is_small=any(is_small_pool(one.setting) for one in questions[:1]),
    )  # fmt: skip


@bp.get("/authoring/questions/<bank>/<name>/statistics")
@allow("author")
def question_statistics(bank: str, name: str) -> str:
    """A question in every quiz and scoring version: difficulty, discrimination, choices, curve, languages, time, exposure."""
    question_id = f"{bank}/{name}"
    question = queries.find_question_wording(question_id)
    if question is None:
        raise NotFound
    return render_template(
        "authoring/question_statistics.html", bank=bank, name=name, question=question, snapshots=queries.list_of_question(question_id),
        types=TYPES, pools=POOLS, languages=LANGUAGES, reasons=_reasons, words=lambda one: choice_words(one, language()),
        framework=get_framework(current_user.content_release), least=LEAST_FOR_FIGURES, least_to_judge=LEAST_FOR_JUDGING,
    )  # fmt: skip


@bp.get("/authoring/looks")
@allow("author")
def questions_to_look_at() -> str:
    """Questions that need a look, each with its reasons, and the thresholds that were used."""
    count = queries.count_needing_a_look()
    page = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-count // PER_PAGE)))
    return render_template(
        "authoring/questions_to_look_at.html", questions=queries.list_needing_a_look((page - 1) * PER_PAGE, PER_PAGE), reasons=_reasons,
        thresholds=thresholds(), page=page, pages_count=max(1, -(-count // PER_PAGE)), count=count, least_to_judge=LEAST_FOR_JUDGING,
    )  # fmt: skip
