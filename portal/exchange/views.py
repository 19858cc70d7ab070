"""For authors: a file is tried, its report read, and the bank file taken; and a bank is taken in another system's format.

The portal's content is files, so what an import gives is a bank file to put into the content folder: nothing is stored here.
"""

from __future__ import annotations

import base64
import io
from typing import Any

from flask import Blueprint, current_app, render_template, request, send_file
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.access import allow
from portal.courses.queries import get_catalog
from portal.errors import NotFound, PortalError
from portal.exchange import exporting, importing
from portal.exchange.finishing import Known
from portal.exchange.formats import xlsx
from portal.exchange.formats.table import FORMATS
from portal.exchange.forms import Asked, carried, check_bank, read_form
from portal.exchange.labels import CHANGES, EXPORT_LANGUAGES, STATES, WRITTEN
from portal.exchange.values import Export, State
from portal.framework.queries import get_framework
from portal.quizzes.queries.banks import list_banks
from portal.spreadsheets import BadFile
from portal.words import say

bp = Blueprint("exchange", __name__, template_folder="templates")


@bp.route("/authoring/exchange", methods=["GET", "POST"])
@allow("author")
def exchange() -> Response | str | tuple[str, int]:
    """First a dry run that says what would become of each question; then the bank file of the same bytes."""
    asked, plan, content, problem = Asked(), None, b"", ""
    if request.method == "POST":
        try:
            asked = read_form(request.form)
            upload = request.files.get("file")
            content = upload.read() if upload is not None and upload.filename else carried(request.form)
            plan = _plan(content, asked)
        except BadFile as error:
            problem = say(error.sentence)
        if plan is not None and not plan.is_refused and request.form.get("confirm"):
            return _download(plan.text.encode(), f"{asked.bank}.yaml", "application/yaml")
    body = render_template(
        "exchange/exchange.html", asked=asked, plan=plan, problem=problem, content=base64.b64encode(content).decode(),
        formats=FORMATS, states=STATES, changes=CHANGES, languages=EXPORT_LANGUAGES, banks=list_banks(),
        framework=get_framework(current_user.content_release), catalog=get_catalog(current_user.content_release),
    )  # fmt: skip
    return body, 422 if problem or (plan and plan.is_refused) else 200


def _plan(content: bytes, asked: Asked) -> importing.Plan:
    check_bank(asked)
    path = exporting.find_file(_folder(), asked.bank)
    target = importing.Target(asked.bank, asked.pool, exporting.read_file(path).text if path else "")
    catalog = get_catalog(current_user.content_release)
    known = Known(
        frozenset(get_framework(current_user.content_release).skills),
        frozenset(one for course in catalog.courses.values() for one in course.objectives),
    )
    return importing.plan(content, asked.format, asked.settings, known, target)


@bp.get("/authoring/exchange/export")
@allow("author")
def export() -> str | tuple[str, int]:
    """What a format carries of a bank and what not, before it is taken."""
    found, problem = None, ""
    try:
        found = _export()
    except BadFile as error:
        problem = say(error.sentence)
    body = render_template(
        "exchange/export.html", found=found, problem=problem, chosen=request.args, formats=FORMATS, states=WRITTEN,
        languages=EXPORT_LANGUAGES, refused=State.REFUSED, whole=State.IMPORTED,
    )  # fmt: skip
    return body, 422 if problem else 200


@bp.get("/authoring/exchange/export/file")
@allow("author")
def export_file() -> Response:
    """The file."""
    try:
        found = _export()
    except BadFile as error:
        raise NotFound from error
    one = FORMATS[request.args["format"]]
    return _download(found.content, request.args["bank"] + one.suffix, one.mimetype)


@bp.get("/authoring/exchange/template")
@allow("author")
def template() -> Response:
    """The spreadsheet to fill in."""
    return _download(xlsx.write("template", ()).content, "questions.xlsx", FORMATS["xlsx"].mimetype)


def _export() -> Export:
    bank, format_name, language = (request.args.get(name, "") for name in ("bank", "format", "language"))
    path = exporting.find_file(_folder(), bank)
    writable = FORMATS.get(format_name)
    if path is None or writable is None or writable.write is None or language not in EXPORT_LANGUAGES:
        raise NotFound
    try:
        return exporting.export(exporting.read_file(path), format_name, language)  # type: ignore[arg-type]  # one of EXPORT_LANGUAGES
    except BadFile as error:
        raise PortalError(422, say(error.sentence)) from error


def _folder() -> Any:
    return current_app.config["PORTAL"].content_folder


def _download(content: bytes, name: str, mimetype: str) -> Response:
    return send_file(io.BytesIO(content), mimetype, as_attachment=True, download_name=name)
