"""The framework's files: read, and checked against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from portal.framework import models
from portal.framework.graph import find_cycle
from portal.reading import Document, Problem, read_yaml, validate

Model = TypeVar("Model", bound=BaseModel)


@dataclass
class FrameworkContent:
    """What the files define: data by kind and id, each with the document that it stands in."""

    skills: models.SkillsFile | None = None
    ladder: models.LadderFile | None = None
    kpis: models.KpisFile | None = None
    certifications: dict[str, models.CertificationFile] = field(default_factory=dict)
    rubrics: dict[str, models.RubricFile] = field(default_factory=dict)
    templates: dict[str, models.ReviewTemplateFile] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)  # "skills", "certification:onboarding" …

    def skill_ids(self) -> set[str]:
        """All skills."""
        return {skill.id for family in self.skills.families for skill in family.skills} if self.skills else set()

    def definitions(self) -> Iterable[tuple[str, str, dict[str, Any]]]:
        """(kind, slug, data) of everything, as it is stored."""
        for kind, value in (("skills", self.skills), ("ladder", self.ladder), ("kpis", self.kpis)):
            if value is not None:
                yield kind, kind, value.model_dump(mode="json")
        for kind, values in (("certification", self.certifications), ("rubric", self.rubrics), ("review_template", self.templates)):
            for slug, one in values.items():
                yield kind, slug, one.model_dump(mode="json")


def _single(folder: Path, name: str, model: type[Model], content: FrameworkContent, key: str) -> tuple[Model | None, list[Problem]]:
    path = folder / "courses" / name
    if not path.exists():
        return None, []
    document, problems = read_yaml(path, f"courses/{name}")
    if document is None:
        return None, problems
    content.documents[key] = document
    return validate(model, document)


def _many(
    folder: Path, name: str, model: type[Model], content: FrameworkContent, key: str
) -> tuple[dict[str, Model], list[Problem]]:
    found: dict[str, Model] = {}
    problems: list[Problem] = []
    for path in sorted((folder / "courses" / name).glob("*.yaml")):
        document, wrong = read_yaml(path, f"courses/{name}/{path.name}")
        problems += wrong
        if document is None:
            continue
        value, wrong = validate(model, document)
        problems += wrong
        if value is None:
            continue
        if value.id != path.stem:  # type: ignore[attr-defined]  # each of the three models has an id
            problems.append(document.problem(["id"], f"The id is not the file's name, `{path.stem}`.", "Make them the same."))
        found[path.stem] = value
        content.documents[f"{key}:{path.stem}"] = document
    return found, problems


def read_framework(folder: Path) -> tuple[FrameworkContent, list[Problem]]:
    """Read every framework file below `folder/courses`. Files that are not there define nothing."""
    content = FrameworkContent()
    content.skills, problems = _single(folder, "skills.yaml", models.SkillsFile, content, "skills")
    content.ladder, more = _single(folder, "career-ladder.yaml", models.LadderFile, content, "ladder")
    problems += more
    content.kpis, more = _single(folder, "kpis.yaml", models.KpisFile, content, "kpis")
    problems += more
    content.certifications, more = _many(folder, "certifications", models.CertificationFile, content, "certification")
    problems += more
    content.rubrics, more = _many(folder, "rubrics", models.RubricFile, content, "rubric")
    problems += more
    content.templates, more = _many(folder, "review-templates", models.ReviewTemplateFile, content, "template")
    return content, problems + more


@dataclass(frozen=True)
class Outside:
    """What courses and quizzes there are, for references to them."""

    courses: frozenset[str]
    quizzes: Mapping[str, str]  # slug -> purpose


def _unique(document: Document, ids: Iterable[tuple[list[str | int], str]]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for location, one in ids:
        if one in seen:
            problems.append(document.problem(location, f"`{one}` is there twice.", "Ids are unique: rename or remove one."))
        seen.add(one)
    return problems


def reference(
    document: Document, location: list[str | int], name: str, kind: str, known: Iterable[str], planned: bool
) -> list[Problem]:
    """The problem of a reference to what is not there, or is planned and there."""
    is_there = name in set(known)
    if is_there and planned:
        return [document.problem(location, f"{kind} `{name}` is written by now.", "Remove `planned: true`.")]
    if not is_there and not planned:
        return [document.problem(location, f"There is no {kind.lower()} `{name}`.", "Mend the name, or mark it `planned: true`.")]
    return []


def _skills_asked(document: Document, location: list[str | int], asked: models.SkillsAsked, known: set[str]) -> list[Problem]:
    # Skills are defined all at once: one that is planned has its definition, but no content yet teaches it.
    return [
        document.problem([*location, skill], f"There is no skill `{skill}`.", "Mend the name, or define it in courses/skills.yaml.")
        for skill in asked
        if skill not in known
    ]


def check_framework(content: FrameworkContent, outside: Outside) -> list[Problem]:
    """Everything that does not fit together."""
    problems: list[Problem] = []
    if content.skills is not None:
        document = content.documents["skills"]
        places = [
            (["families", f, "skills", s, "id"], skill.id)
            for f, family in enumerate(content.skills.families)
            for s, skill in enumerate(family.skills)
        ]
        problems += _unique(document, places)  # type: ignore[arg-type]  # lists of names and numbers
    problems += _check_ladder(content)
    for slug, certification in content.certifications.items():
        problems += _check_certification(content, slug, certification, outside)
    for slug, rubric in content.rubrics.items():
        problems += _check_rubric(content, slug, rubric)
    for slug, template in content.templates.items():
        problems += _check_template(content, slug, template)
    return problems + _check_kpis(content)


def _check_ladder(content: FrameworkContent) -> list[Problem]:
    if content.ladder is None:
        return []
    document, rungs = content.documents["ladder"], content.ladder.rungs
    known, skills = {rung.id for rung in rungs}, content.skill_ids()
    problems = _unique(document, [(["rungs", n, "id"], rung.id) for n, rung in enumerate(rungs)])
    for n, rung in enumerate(rungs):
        here: list[str | int] = ["rungs", n]
        for f, origin in enumerate(rung.comes_from):
            if origin not in known:
                problems.append(document.problem([*here, "from", f], f"There is no rung `{origin}`.", "Mend the name."))
        for c, wish in enumerate(rung.asks.certifications):
            name, planned = (wish, False) if isinstance(wish, str) else (wish.certification, wish.planned)
            problems += reference(
                document, [*here, "asks", "certifications", c], name, "Certification", content.certifications, planned
            )
        problems += _skills_asked(document, [*here, "asks", "skills"], rung.asks.skills, skills)
    cycle = find_cycle({rung.id: rung.comes_from for rung in rungs})
    if cycle:
        problems.append(
            document.problem(
                ["rungs"], f"The ladder runs in a circle: {' → '.join(cycle)}.", "One of them must not come from the other."
            )
        )
    return problems


def _check_certification(content: FrameworkContent, slug: str, one: models.CertificationFile, outside: Outside) -> list[Problem]:
    document = content.documents[f"certification:{slug}"]
    problems: list[Problem] = []
    for n, wish in enumerate(one.courses):
        name, planned = (wish, False) if isinstance(wish, str) else (wish.course, wish.planned)
        problems += reference(document, ["courses", n], name, "Course", outside.courses, planned)
    exams: list[tuple[list[str | int], str | None]] = [
        (["exam"], one.exam),
        (["renewal", "exam"], one.renewal.exam if one.renewal else None),
    ]
    for location, exam in exams:
        if exam is not None and exam not in outside.quizzes:
            problems.append(document.problem(location, f"There is no quiz `{exam}`.", "Write quizzes/… with `quiz:` of that name."))
        elif exam is not None and outside.quizzes[exam] != "certification":
            problems.append(
                document.problem(location, f"The quiz `{exam}` is not for certification.", "Set its `purpose: certification`.")
            )
    if one.practical is not None and one.practical.rubric not in content.rubrics:
        problems.append(
            document.problem(
                ["practical", "rubric"], f"There is no rubric `{one.practical.rubric}`.", "Write it, or mend the name."
            )
        )
    return problems + _skills_asked(document, ["skills"], one.skills, content.skill_ids())


def _check_rubric(content: FrameworkContent, slug: str, rubric: models.RubricFile) -> list[Problem]:
    document, skills = content.documents[f"rubric:{slug}"], content.skill_ids()
    problems = _unique(document, [(["criteria", n, "id"], one.id) for n, one in enumerate(rubric.criteria)])
    total = sum(one.weight for one in rubric.criteria)
    if total != 100:
        problems.append(document.problem(["criteria"], f"The weights add to {total}.", "They must add to 100."))
    for n, one in enumerate(rubric.criteria):
        if one.skill not in skills:
            problems.append(document.problem(["criteria", n, "skill"], f"There is no skill `{one.skill}`.", "Mend the name."))
    return problems


def _check_template(content: FrameworkContent, slug: str, template: models.ReviewTemplateFile) -> list[Problem]:
    document = content.documents[f"template:{slug}"]
    problems = _unique(document, [(["components", n, "id"], one.id) for n, one in enumerate(template.components)])
    total = sum(one.weight for one in template.components)
    if total != 100:
        problems.append(document.problem(["components"], f"The weights add to {total}.", "They must add to 100."))
    kpis = {kpi.id for kpi in content.kpis.kpis} if content.kpis else set()
    for n, one in enumerate(template.components):
        if one.items and sum(one.items.values()) != 100:
            problems.append(
                document.problem(["components", n, "items"], "The percents of the items do not add to 100.", "Mend them.")
            )
        names = kpis if one.id == "kpis" else {"manager", "colleagues", "customers"}
        for item in one.items if one.id != "learning" else ():
            if item not in names:
                problems.append(
                    document.problem(
                        ["components", n, "items", item], f"`{item}` is not known here.", f"Known: {', '.join(sorted(names))}."
                    )
                )
    return problems


def _check_kpis(content: FrameworkContent) -> list[Problem]:
    if content.kpis is None:
        return []
    document = content.documents["kpis"]
    known = {kpi.id for kpi in content.kpis.kpis}
    problems = _unique(document, [(["kpis", n, "id"], kpi.id) for n, kpi in enumerate(content.kpis.kpis)])
    for n, kpi in enumerate(content.kpis.kpis):
        for f, origin in enumerate(kpi.comes_from):
            if origin not in known:
                problems.append(document.problem(["kpis", n, "from", f], f"There is no KPI `{origin}`.", "Mend the name."))
    return problems
