"""Whose attempts count, and which versions are one for the statistics."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

STAFF = frozenset({"author", "assessor", "administrator", "hr"})
DECIDES_THE_SITTING = ("purpose", "questions", "blueprint", "minutes")


@dataclass(frozen=True)
class Granted:
    """A role from day to day; the last day is included, None: until further notice."""

    role: str
    from_on: date
    until_on: date | None


def is_staff(grants: Iterable[Granted], on: date) -> bool:
    """Whether somebody held a role of STAFF on a day: they know the questions, or try things out."""
    return any(one.role in STAFF and one.from_on <= on and (one.until_on is None or on <= one.until_on) for one in grants)


def quiz_key(data: Mapping[str, Any]) -> str:
    """What versions of a quiz share that ask the same in the same time. Title, reasons and the pass mark do not change what is measured."""
    facts = {name: data.get(name) for name in DECIDES_THE_SITTING}
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
