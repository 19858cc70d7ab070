"""Questions into a package of QTI 2.2: a file for each, and a manifest that carries skill, level and objective as keywords."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from portal.exchange import tags
from portal.exchange.formats import writing
from portal.exchange.formats.markup import Element, document
from portal.exchange.formats.qti.types import WRITERS
from portal.exchange.prose import Languages
from portal.exchange.values import Export
from portal.quizzes.types.base import Question

CONTENT = "http://www.imsglobal.org/xsd/imscp_v1p1"
METADATA = "http://ltsc.ieee.org/xsd/LOM"
MADE_ON = (2026, 1, 1, 0, 0, 0)  # the same questions give the same bytes


def write(bank: str, questions: Sequence[Question], languages: Languages) -> Export:
    """A package."""
    parts, lines = writing.write_each(questions, WRITERS, languages)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "imsmanifest.xml", document(_manifest(bank, [(one.question, one.tags) for one in parts])))
        for one in parts:
            _add(archive, _file(one.question), document(one.item))
    return Export(out.getvalue(), tuple(lines))


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, MADE_ON)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def _file(question: Question) -> str:
    return f"items/{question.id}.xml"


def _manifest(bank: str, questions: list[tuple[Any, Sequence[str]]]) -> Element:
    resources = [
        Element(
            "resource",
            [_metadata([*tags.common_tags(one), *more]), Element("file", [], {"href": _file(one)})],
            {"identifier": f"i-{one.id}", "type": "imsqti_item_xmlv2p2", "href": _file(one)},
        )
        for one, more in questions
    ]
    schema = Element("metadata", [Element("schema", ["QTIv2.2 Package"]), Element("schemaversion", ["1.0.0"])])
    return Element(
        "manifest",
        [schema, Element("organizations"), Element("resources", resources)],
        {"xmlns": CONTENT, "identifier": f"bank-{bank}"},
    )


def _metadata(keywords: Sequence[str]) -> Element:
    words = [Element("keyword", [Element("string", [one], {"language": "x-none"})]) for one in keywords]
    return Element("metadata", [Element("lom", [Element("general", words)], {"xmlns": METADATA})])
