"""The catalogue (cached by release), lessons' texts, and people's progress."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import String, case, cast, func, or_, select

from portal.access import Viewer
from portal.courses.rules import Catalog, CourseValue, LessonValue, Progress, in_order
from portal.courses.tables import Course, CourseCompletion, Lesson, LessonProgress, LessonText
from portal.db import db
from portal.framework.rules import Asked
from portal.framework.values import asked_ids
from portal.people.queries.viewer import signed_in, token_hash, viewer_columns, viewer_from
from portal.people.tables import Account, Person, SignIn


@dataclass(frozen=True)
class Text:
    """A lesson in one language, as it is shown."""

    title: str
    html: str
    outline: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Hit:
    """A lesson that holds the words searched for, with the words round the first place."""

    course_slug: str
    lesson_slug: str
    locale: str
    title: str
    before: str
    match: str
    after: str


def get_catalog(release: int) -> Catalog:
    """All current courses. Cached by release and database."""
    return _catalog(str(db.engine.url), release)


@lru_cache(maxsize=8)
def _catalog(_database: str, release: int) -> Catalog:
    titles: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for row in db.session.execute(select(LessonText.lesson_id, LessonText.locale, LessonText.title)):
        titles[row.lesson_id][row.locale] = row.title
    lessons: defaultdict[str, list[LessonValue]] = defaultdict(list)
    for lesson in db.session.scalars(select(Lesson).where(Lesson.is_current).order_by(Lesson.position)):
        lessons[lesson.course_slug].append(LessonValue(lesson.id, lesson.slug, lesson.position, lesson.minutes, titles[lesson.id]))
    courses = {
        row.slug: _course(row.data, lessons[row.slug]) for row in db.session.scalars(select(Course).where(Course.is_current))
    }
    order = in_order({slug: [one.id for one in course.requires if not one.is_planned] for slug, course in courses.items()})
    return Catalog(release, {slug: courses[slug] for slug in order})


def _course(data: Any, lessons: Sequence[LessonValue]) -> CourseValue:
    return CourseValue(
        data["id"], data["title"], data["summary"], data["minutes"], asked_ids(data["requires"], "course"),
        tuple(Asked(one["skill"], one["level"]) for one in data["teaches"]), data["objectives"], tuple(lessons), data["quiz"],
    )  # fmt: skip


def get_text(release: int, lesson_id: int, language: str) -> Text:
    """A lesson's text. Cached by release and database."""
    return _text(str(db.engine.url), release, lesson_id, language)


@lru_cache(maxsize=1024)
def _text(_database: str, _release: int, lesson_id: int, language: str) -> Text:
    row = db.session.execute(
        select(LessonText.title, LessonText.html, LessonText.outline).where(
            LessonText.lesson_id == lesson_id, LessonText.locale == language
        )
    ).one()
    return Text(row.title, row.html, tuple(row.outline))


def forget() -> None:
    """Drop the caches: in tests only."""
    _catalog.cache_clear()
    _text.cache_clear()


def list_progress(person_id: int) -> dict[int, Progress]:
    """A person's progress by lesson."""
    rows = db.session.scalars(
        select(LessonProgress).where(LessonProgress.person_id == person_id).execution_options(populate_existing=True)
    )
    return {row.lesson_id: Progress(row.lesson_id, row.seen_at, row.place, row.done_at) for row in rows}


def list_done_lessons(person_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The lessons that each person has done. One statement."""
    rows = db.session.execute(
        select(LessonProgress.person_id, LessonProgress.lesson_id).where(
            LessonProgress.person_id.in_(tuple(person_ids)), LessonProgress.done_at.is_not(None)
        )
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for person_id, lesson_id in rows:
        found[person_id].add(lesson_id)
    return {person: frozenset(lessons) for person, lessons in found.items()}


def list_completions(person_ids: Iterable[int]) -> dict[int, dict[str, datetime]]:
    """When each person completed which course. One statement."""
    rows = db.session.scalars(select(CourseCompletion).where(CourseCompletion.person_id.in_(tuple(person_ids))))
    found: defaultdict[int, dict[str, datetime]] = defaultdict(dict)
    for row in rows:
        found[row.person_id][row.course_slug] = row.completed_at
    return dict(found)


@dataclass(frozen=True)
class Reader:
    """Who opens a lesson, and how far they are: all that the page needs, from one statement."""

    viewer: Viewer
    done: frozenset[int]
    completed: frozenset[str]


_DONE = (
    select(
        func.aggregate_strings(
            cast(LessonProgress.lesson_id, String) + case((LessonProgress.done_at.is_not(None), "+"), else_="-"), ","
        )
    )
    .where(LessonProgress.person_id == Person.id)
    .scalar_subquery()
)
_COMPLETED = (
    select(func.aggregate_strings(CourseCompletion.course_slug, ","))
    .where(CourseCompletion.person_id == Person.id)
    .scalar_subquery()
)
_READER = (
    select(*viewer_columns(), _DONE.label("lessons"), _COMPLETED.label("completed"))
    .select_from(Person, SignIn, Account)
    .where(signed_in())
)


def find_reader(token: str, now: datetime, today: date) -> Reader | None:
    """The signed-in person and their progress, in one statement."""
    row = db.session.execute(_READER, {"token_hash": token_hash(token), "now": now, "on": today}).first()
    if row is None:
        return None
    lessons = (row.lessons or "").split(",")
    return Reader(
        viewer_from(row, token),
        frozenset(int(one[:-1]) for one in lessons if one.endswith("+")),
        frozenset((row.completed or "").split(",")),
    )


def find_place(person_id: int, lesson_id: int) -> str | None:
    """The heading that somebody read last."""
    return db.session.scalar(
        select(LessonProgress.place).where(LessonProgress.person_id == person_id, LessonProgress.lesson_id == lesson_id)
    )


def search(words: str, limit: int = 30) -> list[Hit]:
    """Lessons whose title or text holds the words, in either language, without regard to case."""
    wanted = " ".join(words.split())
    if not wanted:
        return []
    pattern = "%" + wanted.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = db.session.execute(
        select(Lesson.course_slug, Lesson.slug, LessonText.locale, LessonText.title, LessonText.plain)
        .join(Lesson, Lesson.id == LessonText.lesson_id)
        .join(Course, Course.slug == Lesson.course_slug)
        .where(
            Lesson.is_current,
            Course.is_current,
            or_(func.lower(LessonText.title).like(pattern, escape="\\"), func.lower(LessonText.plain).like(pattern, escape="\\")),
        )
        .order_by(Lesson.course_slug, Lesson.position, LessonText.locale)
        .limit(limit)
    )
    return [_hit(row, wanted) for row in rows]


def _hit(row: Any, wanted: str) -> Hit:
    at = row.plain.lower().find(wanted.lower())
    if at < 0:
        return Hit(row.course_slug, row.slug, row.locale, row.title, row.plain[:120], "", "")
    end = at + len(wanted)
    return Hit(
        row.course_slug,
        row.slug,
        row.locale,
        row.title,
        row.plain[max(0, at - 60) : at],
        row.plain[at:end],
        row.plain[end : end + 80],
    )
