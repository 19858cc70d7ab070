"""The audit trail: rows chained by HMAC with a key outside the database; the head is written beside it, too."""

from __future__ import annotations

import hmac
import json
import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.audit.tables import AuditEntry, AuditHead
from portal.db import db

ZERO = "0" * 64


def seal(key: bytes, previous: str, entry: AuditEntry) -> str:
    """The HMAC-SHA256 of a row over the one before it, as 64 hex digits."""
    row = [entry.number, entry.at.isoformat(), entry.actor_id, entry.action, entry.subject, entry.person_id, entry.detail]
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, f"{previous}\n{text}".encode(), sha256).hexdigest()


def _locked_head() -> AuditHead:
    locked = select(AuditHead).where(AuditHead.id == 1).with_for_update().execution_options(populate_existing=True)
    head = db.session.scalar(locked)
    if head is not None:
        return head
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    # Two first rows at once: one inserts the head, the other waits for it here and then reads it.
    db.session.execute(dialect.insert(AuditHead).values(id=1, count=0, mac=ZERO).on_conflict_do_nothing(index_elements=["id"]))
    return db.session.scalars(locked).one()


def record(actor_id: int | None, action: str, subject: str, person_id: int | None, detail: dict[str, Any], now: datetime) -> None:
    """Add a row. Call it last in the unit of work: it locks the head, for which everyone waits.

    `subject` is `kind:id`; `detail` holds ids and numbers only, no names. The head goes to its file after the commit.
    Raises RuntimeError inside a savepoint: rolled back alone, it would leave the noted head ahead of the trail.
    """
    if db.session().in_nested_transaction():
        raise RuntimeError("the audit trail is written by the outermost transaction, not inside a savepoint")
    detail = json.loads(json.dumps(detail))  # as the database gives it back: keys are text, tuples are lists
    db.session.flush()
    config = current_app.config["PORTAL"]
    head = _locked_head()
    entry = AuditEntry(
        number=head.count + 1, at=now, actor_id=actor_id, action=action, subject=subject, person_id=person_id, detail=detail
    )
    entry.mac = seal(config.audit_key, head.mac, entry)
    head.count, head.mac = entry.number, entry.mac
    db.session.add(entry)
    db.session.flush()
    db.session.info["audit_head"] = (config.audit_head_file, f"{entry.number} {entry.mac} {now.isoformat()}\n")


def append_head(path: Path, line: str) -> None:
    """Append one line to the head file and see it on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


@event.listens_for(Session, "after_commit")
def _write_head(session: Session) -> None:
    if session.in_nested_transaction():
        return  # only a savepoint ended; the unit may still be rolled back
    head = session.info.pop("audit_head", None)
    if head is not None:
        append_head(*head)


@event.listens_for(Session, "after_rollback")
def _forget_head(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop("audit_head", None)
