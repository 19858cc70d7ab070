"""Courses as files: course.yaml and the lessons beside it, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pydantic import Field

from portal.courses.figures import shown
from portal.courses.lesson_files import check_links, check_markdown, front_matter, rewrite
from portal.framework.content import reference
from portal.framework.graph import find_cycle
from portal.framework.models import Id, Level, PlannedCourse
from portal.markup import Rendered, reading_minutes, render
from portal.reading import Document, Problem, Prose, Strict, read_text, read_yaml, validate

LANGUAGES = ("zh", "en")
FILE = re.compile(r"^(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)$")
LESSON_FILE = re.compile(r"^(\d\d-[a-z0-9-]+)\.(zh|en)\.md$")
MINUTES_OFF_PERCENT = 20


class Teaches(Strict):
    """A skill and the level to which the course leads."""

    skill: Id
    level: Level


class LessonModel(Strict):
    """A lesson in course.yaml."""

    id: Id
    file: str
    exercise_minutes: int = Field(ge=0, le=60)
    objectives: list[Id] = Field(min_length=1)


class CourseFile(Strict):
    """courses/<course>/course.yaml"""

    id: Id
    title: Prose
    summary: Prose
    minutes: int = Field(ge=1, le=600)
    requires: list[Id | PlannedCourse] = []
    teaches: list[Teaches] = Field(min_length=1)
    objectives: dict[Id, Prose] = Field(min_length=1)
    lessons: list[LessonModel] = Field(min_length=1)
    quiz: Id | None = None


@dataclass(frozen=True)
class LessonText:
    """A lesson in one language, rendered."""

    title: str
    rendered: Rendered
    source: str


@dataclass
class CourseContent:
    """A course as read: the model, its document and its lessons' texts by (lesson id, language)."""

    model: CourseFile
    document: Document
    folder: Path
    texts: dict[tuple[str, str], LessonText] = field(default_factory=dict)

    def minutes_of(self, lesson: LessonModel) -> int:
        """Reading in the slower language, and the exercise, rounded up."""
        reading = [
            reading_minutes(self.texts[lesson.id, language].rendered.plain, language)
            for language in LANGUAGES
            if (lesson.id, language) in self.texts
        ]
        return int(-(-max(reading, default=0) // 1)) + lesson.exercise_minutes


def _read_lesson(course: CourseContent, lesson: LessonModel, language: str, root: Path) -> list[Problem]:
    name = f"{lesson.file}.{language}.md"
    file = f"courses/{course.model.id}/{name}"
    if not (course.folder / name).exists():
        at: list[str | int] = ["lessons", course.model.lessons.index(lesson), "file"]
        return [course.document.problem(at, f"{name} is missing.", "Every lesson is there in both languages.")]
    text, problems = read_text(course.folder / name, file)
    if text is None:
        return problems
    title, body, lines, more = front_matter(text, file)
    problems += more + check_markdown(body, file, lines) + check_links(body, file, lines, course.folder, root)
    course.texts[lesson.id, language] = LessonText(
        title, render(shown(body), lambda address: rewrite(address, course.model.id)), body
    )
    return problems


def read_courses(folder: Path) -> tuple[dict[str, CourseContent], list[Problem]]:
    """Every course below `folder/courses`, by id, and what is wrong with each alone."""
    found: dict[str, CourseContent] = {}
    problems: list[Problem] = []
    for path in sorted((folder / "courses").glob("*/course.yaml")):
        file = f"courses/{path.parent.name}/course.yaml"
        document, wrong = read_yaml(path, file)
        problems += wrong
        if document is None:
            continue
        model, wrong = validate(CourseFile, document)
        problems += wrong
        if model is None:
            continue
        course = CourseContent(model, document, path.parent)
        found[model.id] = course
        problems += _check_names(course)
        for lesson in model.lessons:
            for language in LANGUAGES:
                problems += _read_lesson(course, lesson, language, folder)
    return found, problems


def _check_names(course: CourseContent) -> list[Problem]:
    model, document = course.model, course.document
    problems = []
    if model.id != course.folder.name:
        problems.append(
            document.problem(["id"], f"The id is not the folder's name, `{course.folder.name}`.", "Make them the same.")
        )
    last, seen = -1, set()
    for n, lesson in enumerate(model.lessons):
        at: list[str | int] = ["lessons", n, "file"]
        match = FILE.match(lesson.file)
        if match is None or match[2] != lesson.id:
            problems.append(
                document.problem(
                    at,
                    f"The file of `{lesson.id}` is not NN-{lesson.id}.",
                    f"Name it like {n + 1:02d}-{lesson.id}, without .zh.md.",
                )
            )
        elif int(match[1]) <= last:
            problems.append(
                document.problem(at, "The numbers do not ascend in the order of the list.", "Renumber the files, or move the line.")
            )
        last = int(match[1]) if match else last
        if lesson.id in seen:
            problems.append(
                document.problem(["lessons", n, "id"], f"`{lesson.id}` is there twice.", "Ids are unique: rename or remove one.")
            )
        seen.add(lesson.id)
        for o, objective in enumerate(lesson.objectives):
            if objective not in model.objectives:
                problems.append(
                    document.problem(
                        ["lessons", n, "objectives", o],
                        f"There is no objective `{objective}`.",
                        "Define it under objectives, or mend the name.",
                    )
                )
    listed = {f"{lesson.file}.{language}.md" for lesson in model.lessons for language in LANGUAGES}
    for path in sorted(course.folder.glob("*.md")):
        if path.name not in listed:
            problems.append(
                document.problem(["lessons"], f"{path.name} is in the folder and not in the list.", "List it, or remove it.")
            )
    return problems


def check_courses(courses: dict[str, CourseContent], skills: Iterable[str], quizzes: Iterable[str]) -> list[Problem]:
    """What does not fit: references, circles of prerequisites, minutes."""
    problems: list[Problem] = []
    known_skills, known_quizzes = set(skills), set(quizzes)
    for course in courses.values():
        model, document = course.model, course.document
        for n, wish in enumerate(model.requires):
            name, planned = (wish, False) if isinstance(wish, str) else (wish.course, wish.planned)
            problems += reference(document, ["requires", n], name, "Course", courses, planned)
        for n, one in enumerate(model.teaches):
            if one.skill not in known_skills:
                problems.append(
                    document.problem(
                        ["teaches", n, "skill"], f"There is no skill `{one.skill}`.", "Define it in courses/skills.yaml."
                    )
                )
        if model.quiz is not None and model.quiz not in known_quizzes:
            problems.append(document.problem(["quiz"], f"There is no quiz `{model.quiz}`.", "Write it, or remove the line."))
        problems += _check_minutes(course)
    problems += check_anchors(courses)
    edges = {slug: [one for one in course.model.requires if isinstance(one, str)] for slug, course in courses.items()}
    cycle = find_cycle(edges)
    if cycle:
        document = courses[cycle[0]].document
        problems.append(
            document.problem(
                ["requires"], f"The prerequisites run in a circle: {' → '.join(cycle)}.", "Nobody could begin: remove one."
            )
        )
    return problems


def check_anchors(courses: dict[str, CourseContent]) -> list[Problem]:
    """Links to headings that are not there, in the same lesson or in another."""
    problems = []
    for slug, course in courses.items():
        for lesson in course.model.lessons:
            for language in LANGUAGES:
                text = course.texts.get((lesson.id, language))
                for address in re.findall(r'href="([^"]*#[^"]+)"', text.rendered.html) if text else ():
                    if not _has_heading(courses, slug, lesson.id, language, address):
                        file = f"courses/{slug}/{lesson.file}.{language}.md"
                        problems.append(
                            Problem(file, 1, 1, "", f"No heading has the address {address}.", "Copy it from the lesson's outline.")
                        )
    return problems


def _has_heading(courses: dict[str, CourseContent], slug: str, lesson: str, language: str, address: str) -> bool:
    path, _hash, anchor = unquote(address).partition("#")
    if path.startswith("/courses/") and path.count("/") == 3:
        slug, lesson = path.split("/")[2:]
    elif path:
        return True  # an address elsewhere
    text = courses[slug].texts.get((lesson, language)) if slug in courses else None
    return text is None or any(id_ == anchor for id_, _title in text.rendered.outline)


def _check_minutes(course: CourseContent) -> list[Problem]:
    computed = sum(course.minutes_of(lesson) for lesson in course.model.lessons)
    if abs(course.model.minutes - computed) * 100 > computed * MINUTES_OFF_PERCENT:
        message = f"The course says {course.model.minutes} minutes, its lessons take {computed}."
        return [course.document.problem(["minutes"], message, f"Write minutes: {computed}.")]
    return []


def stored(course: CourseContent) -> dict[str, Any]:
    """What the database keeps of course.yaml."""
    return course.model.model_dump(mode="json")
