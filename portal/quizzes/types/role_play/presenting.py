"""A role-play for its pages: the text, and the files that belong to the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.i18n import Message, lazy
from portal.quizzes.forms import Form
from portal.quizzes.rules.uploading import LARGEST_FILE, MOST_FILES
from portal.quizzes.types.role_play.rules import files_of, text_of

FAMILIES: dict[str, Message] = {
    "audio": lazy("a sound recording"),
    "video": lazy("a video"),
    "document": lazy("a PDF or a picture"),
}
PICKED = {"audio": "audio/*", "video": "video/*", "document": "application/pdf,image/png,image/jpeg,image/webp"}


@dataclass(frozen=True)
class HandedIn:
    """The text, the files (of this very answer), and what may be handed in: in words, and for the file picker."""

    text: str
    files: tuple[Any, ...]
    accepts: tuple[Message, ...]
    picker: str
    most: int
    megabytes: int


def present(question: Any) -> HandedIn:
    """What was handed in so far."""
    by_id = {file.id: file for file in question.files}
    files = tuple(by_id[one] for one in files_of(question.answer) if one in by_id)
    accepts = question.facts["accepts"]
    return HandedIn(
        text_of(question.answer), files, tuple(FAMILIES[one] for one in accepts), ",".join(PICKED[one] for one in accepts),
        MOST_FILES, LARGEST_FILE // 1_000_000,
    )  # fmt: skip


def from_form(form: Form, present_answer: Any, files: Sequence[int]) -> Any:
    """The text, the files that were kept, and those that came with the form."""
    dropped = {int(text) for text in form.getlist("drop") if text.isascii() and text.isdigit() and len(text) < 19}
    kept = [one for one in files_of(present_answer) if one not in dropped]
    text = form.get("answer", "").strip()
    together = [*kept, *files][:MOST_FILES]
    return {"text": text, "files": together} if text or together else None
