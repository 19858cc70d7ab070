"""The lesson's page, rendered once for everyone who sees the same, with slots for what differs.

What differs is the name, the token of the forms, whether the lesson is done and how many are. A shell is kept by release,
language, roles, lesson and whether it is done; filling the slots is one join of strings.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from flask import render_template, session
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from portal.access import Viewer
from portal.courses import queries, rules
from portal.courses.queries import Reader
from portal.db import db
from portal.i18n import Language

TOKEN, NAME, COUNT = "@@token@@", "@@name@@", "@@count@@"  # names of slots


def lesson_page(reader: Reader, course: rules.CourseValue, lesson: rules.LessonValue, language: Language) -> str:
    """The page for one reader."""
    is_done = lesson.id in reader.done
    count = str(sum(one.id in reader.done for one in course.lessons))
    if session.get("_flashes"):
        return _render(course, lesson, language, is_done, reader.viewer, generate_csrf()).replace(COUNT, count)
    anonymous = replace(reader.viewer, id=0, name=NAME, sign_in_token="", noticed_at=None, hr_team_ids=frozenset(), locale=language)
    parts = _parts(str(db.engine.url), anonymous, course.slug, lesson.slug, is_done)
    filled = {TOKEN: generate_csrf(), NAME: str(escape(reader.viewer.name)), COUNT: count}
    return "".join(filled.get(part, part) for part in parts)


@lru_cache(maxsize=2048)
def _parts(_database: str, viewer: Viewer, course_slug: str, lesson_slug: str, is_done: bool) -> tuple[str, ...]:
    """The shell, cut at its slots: text and the names of slots in turn."""
    course = queries.get_catalog(viewer.content_release).courses[course_slug]
    lesson = course.lesson(lesson_slug)
    if lesson is None:
        raise LookupError(lesson_slug)
    parts = [_render(course, lesson, viewer.locale or "zh", is_done, viewer, TOKEN)]
    for slot in (TOKEN, NAME, COUNT):
        parts = [piece for part in parts for piece in _cut(part, slot)]
    return tuple(parts)


def forget() -> None:
    """Drop the shells: in tests only."""
    _parts.cache_clear()


def _cut(text: str, slot: str) -> list[str]:
    pieces: list[str] = []
    for piece in text.split(slot):
        pieces += [piece, slot]
    return pieces[:-1]


def _render(course: rules.CourseValue, lesson: rules.LessonValue, language: str, is_done: bool, viewer: Viewer, token: str) -> str:
    around = {one.position: one for one in course.lessons}
    return render_template(
        "courses/lesson.html", course=course, lesson=lesson, text=queries.get_text(viewer.content_release, lesson.id, language),
        is_done=is_done, learned=COUNT, previous=around.get(lesson.position - 1), following=around.get(lesson.position + 1),
        current_user=viewer, csrf_token=lambda: token, here=f"/courses/{course.slug}/{lesson.slug}",
    )  # fmt: skip
