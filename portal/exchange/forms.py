"""What an author says for a whole import, read from the form; and the file, sent or carried along."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.errors import PortalError
from portal.exchange.finishing import Settings
from portal.exchange.formats.table import FORMATS
from portal.exchange.tags import ID
from portal.i18n import lazy
from portal.sentences import Sentence
from portal.spreadsheets import BadFile

NOT_UNDERSTOOD = lazy("This request was not understood. Go back and try again.")
CHOICES: dict[str, frozenset[str]] = {
    "format": frozenset({"", *(name for name, one in FORMATS.items() if one.read)}),
    "language": frozenset({"", "zh", "en"}),
    "level": frozenset("012345"),
    "pool": frozenset({"practice", "exam"}),
}


@dataclass(frozen=True)
class Asked:
    """An import as it was asked for."""

    format: str = ""
    bank: str = ""
    pool: str = "practice"
    settings: Settings = field(default_factory=Settings)


def read_form(form: Mapping[str, str]) -> Asked:
    """The choices of the form. Raises PortalError for what no form of ours sends, BadFile for a name that is none."""
    chosen = {
        name: form.get(name, default) for name, default in (("format", ""), ("language", ""), ("level", "0"), ("pool", "practice"))
    }
    if any(value not in CHOICES[name] for name, value in chosen.items()):
        raise PortalError(400, NOT_UNDERSTOOD)
    settings = Settings(
        language=chosen["language"], skill=form.get("skill", ""), level=int(chosen["level"]), objective=form.get("objective", ""),
        leaves_refused_out=bool(form.get("leaves_refused_out")), replaces=bool(form.get("replaces")),
    )  # fmt: skip
    return Asked(chosen["format"], form.get("bank", "").strip(), chosen["pool"], settings)


def check_bank(asked: Asked) -> None:
    """The bank's name is an id. Raises BadFile."""
    if not ID.fullmatch(asked.bank) or len(asked.bank) > 60:
        raise BadFile(Sentence("Name the bank: lower-case letters and digits, joined by hyphens, such as first-visit."))


def carried(form: Mapping[str, str]) -> bytes:
    """The file of the dry run, which the page sends back. Raises PortalError."""
    try:
        return base64.b64decode(form.get("content", ""), validate=True)
    except ValueError as error:
        raise PortalError(400, NOT_UNDERSTOOD) from error
