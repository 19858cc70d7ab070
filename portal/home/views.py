"""The start page: the one next thing, what else is due today, and the line of the certification under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, current_app, render_template
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.assignments.queries import list_assignments
from portal.careers.service import NextStep, next_step
from portal.certifications.queries import list_held, list_records, parts_from
from portal.certifications.rules import State
from portal.courses.queries import get_catalog
from portal.framework.queries import get_certification, get_framework
from portal.i18n import _, pick
from portal.people import queries as people
from portal.practicals import queries as practicals
from portal.quizzes.queries import list_quiz_titles
from portal.reviews import queries as reviews
from portal.words import minutes, short_day

bp = Blueprint("home", __name__, template_folder="templates")


@dataclass(frozen=True)
class Line:
    """Something for today: a chip, a sentence, where to do it."""

    chip: str
    colour: str
    text: str
    address: str
    action: str


@dataclass(frozen=True)
class Stop:
    """A part of the certification under way."""

    title: str
    note: str
    state: str
    address: str


@bp.get("/")
@allow("learn")
def home() -> str:
    """Opens on the next thing to do."""
    now = clock.now()
    today = clock.day_of(now, current_app.config["PORTAL"].time_zone)
    step = next_step(current_user.id, current_user.noticed_at is not None, now)
    title, stops = _under_way(today)
    mentor = people.find_mentor(current_user.id, today)
    return render_template("home/home.html", step=step, lines=_lines(today, step), title=title, stops=stops, mentor=mentor)


def _lines(today: date, step: NextStep) -> list[Line]:
    lines = _learning(today) + _reviews(today)
    if current_user.can("assess"):
        mine = [one for one in practicals.list_waiting() if one.assessor_id == current_user.id]
        lines += [
            Line(short_day(one.scheduled_on), "near", _("A practical to score"), f"/assessments/{one.id}", _("Score"))
            for one in mine
        ]
    if current_user.can("see_team"):
        lines.append(Line(_("Team"), "", _("This week's actions for your team"), "/team", _("Open")))
    return [line for line in lines if line.address != step.address][:8]


def _learning(today: date) -> list[Line]:
    catalog = get_catalog(current_user.content_release)
    lines = []
    for one in list_assignments([current_user.id], today).get(current_user.id, ()):
        if one.is_open and one.course_slug in catalog.courses:
            words = (
                _("was due on %(day)s", day=short_day(one.due_on))
                if one.is_overdue
                else _("due on %(day)s", day=short_day(one.due_on))
            )
            lines.append(
                Line(
                    words,
                    "missing" if one.is_overdue else "near",
                    pick(catalog.courses[one.course_slug].title),
                    f"/courses/{one.course_slug}",
                    _("Go there"),
                )
            )
    for held in list_held([current_user.id], today).get(current_user.id, ()):
        if held.state in {State.EXPIRING, State.GRACE}:
            title = pick(get_certification(held.definition_id).title)
            lines.append(
                Line(
                    short_day(held.valid_until),
                    "near",
                    _("“%(title)s” expires; renew it", title=title),
                    f"/certifications/{held.certification}",
                    _("Renew"),
                )
            )
    coaching = [
        one
        for one in practicals.list_practicals([current_user.id]).get(current_user.id, ())
        if one.kind == "coaching" and one.feedback
    ]
    lines += [Line(_("Coaching"), "", f"“{one.feedback}”", "/skills", _("Skills")) for one in coaching[:1]]
    return lines


def _reviews(today: date) -> list[Line]:
    writing, asked = reviews.list_to_write(current_user.id), reviews.list_my_invitations(current_user.id, today)
    cards = people.list_people({one.person_id for one in [*writing, *asked]}, today)
    lines = [
        Line(
            short_day(one.cycle.feedback_until),
            "near",
            _("Write the review of %(name)s", name=cards[one.person_id].name),
            f"/reviews/{one.id}/write",
            _("Write"),
        )
        for one in writing[:3]
    ]
    lines += [
        Line(
            short_day(one.cycle.feedback_until),
            "near",
            _("Feedback for %(name)s", name=cards[one.person_id].name),
            f"/reviews/{one.id}/feedback",
            _("Answer"),
        )
        for one in asked[:3]
    ]
    signed = [one for one in reviews.list_of_person(current_user.id) if one.state == "signed"]
    return lines + [Line(_("Review"), "near", pick(one.cycle.title), f"/reviews/{one.id}", _("Read")) for one in signed[:1]]


def _under_way(today: date) -> tuple[str, list[Stop]]:
    """The parts of the first certification that is not held, as a line."""
    framework = get_framework(current_user.content_release)
    catalog = get_catalog(framework.release)
    record = list_records([current_user.id])[current_user.id]
    held = {one.certification for one in list_held([current_user.id], today).get(current_user.id, ()) if one.state is State.VALID}
    for certification in framework.certifications.values():
        parts = [
            part
            for part in parts_from(record, certification, today, current_app.config["PORTAL"].time_zone).parts
            if not part.is_planned
        ]
        if certification.id in held or not parts:
            continue
        quizzes = list_quiz_titles([part.id for part in parts if part.kind == "exam"])
        stops, is_reached = [], False
        for part in parts:
            here = part.passed is None and not is_reached
            is_reached = is_reached or here
            titles = catalog.courses.get(part.id) or quizzes.get(part.id) or framework.rubrics.get(part.id)
            course = catalog.courses.get(part.id)
            note = short_day(part.passed.on) if part.passed else minutes(course.minutes) if course else ""
            address = f"/courses/{part.id}" if course else f"/certifications/{certification.id}"
            stops.append(
                Stop(pick(titles.title) if titles else part.id, note, "done" if part.passed else "here" if here else "", address)
            )
        return pick(certification.title), stops
    return "", []
