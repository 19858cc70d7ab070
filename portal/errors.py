"""Refusals that were foreseen, and the one handler that shows them in the reader's language."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.i18n import Message, lazy


class PortalError(Exception):
    """A refusal that a reader understands: an HTTP status and a sentence that says what to do next."""

    def __init__(self, status: int, message: Message, **details: Any) -> None:
        super().__init__(str(status))
        self.status = status
        self.message = message
        self.details = details


class NotFound(PortalError):
    """It is not there, or it is somebody else's: the two look alike on purpose."""

    def __init__(self) -> None:
        super().__init__(404, lazy("There is nothing at this address, or it is not yours to see."))


_SENTENCES = {
    400: lazy("This request was not understood. Go back and try again."),
    404: lazy("There is nothing at this address, or it is not yours to see."),
    405: lazy("This address does not take that kind of request."),
    413: lazy("This file is too large."),
    429: lazy("Too many tries. Wait a few minutes and try again."),
    500: lazy("Something broke on our side. Nothing that was saved is lost; please try again."),
}


def _page(status: int, message: Message, details: dict[str, Any] | None = None) -> Response:
    if request.accept_mimetypes.best == "application/json" or request.is_json:
        return make_response(jsonify({"message": str(message), **(details or {})}), status)
    return make_response(render_template("error.html", status=status, message=message), status)


def register(app: Flask) -> None:
    """Install the handlers on an app."""

    @app.before_request
    def refuse_nul() -> None:
        """No text of a person holds a NUL, and PostgreSQL keeps none: refused before anything asks a database about it."""
        if (
            "\x00" in request.path
            or b"%00" in request.query_string
            or any("\x00" in text for _name, text in request.form.items(multi=True))
        ):
            raise PortalError(400, _SENTENCES[400])

    @app.errorhandler(PortalError)
    def refused(error: PortalError) -> Response:
        return _page(error.status, error.message, error.details)

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Response:
        return _page(400, lazy("This page was open for too long. Go back, reload it and send it again."))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        return _page(status, _SENTENCES.get(status, _SENTENCES[400]))
