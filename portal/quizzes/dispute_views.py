"""A learner disputes a question of their own result."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.access import allow
from portal.db import transaction
from portal.i18n import _
from portal.quizzes.service import disputes
from portal.quizzes.views import bp

__all__ = ["bp"]


@bp.post("/attempts/<int:attempt_id>/questions/<int:position>/dispute")
@allow("learn")
def dispute(attempt_id: int, position: int) -> Response:
    """Say that a question is wrong; once for a question and attempt."""
    with transaction():
        disputes.raise_dispute(attempt_id, current_user.id, position, request.form.get("text", "")[:4000], clock.now())
    flash(_("Noted. An author will answer here."))
    return redirect(url_for("quizzes.result", attempt_id=attempt_id) + f"#q{position + 1}", 303)
