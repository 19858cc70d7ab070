"""A small, whole content folder: one course of two lessons, a practice quiz, an exam of six questions, a practical, a certification."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from portal import clock, content
from portal.db import transaction

SKILL = "listening-and-questioning"


def both(text: str) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": f"{text}（中）", "en": text}


def five(text: str) -> dict[int, dict[str, str]]:
    """Five levels."""
    return {n: both(f"{text} {n}") for n in range(1, 6)}


def single(name: str, pool_skill: str = SKILL, level: int = 2) -> dict[str, Any]:
    """A single choice whose key is `right`."""
    choices = [{"id": one, "text": both(one), "feedback": both(f"why {one}")} for one in ("right", "wrong", "worse")]
    choices[0]["correct"] = True  # type: ignore[assignment]
    return {
        "id": name, "type": "single_choice", "skill": pool_skill, "level": level, "objective": "ask-open-questions", "points": 1,
        "prompt": both(f"Question {name}?"), "choices": choices,
    }  # fmt: skip


def files() -> dict[str, Any]:
    """Every file of the sample, by path; YAML as data, Markdown as text."""
    lesson = '---\ntitle: {title}\n---\n\n!!! scene "Monday"\n    A customer asks.\n\n## One thing\n\nAsk first. 先问。\n\n??? check "Book closed"\n    1. What first?\n'
    return {
        "courses/skills.yaml": {
            "levels": five("level"),
            "families": [{"id": "communication", "title": both("Communication"), "skills": [{"id": SKILL, "title": both("Listening"), "levels": five("does")}]}],
        },
        "courses/career-ladder.yaml": {
            "rungs": [
                {"id": "representative", "title": both("Representative"), "branch": "entry", "asks": {"certifications": ["onboarding"]}, "probation": {"months": 3, "longest_months": 6, "checks_on_day": [30, 60]}},
                {"id": "supervisor", "title": both("Supervisor"), "branch": "management", "from": ["representative"], "asks": {"certifications": ["onboarding"], "skills": {SKILL: 2}, "months_on_rung": 12, "ratings": {"at_least": "meets", "last": 2}}},
            ]
        },
        "courses/kpis.yaml": {
            "kpis": [
                {"id": "revenue", "title": both("Revenue"), "unit": "money", "better": "higher"},
                {"id": "won", "title": both("Won"), "unit": "count", "better": "higher"},
                {"id": "lost", "title": both("Lost"), "unit": "count", "better": "lower"},
                {"id": "close-rate", "title": both("Close rate"), "unit": "percent", "better": "higher", "from": ["won", "lost"]},
            ]
        },
        "courses/certifications/onboarding.yaml": {
            "id": "onboarding", "version": 1, "title": both("Onboarding"), "courses": ["asking"], "exam": "exam",
            "practical": {"rubric": "visit", "at_least_percent": 50}, "skills": {SKILL: 2},
            "validity": {"months": 24, "grace_days": 14}, "renewal": {"opens_days_before": 60, "anchor": "previous_expiry", "exam": "exam"},
        },
        "courses/rubrics/visit.yaml": {
            "id": "visit", "version": 1, "title": both("Visit"), "minutes": 20,
            "criteria": [{"id": "asks", "title": both("Asks"), "skill": SKILL, "level": 2, "weight": 100, "anchors": five("anchor")}],
        },
        "courses/review-templates/representative.yaml": {
            "id": "representative", "version": 1, "title": both("Quarterly"),
            "scale": [{"id": one, "title": both(one)} for one in ("outstanding", "strong", "meets", "partly", "below")],
            "applies_to": ["representative"],
            "components": [
                {"id": "kpis", "weight": 50, "items": {"revenue": 70, "close-rate": 30}, "cap_percent": 120},
                {"id": "learning", "weight": 30, "counts": ["certificates", "levels", "assignments"]},
                {"id": "feedback", "weight": 20, "items": {"manager": 60, "colleagues": 40}, "scale": 5},
            ],
            "least_covered_percent": 60, "notice_days": 10, "excluded_uses": both("Never a dismissal by rank alone."),
        },
        "courses/asking/course.yaml": {
            "id": "asking", "title": both("Asking"), "summary": both("Ask first."), "minutes": 12, "teaches": [{"skill": SKILL, "level": 2}],
            "objectives": {"ask-open-questions": both("Asks open questions.")},
            "lessons": [
                {"id": "first", "file": "01-first", "exercise_minutes": 5, "objectives": ["ask-open-questions"]},
                {"id": "second", "file": "02-second", "exercise_minutes": 5, "objectives": ["ask-open-questions"]},
            ],
            "quiz": "practice",
        },
        "courses/asking/01-first.zh.md": lesson.format(title="第一节"),
        "courses/asking/01-first.en.md": lesson.format(title="The first"),
        "courses/asking/02-second.zh.md": lesson.format(title="第二节"),
        "courses/asking/02-second.en.md": lesson.format(title="The second"),
        "quizzes/asking.yaml": {"bank": "asking", "pool": "practice", "questions": [single(f"practice-{n}") for n in range(3)]},
        "quizzes/pool.yaml": {"bank": "pool", "pool": "exam", "questions": [single(f"exam-{n}") for n in range(12)]},
        "quizzes/practice.yaml": {
            "quiz": "practice", "title": both("Practice"), "purpose": "practice", "course": "asking",
            "questions": ["asking/practice-0", "asking/practice-1"], "pass_percent": 70, "shows": "key_and_feedback",
        },
        "quizzes/exam.yaml": {
            "quiz": "exam", "title": both("Exam"), "purpose": "certification",
            "blueprint": [{"draw": 6, "from": "pool", "skill": SKILL, "level": 2, "pass_percent": 60}],
            "minutes": 20, "pass_percent": 80, "attempts": 3, "wait_hours": 24, "shuffle": ["questions", "choices"], "shows": "scores_per_skill",
        },
    }  # fmt: skip


def write(folder: Path, changes: dict[str, Any] | None = None) -> Path:
    """Write the sample, with files changed or (None) left out. Returns the folder."""
    yaml = YAML(typ="safe", pure=True)
    for name, data in {**files(), **(changes or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, str):
            path.write_text(data, encoding="utf-8")
        elif data is not None:
            with path.open("w", encoding="utf-8") as file:
                yaml.dump(data, file)
    return folder


def sync(folder: Path, changes: dict[str, Any] | None = None) -> int:
    """Write and store the sample, with changes, in an app context. Returns the release."""
    found, problems = content.read(write(folder, changes))
    assert problems == [], "\n".join(map(str, problems))
    with transaction():
        return content.sync(found, content.fingerprint_of(folder), clock.now())
