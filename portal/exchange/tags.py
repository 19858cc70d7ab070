"""What other systems have no field for travels in tags, which Moodle and QTI keep: `skill:prospecting`, `level:2`, `ids:a,b,c`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from portal.quizzes.types.base import Question

WHOLE = {"level", "points"}
COMMON = ("skill", "level", "objective", "points")
OWN = ("type", "scoring", "answer", "tolerance", "tolerance_percent", "ids", "unit-zh", "unit-en")
TURN = re.compile(r"turn-\d{1,2}")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def common_tags(question: Question) -> list[str]:
    """The tags that every question has."""
    return [f"{key}:{getattr(question, key)}" for key in COMMON]


def ids_tag(ids: list[str]) -> list[str]:
    """The ids of the parts in their order, where they are not simply a, b, c."""
    return [] if ids == default_ids(len(ids)) else ["ids:" + ",".join(ids)]


def default_ids(count: int) -> list[str]:
    """a, b, c …"""
    return [chr(ord("a") + n) if n < 26 else f"part-{n + 1}" for n in range(count)]


def read_tags(tags: Iterable[str]) -> dict[str, Any]:
    """What our tags say, by key; tags of other people are passed over."""
    found: dict[str, Any] = {}
    for tag in tags:
        key, _colon, value = tag.strip().partition(":")
        if key in WHOLE and value.isascii() and value.isdigit():
            found[key] = int(value)
        elif key in {"skill", "objective"}:
            found |= {key: value} if ID.fullmatch(value) else {}
        elif (key in OWN or TURN.fullmatch(key)) and value:
            found[key] = value
    return found


def common_of(tags: dict[str, Any]) -> dict[str, Any]:
    """The keys of a bank's question that tags gave."""
    return {key: tags[key] for key in COMMON if key in tags}


def ids_of(tags: dict[str, Any], count: int) -> list[str]:
    """Ids for so many parts: the tagged ones where they fit."""
    ids = str(tags.get("ids", "")).split(",")
    fits = len(ids) == count and len(set(ids)) == count and all(ID.fullmatch(one) for one in ids)
    return ids if fits else default_ids(count)


def is_ours(tags: dict[str, Any]) -> bool:
    """Whether a question's tags were written by this portal."""
    return all(key in tags for key in COMMON)
