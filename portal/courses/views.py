"""Catalogue, course and lesson. The lesson page is a hot path: one statement, and a shell that is rendered once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_from_directory, session, url_for
from flask_login import current_user
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

from portal import clock, journeys
from portal.access import allow
from portal.courses import queries, rules, service
from portal.courses.labels import HEADINGS
from portal.courses.lesson_files import MEDIA
from portal.courses.shell import lesson_page
from portal.db import transaction
from portal.errors import NotFound
from portal.framework.queries import get_framework
from portal.i18n import _, language, pick
from portal.people.sessions import adopt

bp = Blueprint("courses", __name__, template_folder="templates")


@dataclass(frozen=True)
class Card:
    """A course in the catalogue."""

    course: rules.CourseValue
    state: rules.CourseState
    done_count: int
    minutes_left: int
    missing: tuple[rules.CourseValue, ...]  # what comes first and is not done


@dataclass(frozen=True)
class Step:
    """A step of the line."""

    title: str
    note: str
    state: str
    address: str


def _cards(catalog: rules.Catalog) -> list[Card]:
    progress = queries.list_progress(current_user.id)
    completed = queries.list_completions([current_user.id]).get(current_user.id, {})
    done = {one.lesson_id for one in progress.values() if one.done_at is not None}
    return [
        Card(
            course,
            rules.state_of(course, done, progress, completed),
            sum(lesson.id in done for lesson in course.lessons),
            rules.minutes_left(course, done),
            tuple(catalog.courses[one] for one in rules.missing_courses(course, completed) if one in catalog.courses),
        )
        for course in catalog.courses.values()
    ]


@bp.get("/courses")
@allow("learn")
def catalogue() -> str:
    """All courses, with how far I am; what is planned is named."""
    framework = get_framework(current_user.content_release)
    catalog = queries.get_catalog(current_user.content_release)
    planned = {one.id for c in framework.certifications.values() for one in c.courses if one.is_planned}
    cards = _cards(catalog)
    groups = [(state, [card for card in cards if card.state is state]) for state in HEADINGS]
    return render_template(
        "courses/catalogue.html", cards=cards, groups=[(state, found) for state, found in groups if found], headings=HEADINGS,
        framework=framework, planned_count=len(planned),
    )  # fmt: skip


@bp.get("/courses/<slug>")
@allow("learn")
def course(slug: str) -> str:
    """One course: what one can do after it, its lessons as a line, what must come first."""
    catalog = queries.get_catalog(current_user.content_release)
    found = catalog.courses.get(slug)
    if found is None:
        raise NotFound
    progress = queries.list_progress(current_user.id)
    completed = queries.list_completions([current_user.id]).get(current_user.id, {})
    done = {one.lesson_id for one in progress.values() if one.done_at is not None}
    going_on = rules.next_lesson(found, progress)
    missing = [catalog.courses[one] for one in rules.missing_courses(found, completed) if one in catalog.courses]
    steps = [_step(found, lesson, progress.get(lesson.id), going_on, bool(missing)) for lesson in found.lessons]
    place = progress[going_on.id].place if going_on and going_on.id in progress else None
    return render_template(
        "courses/course.html", course=found, steps=steps, missing=missing, going_on=going_on, place=place,
        started=bool(done or (going_on and going_on.id in progress)), framework=get_framework(current_user.content_release),
        left=rules.minutes_left(found, done), is_done=slug in completed, planned=[one for one in found.requires if one.is_planned],
    )  # fmt: skip


def _step(
    course: rules.CourseValue, lesson: rules.LessonValue, progress: rules.Progress | None, here: Any, is_locked: bool
) -> Step:
    is_done = progress is not None and progress.done_at is not None
    note = _("done") if is_done else _("%(n)s min", n=lesson.minutes)
    address = "" if is_locked else url_for("courses.lesson", slug=course.slug, lesson_slug=lesson.slug)
    return Step(pick(lesson.titles), note, "done" if is_done else ("here" if lesson == here and not is_locked else ""), address)


@bp.get("/courses/<slug>/<lesson_slug>")
@allow("learn", reads_session_itself=True)
def lesson(slug: str, lesson_slug: str) -> Response | str:
    """One lesson."""
    token = session.get("_user_id")
    now = clock.now()
    reader = queries.find_reader(token, now, clock.day_of(now, current_app.config["PORTAL"].time_zone)) if token else None
    if reader is None:
        return redirect(url_for("people.sign_in", next=request.path))
    adopt(reader.viewer)
    found = queries.get_catalog(reader.viewer.content_release).courses.get(slug)
    lesson_ = found.lesson(lesson_slug) if found else None
    if found is None or lesson_ is None:
        raise NotFound
    if rules.missing_courses(found, reader.completed):
        flash(_("Something comes before this lesson."))
        return redirect(url_for("courses.course", slug=slug))
    return lesson_page(reader, found, lesson_, language())


@bp.post("/courses/<slug>/<lesson_slug>/place")
@allow("learn")
def place(slug: str, lesson_slug: str) -> tuple[str, int]:
    """Where the reader is: the id of the heading read last."""
    with transaction():
        service.remember_place(current_user.id, _lesson(slug, lesson_slug).id, request.form.get("place", ""), clock.now())
    return "", 204


@bp.post("/courses/<slug>/<lesson_slug>/done")
@allow("learn")
def done(slug: str, lesson_slug: str) -> Response:
    """The learner's own act: this lesson is done. On to the next."""
    lesson_ = _lesson(slug, lesson_slug)
    now = clock.now()
    with transaction():
        completed = journeys.complete_lesson(current_user.id, lesson_.id, current_user.content_release, now)
    course_ = queries.get_catalog(current_user.content_release).courses[slug]
    if completed:
        flash(_("You have finished “%(course)s”. Well done.", course=pick(course_.title)))
        return redirect(url_for("courses.course", slug=slug), 303)
    following = rules.next_lesson(course_, queries.list_progress(current_user.id))
    if following is None:
        return redirect(url_for("courses.course", slug=slug), 303)
    return redirect(url_for("courses.lesson", slug=slug, lesson_slug=following.slug), 303)


def _lesson(slug: str, lesson_slug: str) -> rules.LessonValue:
    course_ = queries.get_catalog(current_user.content_release).courses.get(slug)
    lesson_ = course_.lesson(lesson_slug) if course_ else None
    if course_ is None or lesson_ is None:
        raise NotFound
    completed = queries.list_completions([current_user.id]).get(current_user.id, {})
    if rules.missing_courses(course_, completed):
        raise NotFound
    return lesson_


@bp.get("/courses/<slug>/media/<name>")
@allow("learn")
def media(slug: str, name: str) -> Response:
    """A picture of a course."""
    folder = safe_join(str(current_app.config["PORTAL"].content_folder / "courses"), slug, "media")
    if folder is None or PurePath(name).suffix.lower() not in MEDIA:
        raise NotFound
    answer = send_from_directory(folder, name, max_age=3600)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
