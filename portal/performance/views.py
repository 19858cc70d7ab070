"""KPI import for HR, with a dry run; and my own KPIs."""

from __future__ import annotations

import base64
from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock, journeys
from portal.access import allow
from portal.db import transaction
from portal.errors import PortalError
from portal.framework.queries import get_framework
from portal.i18n import _, lazy
from portal.performance import queries, service
from portal.performance.rules import COLUMNS
from portal.spreadsheets import BadFile
from portal.words import say

bp = Blueprint("performance", __name__, template_folder="templates")


@bp.get("/performance")
@allow("learn")
def performance() -> str:
    """My KPIs of this year."""
    today = clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)
    figures = queries.list_kpis([current_user.id], date(today.year, 1, 1), date(today.year, 12, 31)).get(current_user.id, ())
    framework = get_framework(current_user.content_release)
    return render_template(
        "performance/performance.html", figures=[one for one in figures if one.rows], kpis=framework.kpis, year=today.year
    )


@bp.route("/performance/import", methods=["GET", "POST"])
@allow("run_reviews")
def import_kpis() -> Response | str | tuple[str, int]:
    """First a dry run that lists what is wrong and what would change; then the import of the same bytes."""
    plan, content, problem = None, b"", ""
    if request.method == "POST":
        name = request.form.get("name", "kpis.csv")
        try:
            upload = request.files.get("file")
            if upload is not None and upload.filename:
                name, content = upload.filename, upload.read()
            else:
                content = base64.b64decode(request.form.get("content", ""), validate=True)
            plan = service.plan_import(name, content)
        except BadFile as error:
            problem = say(error.sentence)
        except ValueError as error:
            raise PortalError(400, lazy("This request was not understood. Go back and try again.")) from error
        if plan is not None and not plan.wrong and request.form.get("confirm"):
            with transaction():
                done = journeys.import_kpis(service.plan_import(name, content), current_user.id, clock.now())
            flash(_("Imported.") if done else _("Nothing was new: the same values are there already."))
            return redirect(url_for("performance.import_kpis"), 303)
    body = render_template(
        "performance/import.html", plan=plan, problem=problem, columns=COLUMNS, content=base64.b64encode(content).decode()
    )
    return body, 422 if problem or (plan and plan.wrong) else 200
