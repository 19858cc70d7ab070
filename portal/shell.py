"""What every page has around it: the navigation by role, and addresses of static files that change with their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, current_app, request
from flask_login import current_user

from portal.i18n import Message, lazy

# (address, title, permission, whether it moves behind "More" on a phone)
PLACES: tuple[tuple[str, Message, str, bool], ...] = (
    ("/", lazy("Today"), "learn", False),
    ("/path", lazy("Path"), "learn", False),
    ("/courses", lazy("Courses"), "learn", False),
    ("/team", lazy("Team"), "see_team", False),
    ("/assessments", lazy("Practicals"), "assess", False),
    ("/marking", lazy("Marking"), "assess", True),
    ("/certifications", lazy("Certifications"), "learn", True),
    ("/skills", lazy("Skills"), "learn", True),
    ("/reviews", lazy("Reviews"), "take_part_in_reviews", True),
    ("/promotions", lazy("Promotions"), "take_part_in_promotions", True),
    ("/authoring", lazy("Authoring"), "author", True),
    ("/hr", lazy("HR desk"), "run_reviews", True),
    ("/admin", lazy("Administration"), "administer", True),
)


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    address: str
    title: str
    is_here: bool
    is_secondary: bool  # behind "More" on a phone
    is_tucked: bool = False  # behind "More" on a desk too: the bar is one line


SHOWN_ON_A_DESK = 6


def navigation() -> tuple[Place, ...]:
    """The places that the reader may go to."""
    if not current_user.is_authenticated:
        return ()
    mine = [place for place in PLACES if current_user.can(place[2])]
    return tuple(
        Place(address, str(title), _is_here(address), secondary, secondary and n >= SHOWN_ON_A_DESK)
        for n, (address, title, _permission, secondary) in enumerate(mine)
    )


def _is_here(address: str) -> bool:
    return request.path == address or (address != "/" and request.path.startswith(address + "/"))


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def static(name: str) -> str:
    """The address of a static file; it changes when the file does, so that browsers may keep it."""
    return f"/static/{name}?v={_digest(Path(str(current_app.static_folder)) / name)}"


def own_address() -> str:
    """The address of this page, to come back to; the start page where it was sent to rather than opened."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def register(app: Flask) -> None:
    """Install on an app."""
    app.jinja_env.globals.update(navigation=navigation, static=static, own_address=own_address)
