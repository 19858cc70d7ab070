"""My path: the ladder, where I am, what the next rung asks, what is missing and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, current_app, render_template, request
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.careers import service
from portal.careers.labels import BRANCHES, COLOURS, STATES
from portal.framework.queries import get_framework
from portal.framework.rules import Framework, Rung
from portal.i18n import pick
from portal.people import queries as people

bp = Blueprint("careers", __name__, template_folder="templates")


@dataclass(frozen=True)
class Stop:
    """A rung as a stop of the line."""

    title: str
    note: str
    state: str
    address: str


def _line(framework: Framework, branch: str, history: set[str], here: str | None, next_ids: set[str]) -> list[Stop]:
    stops = []
    for rung in framework.rungs.values():
        if rung.branch not in {"entry", branch}:
            continue
        state = "here" if rung.id == here else "done" if rung.id in history else ""
        address = f"/path?rung={rung.id}" if rung.id in next_ids else ""
        stops.append(Stop(pick(rung.title), "", state, address))
    return stops


@bp.get("/path")
@allow("learn")
def path() -> str:
    """The ladder as a picture, the checklist of a next rung, one button."""
    now = clock.now()
    today = clock.day_of(now, current_app.config["PORTAL"].time_zone)
    framework = get_framework(current_user.content_release)
    history = people.rung_history(current_user.id)
    card = people.list_people([current_user.id], today)[current_user.id]
    checklists = service.readiness([current_user.id], today)[current_user.id]
    chosen = next((one for one in checklists if one.rung.id == request.args.get("rung")), checklists[0] if checklists else None)
    done = {span.rung for span in history}
    next_ids = {one.rung.id for one in checklists}
    lines = [(BRANCHES[branch], _line(framework, branch, done, card.rung, next_ids)) for branch in ("management", "specialist")]
    rung = framework.rungs.get(card.rung or "")
    return render_template(
        "careers/path.html", lines=lines, checklists=checklists, chosen=chosen, states=STATES, colours=COLOURS, card=card, rung=rung,
        step=service.next_step(current_user.id, current_user.noticed_at is not None, now), probation=_probation(rung, card.rung_from_on, today),
        own=service.own_rung(current_user.id, today),
    )  # fmt: skip


def _probation(rung: Rung | None, since: date | None, today: date) -> list[tuple[int, date, bool]]:
    """The checks of a probation that is under way: day, date, whether past."""
    if (
        rung is None
        or rung.probation is None
        or since is None
        or today > since + timedelta(days=31 * rung.probation.longest_months)
    ):
        return []
    return [(day, since + timedelta(days=day), today >= since + timedelta(days=day)) for day in rung.probation.checks_on_day]
