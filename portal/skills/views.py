"""My skills: each level with its evidence, and what the next level looks like."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.framework.queries import get_framework
from portal.people import queries as people
from portal.skills import queries
from portal.skills.labels import FRESHNESS, KINDS

bp = Blueprint("skills", __name__, template_folder="templates")


@bp.get("/skills")
@allow("learn")
def skills() -> str:
    """All skills by family: mine, what my rung asks, the evidence behind."""
    today = clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)
    framework = get_framework(current_user.content_release)
    levels = queries.list_levels([current_user.id], today)[current_user.id]
    card = people.list_people([current_user.id], today)[current_user.id]
    rung = framework.rungs.get(card.rung or "")
    asked = {one.id: one for one in rung.skills} if rung else {}
    return render_template(
        "skills/skills.html", framework=framework, levels=levels, asked=asked, rung=rung, freshness=FRESHNESS, kinds=KINDS,
        address=_address,
    )  # fmt: skip


def _address(source: str) -> str:
    kind, _colon, number = source.partition(":")
    return f"/attempts/{number}/result" if kind == "attempt" else "/certifications"
