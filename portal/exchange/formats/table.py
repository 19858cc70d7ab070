"""Every format: how its files are told, read and written. Adding one is a line here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.exchange.formats import aiken, gift, moodle_xml, qti, xlsx
from portal.exchange.packing import bounded, decode, unpacked
from portal.exchange.prose import Languages
from portal.exchange.values import Export, Source
from portal.quizzes.types.base import Question
from portal.sentences import Sentence
from portal.spreadsheets import BadFile

Read = Callable[[bytes], Source]
Write = Callable[[str, Sequence[Question], Languages], Export]


@dataclass(frozen=True)
class Format:
    """A format: its name for people, the end of its files' names, and what it can do. None: it cannot."""

    title: str
    suffix: str
    mimetype: str
    read: Read | None = None
    write: Write | None = None


FORMATS: dict[str, Format] = {
    "xlsx": Format("XLSX", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.read, xlsx.write),
    "gift": Format("Moodle GIFT", ".gift.txt", "text/plain", gift.read, gift.write),
    "moodle-xml": Format("Moodle XML", ".xml", "application/xml", moodle_xml.read, moodle_xml.write),
    "qti": Format("QTI", ".zip", "application/zip", qti.read, qti.write),
    "aiken": Format("Aiken", ".txt", "text/plain", aiken.read),
}
READABLE = tuple(name for name, one in FORMATS.items() if one.read)
WRITABLE = tuple(name for name, one in FORMATS.items() if one.write)
ROOT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")
ROOTS = {"quiz": "moodle-xml", "assessmentItem": "qti", "qti-assessment-item": "qti", "questestinterop": "qti"}
AIKEN = re.compile(r"^\s*ANSWER\s*[:：]\s*[A-Za-z]\s*$", re.M)


def detect(content: bytes) -> str:
    """The format of a file, by what is in it, whatever its name. Raises BadFile where nobody can tell."""
    if bounded(content)[:4] == b"PK\x03\x04":
        return _of_archive(content)
    text = decode(content).lstrip()
    if text.startswith("<?xml") or (text.startswith("<") and ROOT.match(text) and ROOT.match(text)[1] in ROOTS):  # type: ignore[index]
        root = ROOT.search(text, text.find("?>") + 2 if text.startswith("<?xml") else 0)
        if root is not None and root[1] in ROOTS:
            return ROOTS[root[1]]
        raise BadFile(Sentence("This XML is neither Moodle's (<quiz>) nor QTI (<assessmentItem>). Say which format it is."))
    return "aiken" if AIKEN.search(text) and "{" not in text else "gift"


def _of_archive(content: bytes) -> str:
    with unpacked(content) as package:
        if "xl/workbook.xml" in package.names:
            return "xlsx"
        if any(name.rsplit("/", 1)[-1] == "imsmanifest.xml" for name in package.names):
            return "qti"
    raise BadFile(Sentence("The archive is neither a workbook nor a QTI package: it has no imsmanifest.xml."))
