"""Passwords, and the one-time links with which somebody sets the first one: nobody has a mailbox on day one."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select, update

from portal.db import db
from portal.errors import PortalError
from portal.i18n import lazy
from portal.people import queries, rules
from portal.people.service.signing_in import end_all_sign_ins, hasher
from portal.people.tables import Account, SetPasswordLink


def issue_link(person_id: int, issued_by: int | None, now: datetime) -> str:
    """A token for `/set-password/<token>`; earlier links of the person end. Shown once, only its hash is kept."""
    db.session.execute(
        update(SetPasswordLink)
        .where(SetPasswordLink.person_id == person_id, SetPasswordLink.used_at.is_(None), SetPasswordLink.expires_at > now)
        .values(expires_at=now)
    )
    token = secrets.token_urlsafe(24)
    db.session.add(
        SetPasswordLink(
            token_hash=queries.token_hash(token), person_id=person_id, issued_by=issued_by, created_at=now,
            expires_at=now + rules.LINK_LASTS,
        )
    )  # fmt: skip
    return token


def find_link(token: str, now: datetime) -> SetPasswordLink | None:
    """The link of a token, if it can still be used."""
    return db.session.scalar(
        select(SetPasswordLink)
        .where(
            SetPasswordLink.token_hash == queries.token_hash(token),
            SetPasswordLink.used_at.is_(None),
            SetPasswordLink.expires_at > now,
        )
        .with_for_update()
    )


def set_password(person_id: int, password: str, now: datetime) -> None:
    """Set a password; every device is signed out. Refuses one that is too short."""
    if len(password) < rules.SHORTEST_PASSWORD:
        raise PortalError(
            422,
            lazy(
                "A password needs at least %(n)s characters. Three or four words are easy to remember.", n=rules.SHORTEST_PASSWORD
            ),
        )
    account = db.session.get(Account, person_id, with_for_update=True)
    if account is None:
        account = Account(person_id=person_id)
        db.session.add(account)
    account.password_hash, account.failed_count, account.locked_until = hasher.hash(password), 0, None
    end_all_sign_ins(person_id, now)


def use_link(token: str, password: str, now: datetime) -> int:
    """Set the password that a link is for, once. Returns the person's id."""
    link = find_link(token, now)
    if link is None:
        raise PortalError(404, lazy("This link was used already or has run out. Ask your administrator for a new one."))
    set_password(link.person_id, password, now)
    link.used_at = now
    return link.person_id
