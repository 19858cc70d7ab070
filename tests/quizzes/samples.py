"""A question of each type that the real content may not have yet, as its YAML would give it; and a small quiz of role-plays."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from tests.content.sample import SKILL, both

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def head(name: str, type_: str, points: int = 2) -> dict[str, Any]:
    """The keys of every question."""
    return {
        "id": name, "type": type_, "skill": SKILL, "level": 2, "objective": "ask-open-questions", "points": points,
        "prompt": both(f"Question {name}"),
    }  # fmt: skip


def cloze() -> dict[str, Any]:
    """Three gaps, one of each kind; their order differs between the languages."""
    return {
        **head("cloze", "cloze"),
        "text": {"zh": "先问{who}，再问{how-much}，每天少{loss}单。", "en": "We lose {loss} orders; ask {who}, then {how-much}."},
        "gaps": {
            "who": {"accepted": ["the customer", "客户"], "feedback": both("who")},
            "how-much": {"choices": [{"id": "amount", "text": both("the amount"), "correct": True}, {"id": "name", "text": both("the name")}]},
            "loss": {"answer": "6 / 2", "tolerance": 0},
        },
    }  # fmt: skip


def categorise() -> dict[str, Any]:
    """Four things in two categories."""
    return {
        **head("categorise", "categorise"),
        "categories": [{"id": "open", "text": both("open")}, {"id": "closed", "text": both("closed")}],
        "items": [
            {"id": f"item-{n}", "text": both(f"item {n}"), "category": "open" if n % 2 else "closed", "feedback": both(f"why {n}")}
            for n in range(4)
        ],
    }


def hotspot(several: bool = False) -> dict[str, Any]:
    """Three areas of a picture."""
    return {
        **head("hotspots" if several else "hotspot", "hotspot"), "picture": "shelf.png", "alt": both("a shelf"),
        "areas": [
            {"id": "top", "label": both("the top shelf"), "rectangle": [0, 0, 100, 30], "correct": True, "feedback": both("why top")},
            {"id": "middle", "label": both("the middle"), "circle": [50, 50, 10], "correct": several},
            {"id": "bottom", "label": both("the floor"), "rectangle": [0, 70, 100, 30]},
        ],
    }  # fmt: skip


def open_answer() -> dict[str, Any]:
    """A text on a rubric."""
    return {**head("open", "open", 4), "rubric": "visit"}


def role_play(name: str = "pitch", markers: int | None = None) -> dict[str, Any]:
    """A recording on a rubric."""
    given = {} if markers is None else {"markers": markers}
    return {
        **head(name, "role_play", 4),
        "rubric": "visit",
        "setting": both("At the door."),
        "accepts": ["audio", "video"],
        **given,
    }


def dialogue() -> dict[str, Any]:
    """A conversation with a mood, something to learn, and skills."""
    return {
        **head("talk", "dialogue", 4), "setting": both("At the door."), "start": "door", "mood": -1,
        "information": {"budget": both("They have a budget.")},
        "scenes": {
            "door": {
                "customer": both("Yes?"),
                "replies": [
                    {"id": "ask", "text": both("What takes longest?"), "next": "tells", "points": 2, "skill": SKILL, "mood": 1, "note": both("An open question.")},
                    {"id": "push", "text": both("Buy now."), "next": "cold", "points": 0, "mood": -1},
                ],
            },
            "tells": {
                "customer": both("The stock. We have a budget."), "tells": ["budget"],
                "replies": [
                    {"id": "offer", "text": both("Within your budget, then."), "next": "good", "points": 2, "needs": ["budget"], "mood_at_least": 0, "skill": SKILL},
                    {"id": "leave", "text": both("Goodbye."), "next": "poor", "points": 0},
                ],
            },
            "cold": {
                "customer": both("No."),
                "replies": [
                    {"id": "offer", "text": both("Within your budget, then."), "next": "good", "points": 2, "mood_at_least": 1},
                    {"id": "leave", "text": both("Goodbye."), "next": "poor", "points": 0},
                ],
            },
            "good": {"customer": both("Good."), "ending": "good", "debrief": both("Well asked.")},
            "poor": {"customer": both("Bye."), "ending": "poor", "debrief": both("Ask first.")},
        },
    }  # fmt: skip


def all_types() -> list[dict[str, Any]]:
    """One of each that is new here."""
    return [cloze(), categorise(), hotspot(), hotspot(several=True), open_answer(), role_play(), dialogue()]


def files(markers: int = 2) -> dict[str, Any]:
    """Changes to the sample content: a practice of all types, and an exam whose fifth question is a role-play for two markers."""
    from_bank = [f"many/{one['id']}" for one in all_types()]
    return {
        "quizzes/many.yaml": {"bank": "many", "pool": "practice", "questions": all_types()},
        "quizzes/everything.yaml": {
            "quiz": "everything", "title": both("Everything"), "purpose": "practice", "questions": from_bank, "pass_percent": 60,
            "shows": "key_and_feedback",
        },
        "quizzes/pitches.yaml": {"bank": "pitches", "pool": "exam", "questions": [role_play()]},
        "quizzes/exam.yaml": {
            "quiz": "exam", "title": both("Exam"), "purpose": "certification",
            "blueprint": [{"draw": 6, "from": ["pool"], "skill": SKILL, "level": 2, "pass_percent": 60}, {"draw": 1, "from": "pitches"}],
            "pass_percent": 80, "attempts": 3, "wait_hours": 24, "shows": "scores_per_skill", "markers": markers,
        },
    }  # fmt: skip


def write_picture(folder: Path) -> None:
    """The picture of the hotspots."""
    (folder / "quizzes" / "media").mkdir(parents=True, exist_ok=True)
    (folder / "quizzes" / "media" / "shelf.png").write_bytes(PIXEL)
