"""Banks and quizzes as files: read, and checked with the framework and the courses."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from portal.framework.models import Id, Level, Percent
from portal.quizzes import types
from portal.quizzes.types.base import Question
from portal.reading import Document, Problem, Prose, Strict, read_yaml, validate

PICTURES = {".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"}


class BankFile(Strict):
    """The head of a bank; its questions are read one by one, each by its type."""

    bank: Id
    pool: Literal["practice", "exam"]
    questions: list[dict[str, Any]] = Field(min_length=1)


class Line(Strict):
    """A line of a blueprint: so many questions of a skill, at a level or above, with a cut of their own."""

    draw: int = Field(ge=1, le=100)
    source: Id | list[Id] = Field(alias="from")
    skill: Id | None = None
    level: Level | None = None
    pass_percent: Percent | None = None
    must_pass: bool = False


class QuizFile(Strict):
    """quizzes/<quiz>.yaml with `quiz:`"""

    quiz: Id
    title: Prose
    purpose: Literal["practice", "certification", "evidence"]
    course: Id | None = None
    questions: list[str] = []
    blueprint: list[Line] = []
    minutes: int | None = Field(default=None, ge=1, le=600)
    pass_percent: Percent
    pass_reason: Prose | None = None
    attempts: int | None = Field(default=None, ge=1, le=100)
    wait_hours: int = Field(default=0, ge=0, le=24 * 365)
    lock_days: int | None = Field(default=None, ge=1, le=730)
    shuffle: list[Literal["questions", "choices"]] = []
    markers: Literal[1, 2] = 1  # of answers that people mark
    shows: Literal["key_and_feedback", "marks", "scores_per_skill"]


@dataclass(frozen=True)
class BankQuestion:
    """A question with the bank and pool that it stands in, and its place in the file."""

    id: str  # bank/id
    pool: str
    model: Question
    index: int
    pictures: Mapping[str, str] = field(default_factory=dict)  # name -> hash: a picture that changes makes a new version

    def facts(self) -> dict[str, Any]:
        """What scores, the pictures that are shown included."""
        facts = self.model.facts()
        return facts | {"pictures": dict(self.pictures)} if self.pictures else facts


@dataclass
class QuizContent:
    """All banks' questions by `bank/id`, and all quizzes by id."""

    questions: dict[str, BankQuestion] = field(default_factory=dict)
    quizzes: dict[str, QuizFile] = field(default_factory=dict)
    banks: dict[str, Document] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)  # pictures in quizzes/media: name -> hash

    def purposes(self) -> dict[str, str]:
        """The purpose of each quiz."""
        return {slug: quiz.purpose for slug, quiz in self.quizzes.items()}

    def matching(self, line: Line) -> list[BankQuestion]:
        """The questions that a line of a blueprint may draw."""
        sources = [line.source] if isinstance(line.source, str) else line.source
        return [
            one
            for one in self.questions.values()
            if one.id.split("/")[0] in sources
            and (line.skill is None or one.model.skill == line.skill)
            and (line.level is None or one.model.level >= line.level)
        ]


def read_media(folder: Path) -> dict[str, str]:
    """The pictures of a folder, each with a hash of its bytes."""
    files = [path for path in sorted(folder.glob("*")) if path.is_file() and not path.is_symlink() and path.suffix in PICTURES]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def read_quizzes(folder: Path) -> tuple[QuizContent, list[Problem]]:
    """Every file below `folder/quizzes`, and what is wrong with each alone."""
    content = QuizContent(media=read_media(folder / "quizzes" / "media"))
    problems: list[Problem] = []
    for path in sorted((folder / "quizzes").glob("*.yaml")):
        document, wrong = read_yaml(path, f"quizzes/{path.name}")
        problems += wrong
        if document is None:
            continue
        key = next((key for key in ("bank", "quiz") if key in document.plain), None)
        if key is None:
            problems.append(document.problem([], "This is neither a bank nor a quiz.", "Begin with `bank: …` or `quiz: …`."))
            continue
        if document.plain[key] != path.stem:
            problems.append(document.problem([key], f"The id is not the file's name, `{path.stem}`.", "Make them the same."))
        problems += _read_bank(content, document) if key == "bank" else _read_quiz(content, document)
    return content, problems


def _read_bank(content: QuizContent, document: Document) -> list[Problem]:
    bank, problems = validate(BankFile, document)
    if bank is None:
        return problems
    content.banks[bank.bank] = document
    for index, data in enumerate(bank.questions):
        question, wrong = _read_question(document, index, data)
        problems += wrong
        if question is None:
            continue
        name = f"{bank.bank}/{question.id}"
        if name in content.questions:
            problems.append(
                document.problem(
                    ["questions", index, "id"], f"`{question.id}` is there twice.", "Ids are unique in a bank: rename one."
                )
            )
        shown = [picture for kind, _at, picture in question.refers() if kind == "picture" and picture in content.media]
        pictures = {picture: content.media[picture] for picture in shown}
        content.questions[name] = BankQuestion(name, bank.pool, question, index, pictures)
    return problems


def _read_question(document: Document, index: int, data: Mapping[str, Any]) -> tuple[Question | None, list[Problem]]:
    at: list[str | int] = ["questions", index]
    if data.get("type") not in types.names():
        return None, [
            document.problem(
                [*at, "type"], f"`{data.get('type')}` is not a type of question.", f"Known: {', '.join(types.names())}."
            )
        ]
    question, problems = validate(types.model_of(data["type"]), document, at, data)
    if question is not None:
        problems += [document.problem([*at, *place], message, mend) for place, message, mend in question.wrong()]  # type: ignore[attr-defined]
    return question, problems  # type: ignore[return-value]  # every type's model is a Question


def _read_quiz(content: QuizContent, document: Document) -> list[Problem]:
    quiz, problems = validate(QuizFile, document)
    if quiz is not None:
        content.quizzes[quiz.quiz] = quiz
        content.documents[quiz.quiz] = document
    return problems


def check_quizzes(
    content: QuizContent, skills: Iterable[str], objectives: Mapping[str, str], courses: Iterable[str], rubrics: Iterable[str] = ()
) -> list[Problem]:
    """What does not fit: skills, rubrics, pictures, objectives (objective -> course), pools, blueprints, pass marks."""
    problems: list[Problem] = []
    known = set(skills)
    there = {"skill": known, "rubric": set(rubrics), "picture": set(content.media)}
    for one in content.questions.values():
        document = content.banks[one.id.split("/")[0]]
        if one.model.skill not in known:
            problems.append(
                document.problem(["questions", one.index, "skill"], f"There is no skill `{one.model.skill}`.", "Mend the name.")
            )
        for kind, place, name in one.model.refers():
            if name not in there[kind]:
                where = f"No picture `{name}` is in quizzes/media/." if kind == "picture" else f"There is no {kind} `{name}`."
                problems.append(document.problem(["questions", one.index, *place], where, "Mend the name, or add it."))
        if one.model.objective not in objectives:
            problems.append(
                document.problem(
                    ["questions", one.index, "objective"],
                    f"No course has the objective `{one.model.objective}`.",
                    "Mend the name, or add it to the course.",
                )
            )
    for slug, quiz in content.quizzes.items():
        problems += _check_quiz(content, content.documents[slug], quiz, known, set(courses))
    return problems


def _check_quiz(content: QuizContent, document: Document, quiz: QuizFile, skills: set[str], courses: set[str]) -> list[Problem]:
    problems = []
    if bool(quiz.questions) == bool(quiz.blueprint):
        problems.append(document.problem([], "A quiz has `questions`, or a `blueprint`.", "Give exactly one of the two."))
    if (quiz.purpose == "certification") != (quiz.shows == "scores_per_skill"):
        problems.append(
            document.problem(
                ["shows"],
                f"`{quiz.shows}` does not go with the purpose `{quiz.purpose}`.",
                "Certification shows scores_per_skill, and nothing else does.",
            )
        )
    if quiz.lock_days is not None and quiz.attempts is None:
        problems.append(
            document.problem(
                ["lock_days"], "Attempts are not limited, so nothing is locked.", "Give `attempts`, or remove the line."
            )
        )
    if quiz.course is not None and quiz.course not in courses:
        problems.append(document.problem(["course"], f"There is no course `{quiz.course}`.", "Mend the name."))
    pool = "practice" if quiz.purpose == "practice" else "exam"
    for n, name in enumerate(quiz.questions):
        if name not in content.questions:
            problems.append(document.problem(["questions", n], f"There is no question `{name}`.", "Write it as bank/question."))
        elif content.questions[name].pool != pool:
            problems.append(
                document.problem(
                    ["questions", n],
                    f"`{name}` is in the pool for {content.questions[name].pool}.",
                    f"A quiz for {quiz.purpose} draws from the {pool} pool.",
                )
            )
    for name, count in Counter(quiz.questions).items():
        if count > 1:
            problems.append(document.problem(["questions", quiz.questions.index(name)], f"`{name}` is there twice.", "Remove one."))
    return problems + _check_blueprint(content, document, quiz, skills, pool)


def _check_blueprint(content: QuizContent, document: Document, quiz: QuizFile, skills: set[str], pool: str) -> list[Problem]:
    problems = []
    for n, line in enumerate(quiz.blueprint):
        at: list[str | int] = ["blueprint", n]
        for source in [line.source] if isinstance(line.source, str) else line.source:
            if source not in content.banks:
                problems.append(document.problem([*at, "from"], f"There is no bank `{source}`.", "Mend the name."))
            elif content.banks[source].plain.get("pool") != pool:
                problems.append(
                    document.problem(
                        [*at, "from"],
                        f"The bank `{source}` is not in the {pool} pool.",
                        f"A quiz for {quiz.purpose} draws from {pool} banks.",
                    )
                )
        if line.skill is not None and line.skill not in skills:
            problems.append(document.problem([*at, "skill"], f"There is no skill `{line.skill}`.", "Mend the name."))
        there = len(content.matching(line))
        if there < line.draw:
            problems.append(
                document.problem(
                    [*at, "draw"],
                    f"{line.draw} are drawn, and only {there} are there.",
                    "Write more questions, or draw fewer: the pass mark cannot be reached.",
                )
            )
        if line.pass_percent is not None and line.skill is not None and line.draw < 5 and quiz.purpose != "practice":
            problems.append(
                document.problem(
                    [*at, "draw"],
                    "Fewer than five questions cannot demonstrate a level.",
                    "Draw five or more, or leave pass_percent out.",
                )
            )
    return problems
