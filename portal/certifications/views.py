"""Certifications: mine, one with its parts, a certificate and its PDF, the public check, revoking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.access import allow, require_sight
from portal.certifications import queries, service
from portal.certifications.labels import COLOURS, PARTS, STATES
from portal.certifications.pdf import Sheet, certificate_pdf
from portal.certifications.rules import Part, Parts, is_in_force, masked
from portal.courses import queries as courses
from portal.courses.rules import minutes_left
from portal.db import transaction
from portal.errors import NotFound
from portal.framework.queries import get_certification, get_framework
from portal.framework.rules import Certification, Framework
from portal.i18n import LOCALES, _, pick
from portal.people import queries as people
from portal.practicals import queries as practicals
from portal.practicals import service as practicals_service
from portal.quizzes.queries import list_quiz_titles
from portal.words import day

bp = Blueprint("certifications", __name__, template_folder="templates")


@dataclass(frozen=True)
class Step:
    """A part, as a step of the line."""

    title: str
    note: str
    state: str
    address: str
    kind: str
    minutes: int


def _today() -> date:
    return clock.day_of(clock.now(), current_app.config["PORTAL"].time_zone)


def _steps(certification: Certification, parts: Parts, framework: Framework, record: queries.Record) -> list[Step]:
    catalog = courses.get_catalog(framework.release)
    quizzes = list_quiz_titles([part.id for part in parts.parts if part.kind == "exam"])
    done = courses.list_done_lessons([current_user.id]).get(current_user.id, frozenset())
    steps: list[Step] = []
    for part in parts.parts:
        title, address, minutes = _describe(part, certification, catalog, quizzes, framework, done)
        is_here = part.passed is None and not part.is_planned and not any(step.state == "here" for step in steps)
        state = "done" if part.passed else "here" if is_here else ""
        note = (
            day(part.passed.on) if part.passed else _("planned, does not count") if part.is_planned else _("%(n)s min", n=minutes)
        )
        if part.passed is None and part.kind == "exam" and part.id in record.awaiting:
            note = _("handed in, being marked")
        steps.append(Step(title, note, state, address, part.kind, minutes))
    return steps


def _describe(
    part: Part, certification: Certification, catalog: Any, quizzes: Any, framework: Framework, done: Any
) -> tuple[str, str, int]:
    if part.kind == "course":
        course = catalog.courses.get(part.id)
        return (pick(course.title), f"/courses/{part.id}", minutes_left(course, done)) if course else (_("Planned course"), "", 0)
    if part.kind == "exam":
        quiz = quizzes.get(part.id)
        return (pick(quiz.title), f"/quizzes/{part.id}", quiz.minutes or 30) if quiz else (part.id, "", 0)
    rubric = framework.rubrics.get(part.id)
    title = _("Practical: %(title)s", title=pick(rubric.title)) if rubric else _("Practical")
    return title, f"/certifications/{certification.id}#practical", rubric.minutes if rubric else 20


@bp.get("/certifications")
@allow("learn")
def certifications() -> str:
    """What I hold, what I am on the way to, what can be earned."""
    today = _today()
    framework = get_framework(current_user.content_release)
    held = queries.list_held([current_user.id], today).get(current_user.id, ())
    record = queries.list_records([current_user.id])[current_user.id]
    zone = current_app.config["PORTAL"].time_zone
    under_way = [(one, queries.parts_from(record, one, today, zone)) for one in framework.certifications.values()]
    wanted = {one.id for rung in framework.rungs.values() for one in rung.certifications if one.is_planned}
    return render_template(
        "certifications/certifications.html", held=held, under_way=under_way, states=STATES, colours=COLOURS,
        title_of=lambda one: pick(get_certification(one.definition_id).title), planned_count=len(wanted),
        holds={one.certification for one in held if one.state in {"valid"}},
    )  # fmt: skip


@bp.get("/certifications/<slug>")
@allow("learn")
def certification(slug: str) -> str:
    """One certification: its parts as a line, one next button, what it demonstrates."""
    today = _today()
    framework = get_framework(current_user.content_release)
    found = framework.certifications.get(slug)
    if found is None:
        raise NotFound
    record = queries.list_records([current_user.id])[current_user.id]
    parts = queries.parts_from(record, found, today, current_app.config["PORTAL"].time_zone)
    waiting = [
        p
        for p in practicals.list_practicals([current_user.id]).get(current_user.id, ())
        if p.certification == slug and p.kind == "certifying"
    ]
    assessors = people.list_people({p.assessor_id for p in waiting if p.assessor_id}, today)
    held = [one for one in queries.list_held([current_user.id], today).get(current_user.id, ()) if one.certification == slug]
    return render_template(
        "certifications/certification.html", certification=found, parts=parts, steps=_steps(found, parts, framework, record), held=held,
        waiting=next((p for p in waiting if p.closed_at is None), None), scored=[p for p in waiting if p.closed_at], assessors=assessors,
        states=STATES, colours=COLOURS, part_words=PARTS, framework=framework,
    )  # fmt: skip


@bp.post("/certifications/<slug>/practical")
@allow("learn")
def request_practical(slug: str) -> Response:
    """Ask for the practical."""
    framework = get_framework(current_user.content_release)
    found = framework.certifications.get(slug)
    if found is None or found.practical is None:
        raise NotFound
    with transaction():
        practicals_service.request_practical(
            current_user.id, slug, framework.rubrics[found.practical.rubric], current_user.id, clock.now()
        )
    flash(_("Your practical is asked for. An assessor from outside your reporting line will agree a day with you."))
    return redirect(url_for("certifications.certification", slug=slug), 303)


@bp.get("/certificates/<code>")
@allow("public")
def certificate(code: str) -> Response | str | tuple[str, int]:
    """For anyone: a masked name, and valid or not. For the holder: the certificate."""
    checked = queries.find_by_code(code.upper())
    if checked is None:
        return render_template("certifications/unknown.html"), 404
    title = pick(get_certification(checked.definition_id).title)
    mine = _own(checked.period.id)
    return render_template(
        "certifications/certificate.html", title=title, name=masked(checked.name), is_valid=is_in_force(checked.period, _today()),
        code=code.upper(), mine=mine, states=STATES, colours=COLOURS,
    )  # fmt: skip


def _own(period_id: int) -> Any:
    if not current_user.is_authenticated:
        return None
    held = queries.list_held([current_user.id], _today()).get(current_user.id, ())
    return next((one for one in held if one.period_id == period_id), None)


@bp.get("/certificates/<code>.pdf")
@allow("learn")
def certificate_file(code: str) -> Response:
    """The PDF, for the holder and for those who may see their scores; in the holder's language."""
    checked = queries.find_by_code(code.upper())
    row = queries.find_period(checked.period.id) if checked else None
    if checked is None or row is None:
        raise NotFound
    require_sight("scores", people.get_standing(current_user, row.person_id, _today()))
    card = people.list_people([row.person_id], _today())[row.person_id]
    chosen = "en" if card.locale == "en" else "zh"
    with force_locale(LOCALES[chosen]):  # type: ignore[index]  # one of the two
        sheet = _sheet(checked, code.upper(), chosen)
    full = current_app.config["PORTAL"].pdf_font
    answer = Response(certificate_pdf(sheet, full), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="certificate-{code.upper()}.pdf"'
    return answer


def _sheet(checked: queries.Checked, code: str, language: str) -> Sheet:
    found = get_certification(checked.definition_id)
    facts = (
        (_("Valid from"), _plain_day(checked.period.valid_from, language)),
        (_("Valid until"), _plain_day(checked.period.valid_until, language)),
    )
    address = url_for("certifications.certificate", code=code, _external=True)
    sentence = _("has passed all parts of this certification: courses, exam and practical.")
    return Sheet(found.title[language], checked.name, sentence, _("Sales learning portal"), facts, address, code)


def _plain_day(value: date | None, language: str) -> str:
    if value is None:
        return "–"
    return f"{value.year}年{value.month}月{value.day}日" if language == "zh" else f"{value.day} {value:%B %Y}"


@bp.route("/certificates/<code>/revoke", methods=["GET", "POST"])
@allow("run_reviews")
def revoke(code: str) -> Response | str:
    """Take a certificate back, with a reason that the holder reads."""
    checked = queries.find_by_code(code.upper())
    row = queries.find_period(checked.period.id) if checked else None
    if checked is None or row is None or not people.get_standing(current_user, row.person_id, _today()).is_hr_for:
        raise NotFound
    if request.method == "POST":
        with transaction():
            service.revoke(row.id, request.form.get("reason", ""), current_user.id, clock.now())
        flash(_("The certificate is revoked; its check page says so from now on."))
        return redirect(f"/people/{row.person_id}", 303)
    return render_template(
        "certifications/revoke.html", name=checked.name, title=pick(get_certification(checked.definition_id).title), code=code
    )
