"""The overview of banks and quizzes, and the questions of a bank."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from portal.access import allow
from portal.authoring.blueprint import bp
from portal.authoring.labels import POOLS, PURPOSES, TYPES
from portal.authoring.statistics_labels import CHIPS, GATES
from portal.errors import NotFound
from portal.framework.queries import get_framework
from portal.quizzes.queries.banks import list_bank_questions, list_banks, list_current_quizzes
from portal.quizzes.queries.statistics import count_needing_a_look, list_gates


@bp.get("/authoring")
@allow("author")
def overview() -> str:
    """Banks and quizzes of the current release, with what their figures say."""
    return render_template(
        "authoring/overview.html", banks=list_banks(), quizzes=list_current_quizzes(), pools=POOLS, purposes=PURPOSES,
        standing=list_gates(), gates=GATES, chips=CHIPS, looks=count_needing_a_look(),
    )  # fmt: skip


@bp.get("/authoring/banks/<bank>")
@allow("author")
def list_questions(bank: str) -> str:
    """The questions of a bank, in the order of their names."""
    questions = list_bank_questions(bank)
    if not questions:
        raise NotFound
    return render_template(
        "authoring/list_questions.html", bank=bank, pool=POOLS[questions[0].pool], questions=questions, types=TYPES,
        framework=get_framework(current_user.content_release),
    )  # fmt: skip
