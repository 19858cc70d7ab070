"""Storing the framework of a release."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.framework.content import FrameworkContent
from portal.framework.tables import ContentRelease, Definition


def fingerprint(data: Any) -> str:
    """A hash of data that does not depend on the order of keys."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def open_release(files: str, now: Any) -> int:
    """A new release for files with this fingerprint. Returns its number."""
    release = ContentRelease(fingerprint=files, synced_at=now)
    db.session.add(release)
    db.session.flush()
    return release.id


def sync(content: FrameworkContent, release_id: int) -> None:
    """Make these definitions the current ones; older wordings stay, since certificates and reviews point at them."""
    rows = {(row.kind, row.slug, row.fingerprint): row for row in db.session.scalars(select(Definition))}
    current = set()
    for kind, slug, data in content.definitions():
        key = (kind, slug, fingerprint(data))
        current.add(key)
        if key not in rows:
            db.session.add(Definition(kind=kind, slug=slug, fingerprint=key[2], data=data, release_id=release_id, is_current=True))
    for key, row in rows.items():
        row.is_current = key in current
