"""Courses as values, and what decides about learning them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.framework.rules import Asked, Text


@dataclass(frozen=True)
class LessonValue:
    """A lesson in the order of its course; `titles` in both languages."""

    id: int
    slug: str
    position: int
    minutes: int
    titles: Text


@dataclass(frozen=True)
class CourseValue:
    """A course with its lessons. `teaches` are skills with levels; `requires` may be planned."""

    slug: str
    title: Text
    summary: Text
    minutes: int
    requires: tuple[Asked, ...]
    teaches: tuple[Asked, ...]
    objectives: Mapping[str, Text]
    lessons: tuple[LessonValue, ...]
    quiz: str | None

    def lesson(self, slug: str) -> LessonValue | None:
        """A lesson by its slug."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)


@dataclass(frozen=True)
class Catalog:
    """All courses of a release, in the order in which they build on each other."""

    release: int
    courses: Mapping[str, CourseValue]


@dataclass(frozen=True)
class Progress:
    """How far a person has come in a lesson."""

    lesson_id: int
    seen_at: datetime
    place: str | None
    done_at: datetime | None


class CourseState(StrEnum):
    """How a course stands for a person."""

    LOCKED = "locked"
    NEW = "new"
    STARTED = "started"
    DONE = "done"


def missing_courses(course: CourseValue, completed: Collection[str]) -> tuple[str, ...]:
    """Required courses that are not completed; planned ones never count."""
    return tuple(one.id for one in course.requires if not one.is_planned and one.id not in completed)


def state_of(
    course: CourseValue, done_lessons: Collection[int], touched: Collection[int], completed: Collection[str]
) -> CourseState:
    """How a course stands. Once completed it stays so, whatever lessons are added later."""
    if course.slug in completed or (course.lessons and all(lesson.id in done_lessons for lesson in course.lessons)):
        return CourseState.DONE
    if missing_courses(course, completed):
        return CourseState.LOCKED
    return CourseState.STARTED if any(lesson.id in touched for lesson in course.lessons) else CourseState.NEW


def next_lesson(course: CourseValue, progress: Mapping[int, Progress]) -> LessonValue | None:
    """Where to go on: the lesson opened last and not done, else the first that is not done; None where all are."""
    waiting = [lesson for lesson in course.lessons if lesson.id not in progress or progress[lesson.id].done_at is None]
    opened = [lesson for lesson in waiting if lesson.id in progress]
    if opened:
        return max(opened, key=lambda lesson: progress[lesson.id].seen_at)
    return waiting[0] if waiting else None


def minutes_left(course: CourseValue, done_lessons: Collection[int]) -> int:
    """Minutes of the lessons that are not done."""
    return sum(lesson.minutes for lesson in course.lessons if lesson.id not in done_lessons)


def in_order(requires: Mapping[str, Sequence[str]]) -> list[str]:
    """Courses so that each comes after what it requires; otherwise by name. Circles are put last, by name."""
    placed: list[str] = []
    waiting = sorted(requires)
    while waiting:
        ready = [slug for slug in waiting if all(one in placed or one not in requires for one in requires[slug])]
        placed += ready or waiting
        waiting = [slug for slug in waiting if slug not in placed]
    return placed
