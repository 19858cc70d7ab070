"""Browsers that are signed in, as the headers that they send: signing in itself is slow on purpose, and not what is measured."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from portal import clock
from portal.db import db, transaction
from portal.people.queries import token_hash
from portal.people.tables import SignIn


def sign_in(app: Flask, people: Sequence[int]) -> list[tuple[int, dict[str, str]]]:
    """Each person and the headers of their browser, for a day."""
    tokens = {person: uuid.uuid4().hex for person in people}
    now = clock.now()
    with app.app_context():
        with transaction():
            for person, token in tokens.items():
                until = now + timedelta(days=1)
                db.session.add(SignIn(token_hash=token_hash(token), person_id=person, created_at=now, expires_at=until))
        db.session.remove()
    return [(person, _headers(app, token)) for person, token in tokens.items()]


def _headers(app: Flask, token: str) -> dict[str, str]:
    """What a browser sends that is signed in with a token; outside any app context, so that nothing is shared."""
    with app.test_request_context():
        session["_user_id"] = token
        form_token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # flask's own
        cookie = f"portal={serializer.dumps(dict(session))}"
    return {"Cookie": cookie, "X-CSRFToken": form_token, "Accept-Encoding": "identity", "Content-Type": "application/json"}
