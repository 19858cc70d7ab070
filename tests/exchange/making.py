"""Questions of every type, and files that do harm, made by plain functions."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

from portal.exchange.finishing import Finished, Known, Settings, finish
from portal.exchange.formats.table import FORMATS
from portal.exchange.values import Line, Source
from portal.quizzes import types
from portal.quizzes.types.base import Question
from portal.reading import DRAFTS

ENGLISH = Settings(language="en", skill="prospecting", level=2, objective="name-steps")
ALL = Settings(skill="prospecting", level=2, objective="name-steps")


def prose(text: str) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": f"中 {text}", "en": text}


def head(type_name: str, **more: Any) -> dict[str, Any]:
    """What every question has."""
    return {
        "id": type_name.replace("_", "-"), "type": type_name, "skill": "prospecting", "level": 2, "objective": "name-steps",
        "points": 2, "prompt": prose("What next?"), **more,
    }  # fmt: skip


def make(data: dict[str, Any]) -> Question:
    """The question; its own checks pass."""
    question: Question = types.model_of(data["type"]).model_validate(data, context=DRAFTS)
    assert not list(question.wrong())
    return question


def choices(*right: bool) -> list[dict[str, Any]]:
    """Choices a, b, c … of which some are right."""
    return [
        {"id": chr(97 + n), "text": prose(f"choice {n}"), "feedback": prose(f"because {n}"), **({"correct": True} if one else {})}
        for n, one in enumerate(right)
    ]


def questions() -> dict[str, Question]:
    """One of each type that this test knows how to make, by its type."""
    scenes = {
        "start": {"customer": prose("Well?"), "replies": [
            {"id": "ask", "text": prose("Why?"), "points": 2, "next": "good"}, {"id": "tell", "text": prose("So."), "points": -1, "next": "bad"},
        ]},
        "good": {"customer": prose("Yes."), "ending": "good", "debrief": prose("You asked.")},
        "bad": {"customer": prose("No."), "ending": "poor", "debrief": prose("You told.")},
    }  # fmt: skip
    turn = [{"value": "18000", "feedback": prose("one order")}, {"value": Decimal("0.50"), "feedback": prose("half")}]
    all_data = [
        head("single_choice", choices=choices(False, True, False), explanation=prose("It is so.")),
        head("multiple_choice", choices=choices(True, True, False), scoring="all_or_nothing"),
        head("true_false", answer=False, if_true=prose("no"), if_false=prose("yes")),
        head("numeric", answer="3 * 18000", tolerance=Decimal("0.10"), unit={"zh": "元", "en": "CNY"}, wrong_turns=turn, feedback=prose("times")),
        head("calculated", prompt=prose("{orders} orders?"), answer="orders * 3", tolerance=1, feedback=prose("times"),
             parameters={"orders": {"from": 30, "to": 60, "step": Decimal("7.5")}}),
        head("short_text", accepted=["visit", "拜访", "a = b"], wrong_turns=[{"accepted": ["demo"], "feedback": prose("not yet")}], feedback=prose("so")),
        head("ordering", items=[{"id": one, "text": prose(one)} for one in ("ask", "hear", "offer")], feedback=prose("in order")),
        head("matching", pairs=[{"id": one, "left": prose(f"l {one}"), "right": prose(f"r {one}")} for one in ("x", "y")],
             extra=[{"id": "z", "text": prose("nothing")}], feedback=prose("pairs")),
        head("dialogue", setting=prose("On the phone"), start="start", pass_points=1, scenes=scenes),
    ]  # fmt: skip
    return {one["type"]: make(one) for one in all_data}


def there_and_back(
    name: str, found: list[Question], languages: Any = "both", settings: Settings = ENGLISH
) -> tuple[list[Finished], list[Line]]:
    """Written in a format, and read again; with the lines of what was refused on either way."""
    export = FORMATS[name].write("bank", found, languages)  # type: ignore[misc]
    source = read(name, export.content)
    finished, refused = finish(source.drafts, settings, Known())
    return finished, [*(one for one in export.lines if one.state == "refused"), *source.lines, *refused]


def read(name: str, content: bytes) -> Source:
    """A file's questions."""
    return FORMATS[name].read(content)  # type: ignore[misc]


def archive(entries: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()
