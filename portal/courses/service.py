"""Storing courses, and the learner's own acts: where they are, and what they have done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.courses import queries
from portal.courses.content import LANGUAGES, CourseContent, stored
from portal.courses.tables import Course, CourseCompletion, Lesson, LessonProgress, LessonText
from portal.db import db
from portal.errors import NotFound
from portal.framework.service import fingerprint


def sync(courses: dict[str, CourseContent]) -> None:
    """Store these courses as the current ones. What is gone is kept for those who learned it, and no longer shown."""
    known = {course.slug: course for course in db.session.scalars(select(Course))}
    for slug, course in courses.items():
        data = stored(course)
        row = known.pop(slug, None)
        if row is None:
            row = Course(slug=slug, data=data, fingerprint=fingerprint(data))
            db.session.add(row)
            db.session.flush()
        row.data, row.fingerprint, row.is_current = data, fingerprint(data), True
        _sync_lessons(slug, course)
    for row in known.values():
        row.is_current = False


def _sync_lessons(slug: str, course: CourseContent) -> None:
    known = {lesson.slug: lesson for lesson in db.session.scalars(select(Lesson).where(Lesson.course_slug == slug))}
    for position, model in enumerate(course.model.lessons):
        lesson = known.pop(model.id, None)
        if lesson is None:
            lesson = Lesson(course_slug=slug, slug=model.id, position=position, minutes=0)
            db.session.add(lesson)
        lesson.position, lesson.minutes, lesson.is_current = position, course.minutes_of(model), True
        db.session.flush()
        for language in LANGUAGES:
            _sync_text(lesson.id, language, course, model.id)
    for lesson in known.values():
        lesson.is_current = False


def _sync_text(lesson_id: int, language: str, course: CourseContent, name: str) -> None:
    text = course.texts[name, language]
    outline = [{"id": id_, "title": title} for id_, title in text.rendered.outline]
    values: dict[str, Any] = {"title": text.title, "html": text.rendered.html, "outline": outline, "plain": text.rendered.plain}
    row = db.session.get(LessonText, (lesson_id, language))
    mark = fingerprint(values)
    if row is None:
        db.session.add(LessonText(lesson_id=lesson_id, locale=language, fingerprint=mark, **values))
    elif row.fingerprint != mark:
        for key, value in values.items():
            setattr(row, key, value)
        row.fingerprint = mark


def _progress(person_id: int, lesson_id: int, now: datetime) -> LessonProgress:
    row = db.session.get(LessonProgress, (person_id, lesson_id), with_for_update=True)
    if row is None:
        if db.session.get(Lesson, lesson_id) is None:
            raise NotFound
        row = LessonProgress(person_id=person_id, lesson_id=lesson_id, opened_at=now, seen_at=now)
        db.session.add(row)
    return row


def remember_place(person_id: int, lesson_id: int, place: str, now: datetime) -> None:
    """Note the heading that was read last."""
    row = _progress(person_id, lesson_id, now)
    row.place, row.seen_at = place[:120] or None, now


def mark_done(person_id: int, lesson_id: int, release: int, now: datetime) -> str | None:
    """The learner says that a lesson is done; saying it again changes nothing.

    Returns the course's slug where this completes the course for the first time, else None.
    """
    row = _progress(person_id, lesson_id, now)
    row.done_at = row.done_at or now
    db.session.flush()
    slug = db.session.scalar(select(Lesson.course_slug).where(Lesson.id == lesson_id)) or ""
    course = queries.get_catalog(release).courses.get(slug)
    if course is None or db.session.get(CourseCompletion, (person_id, slug)) is not None:
        return None
    done = {p.lesson_id for p in queries.list_progress(person_id).values() if p.done_at is not None}
    if not all(lesson.id in done for lesson in course.lessons):
        return None
    db.session.add(CourseCompletion(person_id=person_id, course_slug=slug, completed_at=now, release_id=release))
    db.session.flush()
    return slug
