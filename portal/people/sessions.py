"""Who is signed in: the sign-in row behind the cookie, read in one statement and turned into a Viewer."""

from __future__ import annotations

from flask import Flask, current_app, g
from flask_login import LoginManager

from portal import clock
from portal.access import Viewer
from portal.errors import PortalError
from portal.i18n import lazy
from portal.people import queries


def register(app: Flask, manager: LoginManager) -> None:
    """Install flask-login on an app."""
    manager.init_app(app)
    manager.session_protection = None  # the sign-in row can be ended; the browser's name says nothing

    @manager.user_loader
    def load(token: str) -> Viewer | None:
        now = clock.now()
        viewer = queries.find_viewer(token, now, clock.day_of(now, current_app.config["PORTAL"].time_zone))
        if viewer is not None and viewer.locale:
            g.language = viewer.locale
        return viewer

    @manager.unauthorized_handler
    def unauthorized() -> None:
        raise PortalError(401, lazy("You are signed out. Sign in again; what you had saved is still there."))


def adopt(viewer: Viewer) -> None:
    """Take a Viewer that a hot path read along with its own rows as the one who is signed in."""
    g._login_user = viewer
    if viewer.locale:
        g.language = viewer.locale
