"""Where an uploaded file waits between the dry run and the confirmation: one file a person, under a random name."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

TOKEN = re.compile(r"[0-9a-f]{32}")
ENDINGS = {".csv", ".xlsx", ".xlsm"}


def _folder(var: Path) -> Path:
    folder = var / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def discard(var: Path, person_id: int) -> None:
    """Delete whatever a person left waiting."""
    for path in _folder(var).glob(f"{person_id}-*"):
        path.unlink(missing_ok=True)


def keep(var: Path, person_id: int, name: str, content: bytes) -> str:
    """Keep a file for its confirmation, in place of an earlier one of the same person. Returns its token."""
    discard(var, person_id)
    token = secrets.token_hex(16)
    ending = Path(name).suffix.lower()
    path = _folder(var) / f"{person_id}-{token}{ending if ending in ENDINGS else '.csv'}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    return token


def find(var: Path, person_id: int, token: str) -> Path | None:
    """The waiting file of a person; None where the token is not theirs, or the file is gone."""
    if not TOKEN.fullmatch(token):
        return None
    return next(_folder(var).glob(f"{person_id}-{token}.*"), None)
