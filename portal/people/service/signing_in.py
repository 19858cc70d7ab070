"""Signing in and out. What is slow (the password's hash) happens before the write lock is taken."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import update

from portal.db import db
from portal.people import queries, rules
from portal.people.limits import DatabaseStorage
from portal.people.tables import Account, SignIn

hasher = PasswordHasher()
NOBODY = hasher.hash(secrets.token_hex(16))  # verified where there is no account, so that both answers take as long
PER_ADDRESS = RateLimitItemPerMinute(30)


@dataclass(frozen=True)
class Proof:
    """Whether a password is right for an address; who it is. Worth nothing until `sign_in` accepts it."""

    email: str
    person_id: int | None
    is_right: bool
    new_hash: str | None = None


def prove(email: str, password: str) -> Proof:
    """Check a password, with the same work whether or not the account exists. Writes nothing."""
    found = queries.find_account(email)
    stored = found[1].password_hash if found else None
    try:
        hasher.verify(stored or NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return Proof(email, found[0].id if found else None, False)
    if found is None or stored is None:
        return Proof(email, None, False)
    fresh = hasher.hash(password) if hasher.check_needs_rehash(stored) else None
    return Proof(email, found[0].id, True, fresh)


def sign_in(proof: Proof, address: str, now: datetime) -> str | None:
    """A new sign-in's token; None where the proof fails, the account is locked or disabled, or there were too many tries.

    The reasons look alike from outside on purpose.
    """
    limiter = FixedWindowRateLimiter(DatabaseStorage(now))
    is_flood = not limiter.hit(PER_ADDRESS, "sign-in", address)
    if proof.person_id is None:
        return None
    account = db.session.get(Account, proof.person_id, with_for_update=True, populate_existing=True)
    if account is None or is_flood or not account.is_enabled or rules.is_locked(account.locked_until, now):
        return None
    if not proof.is_right:
        account.failed_count, account.locked_until = rules.after_failure(account.failed_count, now)
        return None
    account.failed_count, account.locked_until = 0, None
    account.password_hash = proof.new_hash or account.password_hash
    return open_sign_in(proof.person_id, now)


def open_sign_in(person_id: int, now: datetime) -> str:
    """A fresh token for a person; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(token_hash=queries.token_hash(token), person_id=person_id, created_at=now, expires_at=now + rules.SIGN_IN_LASTS)
    )
    return token


def end_sign_in(token: str, now: datetime) -> None:
    """End the sign-in that a token belongs to."""
    db.session.execute(
        update(SignIn).where(SignIn.token_hash == queries.token_hash(token), SignIn.ended_at.is_(None)).values(ended_at=now)
    )


def end_all_sign_ins(person_id: int, now: datetime) -> None:
    """Sign a person out everywhere."""
    db.session.execute(update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=now))
