"""All content: one checker behind `content check`, the tests and the start; and the sync into the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal import clock
from portal.courses import service as courses_service
from portal.courses.content import CourseContent, check_courses, read_courses
from portal.db import transaction
from portal.framework import queries as framework_queries
from portal.framework import service as framework_service
from portal.framework.content import FrameworkContent, Outside, check_framework, read_framework
from portal.quizzes import service as quizzes_service
from portal.quizzes.content import QuizContent, check_quizzes, read_quizzes
from portal.quizzes.service.syncing import QuestionEdit, list_edits
from portal.reading import Problem


@dataclass(frozen=True)
class Content:
    """Everything below a folder that holds `courses/` and `quizzes/`."""

    framework: FrameworkContent
    courses: dict[str, CourseContent]
    quizzes: QuizContent


def read(folder: Path) -> tuple[Content, list[Problem]]:
    """Read and check a folder. Every problem is found, not the first; nothing that a file holds raises."""
    if not (folder / "courses").is_dir():
        missing = Problem(
            str(folder), 1, 1, "", "There is no folder `courses` here.", "Name the folder that holds courses/ and quizzes/."
        )
        return Content(FrameworkContent(), {}, QuizContent()), [missing]
    framework, problems = read_framework(folder)
    courses, more = read_courses(folder)
    quizzes, wrong = read_quizzes(folder)
    problems += more + wrong
    skills = framework.skill_ids()
    problems += check_framework(framework, Outside(frozenset(courses), quizzes.purposes()))
    problems += check_courses(courses, skills, quizzes.quizzes)
    objectives = {objective: slug for slug, course in courses.items() for objective in course.model.objectives}
    problems += check_quizzes(quizzes, skills, objectives, courses, framework.rubrics)
    problems += _check_strays(folder)
    problems += _check_tested(courses, quizzes) + _check_exams(framework, quizzes)
    return Content(framework, courses, quizzes), sorted(set(problems))


KNOWN_FILES = {"skills.yaml", "career-ladder.yaml", "kpis.yaml"}
KNOWN_FOLDERS = {"certifications", "rubrics", "review-templates"}


def _check_strays(folder: Path) -> list[Problem]:
    """Files and folders that nothing would read, and links that lead out of the folder."""
    problems = []
    for path in sorted((folder / "courses").iterdir()):
        file = f"courses/{path.name}"
        if path.is_symlink():
            problems.append(Problem(file, 1, 1, "", "This is a link.", "Put the folder itself here."))
        elif path.is_dir() and path.name not in KNOWN_FOLDERS and not (path / "course.yaml").is_file():
            problems.append(Problem(file, 1, 1, "", "The folder has no course.yaml.", "Write one, or remove the folder."))
        elif path.suffix in {".yaml", ".yml"} and path.name not in KNOWN_FILES:
            problems.append(
                Problem(file, 1, 1, "", "No file of this name is read here.", f"Known: {', '.join(sorted(KNOWN_FILES))}.")
            )
    for path in sorted((folder / "quizzes").glob("*.yml")):
        problems.append(Problem(f"quizzes/{path.name}", 1, 1, "", "This file is not read.", "Name it .yaml."))
    return problems


def _check_tested(courses: dict[str, CourseContent], quizzes: QuizContent) -> list[Problem]:
    """Objectives that no question tests, and those that two courses claim."""
    tested = {one.model.objective for one in quizzes.questions.values()}
    problems: list[Problem] = []
    owner: dict[str, str] = {}
    for slug, course in courses.items():
        for objective in course.model.objectives:
            at: list[str | int] = ["objectives", objective]
            if objective not in tested:
                problems.append(
                    course.document.problem(at, "No question tests this objective.", "Write one, or remove the objective.")
                )
            if objective in owner:
                problems.append(
                    course.document.problem(at, f"`{owner[objective]}` has this objective, too.", "Rename one of the two.")
                )
            owner[objective] = slug
    return problems


def _check_exams(framework: FrameworkContent, quizzes: QuizContent) -> list[Problem]:
    """Levels that a certification promises and its exam cannot demonstrate."""
    problems = []
    for slug, certification in framework.certifications.items():
        exam = quizzes.quizzes.get(certification.exam or "")
        if exam is None:
            continue
        shown = {line.skill: line.level or 1 for line in exam.blueprint if line.skill and line.pass_percent is not None}
        for skill, wish in certification.skills.items():
            level = wish if isinstance(wish, int) else wish.level
            is_planned = not isinstance(wish, int) and wish.planned
            if not is_planned and shown.get(skill, 0) < level:
                document = framework.documents[f"certification:{slug}"]
                problems.append(
                    document.problem(
                        ["skills", skill],
                        f"The exam `{exam.quiz}` cannot demonstrate level {level}.",
                        "Add a blueprint line with that skill, level and a pass_percent, or mark it planned.",
                    )
                )
    return problems


def fingerprint_of(folder: Path) -> str:
    """A hash of every content file, by name and bytes."""
    digest = hashlib.sha256()
    for top in ("courses", "quizzes"):
        for path in sorted((folder / top).rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def sync(content: Content, files: str, now: datetime) -> int:
    """Store content that was read without problems, as a new release. Returns the release."""
    release = framework_service.open_release(files, now)
    framework_service.sync(content.framework, release)
    courses_service.sync(content.courses)
    quizzes_service.sync(content.quizzes, release)
    return release


def sync_folder(folder: Path) -> list[Problem]:
    """Check a folder and store it, if anything changed since the last sync. Returns the problems, and stores nothing if any."""
    return store(folder)[0]


def store(folder: Path) -> tuple[list[Problem], tuple[QuestionEdit, ...]]:
    """`sync_folder`, and what was edited in questions that were stored before. No edit moves a result by itself."""
    files = fingerprint_of(folder)
    if framework_queries.release_fingerprint() == files:
        return [], ()
    content, problems = read(folder)
    if problems:
        return problems, ()
    edits = list_edits(content.quizzes)
    with transaction():
        sync(content, files, clock.now())
    return [], edits
