"""create_app(): the only place where things are wired."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from config import ROOT, Config, load
from portal import cli, errors, headers, i18n, markup, schema, shell, words
from portal.audit import labels as audit_labels
from portal.db import db, prepare_engine
from portal.people import sessions
from portal.quizzes import presenting

csrf = CSRFProtect()


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: no more digits than a row's number has, so that a longer one is not found instead of breaking."""

    regex = r"[0-9]{1,18}"


def create_app(config: Config | None = None) -> Flask:
    """The portal. Without a config, as the environment says."""
    config = config or load(os.environ)
    app = Flask("portal", root_path=str(ROOT / "portal"), static_folder=str(ROOT / "static"), static_url_path="/static")
    app.config.update(
        PORTAL=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": False, "pool_size": 8} if "postgresql" in config.database_url else {},
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_NAME="portal",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=24 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=24 * 1024 * 1024,
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=4,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["schema"] = schema.ROOMS
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    Compress(app)
    i18n.register(app)
    words.register(app)
    shell.register(app)
    markup.register(app)
    audit_labels.register(app)
    presenting.register(app)
    errors.register(app)
    headers.register(app)
    sessions.register(app, LoginManager())
    _rooms(app)
    cli.register(app)
    _health(app)
    if config.trusted_proxies:
        count = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def _rooms(app: Flask) -> None:
    from portal.admin.hr_views import bp as hr
    from portal.admin.views import bp as admin
    from portal.assignments.views import bp as assignments
    from portal.audit.views import bp as audit
    from portal.authoring.pages import bp as authoring
    from portal.careers.views import bp as careers
    from portal.certifications.views import bp as certifications
    from portal.courses.views import bp as courses
    from portal.exchange.views import bp as exchange
    from portal.home.views import bp as home
    from portal.people.views import bp as people
    from portal.performance.views import bp as performance
    from portal.practicals.views import bp as practicals
    from portal.promotions.views import bp as promotions
    from portal.quizzes.dispute_views import bp as quizzes
    from portal.quizzes.file_views import bp as files
    from portal.quizzes.marking_views import bp as marking
    from portal.reviews.cycle_views import bp as cycles
    from portal.reviews.views import bp as reviews
    from portal.search.views import bp as search
    from portal.skills.views import bp as skills
    from portal.teams.views import bp as teams

    for room in (
        home, people, courses, quizzes, files, marking, practicals, skills, certifications, assignments,
        performance, reviews, cycles, careers, promotions, teams, search, authoring, exchange, admin, hr, audit,
    ):  # fmt: skip
        app.register_blueprint(room)


def _health(app: Flask) -> None:
    def healthz() -> Any:
        return {"status": "ok"}

    def readyz() -> Any:
        db.session.execute(text("SELECT count(*) FROM content_releases"))
        return {"status": "ready"}

    for view in (healthz, readyz):
        view.permission = "public"  # type: ignore[attr-defined]
        app.add_url_rule(f"/{view.__name__}", view_func=view)
