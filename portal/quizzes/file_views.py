"""Files: those that are handed in, streamed in and out; pictures of questions; what a question type brings for the browser."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import IO, Any, cast

from flask import Blueprint, current_app, request, send_file, send_from_directory, session
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock, journeys
from portal.access import allow
from portal.db import transaction
from portal.errors import NotFound, PortalError
from portal.i18n import lazy
from portal.quizzes import types
from portal.quizzes.content import PICTURES
from portal.quizzes.labels import REFUSALS
from portal.quizzes.presenting import FILES
from portal.quizzes.queries import AttemptView, QuestionView, get_attempt_view
from portal.quizzes.queries.files import FileValue, find_file, open_file
from portal.quizzes.queries.marking import get_marker, list_markings, list_waiting
from portal.quizzes.rules.attempting import refusal_to_save
from portal.quizzes.rules.marking_by_people import refusal_to_mark
from portal.quizzes.rules.uploading import LARGEST_FILE
from portal.quizzes.service import uploading

bp = Blueprint("files", __name__)
LARGE = {"files.upload", "quizzes.save_answer"}  # may bring a file; every other request keeps to the portal's limit
ROUND_IT = 128 * 1024  # what stands round a file in a form


@bp.app_url_value_preprocessor
def make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A larger limit where somebody who is signed in may hand in a file; set before anything reads the request."""
    if endpoint in LARGE and request.mimetype == "multipart/form-data" and session.get("_user_id"):
        request.max_content_length = LARGEST_FILE + ROUND_IT


def receive_files(view: AttemptView, question: QuestionView) -> tuple[int, ...]:
    """Keep the files that came with this request for a question that asks for some. Returns their numbers."""
    accepts = question.facts.get("accepts")
    if not accepts:
        return ()
    kept = []
    for sent in request.files.getlist("file"):
        if not sent.filename:
            continue
        now = clock.now()
        refusal = refusal_to_save(view.finished_at, view.deadline_at, now)
        if refusal is not None:
            raise PortalError(409, REFUSALS[refusal])
        received = uploading.receive(sent.stream, sent.filename, accepts, view.id, question.position)
        with transaction():
            file_id = uploading.begin(received, view.id, question.position, now)
        digest = hashlib.sha256()
        for number, data in enumerate(received.chunks()):
            digest.update(data)
            with transaction():
                uploading.keep(file_id, number, data)
        with transaction():
            uploading.complete(file_id, digest)
        kept.append(file_id)
    return tuple(kept)


@bp.post("/attempts/<int:attempt_id>/answers/<int:position>/files")
@allow("learn")
def upload(attempt_id: int, position: int) -> Any:
    """Keep a file for an answer; the page then saves the answer that names it."""
    view = get_attempt_view(attempt_id, current_user.id)
    if view is None or not 0 <= position < len(view.questions) or not view.questions[position].facts.get("accepts"):
        raise NotFound
    kept = receive_files(view, view.questions[position])
    file = find_file(kept[0]) if kept else None
    if file is None:
        raise PortalError(422, lazy("No file came with this. Choose one and try again."))
    return {"id": file.id, "name": file.name, "size": file.size, "address": f"/answer-files/{file.id}"}


@bp.get("/answer-files/<int:file_id>")
@allow("learn")
def download(file_id: int) -> Response:
    """A file, to the person, to those who mark it or have marked it, and to those who decide an appeal about it."""
    file = find_file(file_id)
    if file is None or not _may_open(file):
        raise NotFound
    stream = cast(IO[bytes], open_file(file))  # a raw stream is read like any binary file
    answer = send_file(stream, file.media_type, as_attachment=True, download_name=file.name, conditional=False, etag=file.sha256)
    answer.content_length = file.size
    answer.make_conditional(request, accept_ranges=True, complete_length=file.size)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _may_open(file: FileValue) -> bool:
    if file.person_id == current_user.id:
        return True
    today = clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)
    if current_user.can("assess"):
        if any(
            one.marker_id == current_user.id for one in list_markings([file.attempt_id]).get((file.attempt_id, file.position), ())
        ):
            return True
        marker = get_marker(current_user.id, today)
        for one in list_waiting(file.attempt_id):
            if one.position == file.position and not refusal_to_mark(marker, one.person_id, one.purpose, one.still_needed):
                return True
    return journeys.decides_appeal(file.attempt_id, current_user, today)


@bp.get("/quizzes/media/<name>")
@allow("learn")
def media(name: str) -> Response:
    """A picture of a question."""
    if PurePath(name).suffix.lower() not in PICTURES:
        raise NotFound
    answer = send_from_directory(current_app.config["PORTAL"].content_folder / "quizzes" / "media", name, max_age=3600)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@bp.get("/quizzes/types/<type_>/<file>")
@allow("learn")
def type_file(type_: str, file: str) -> Response:
    """What a question type brings for the browser."""
    path = types.file_of(type_, file) if file in FILES else None
    if path is None:
        raise NotFound
    answer = send_from_directory(path.parent, path.name)
    answer.headers["Cache-Control"] = "private, max-age=3600" if request.args.get("v") else "no-cache"
    return answer
