"""Packages and single items: which files are items, and which tags the manifest gives them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from portal.exchange import tags as our_tags
from portal.exchange.formats.qti.items import draft_of
from portal.exchange.formats.qti.names import canonical
from portal.exchange.packing import MOST_BYTES, Package, bounded, unpacked
from portal.exchange.trees import Node, parse
from portal.exchange.values import Draft, Line, NoQuestion, Place, Refused, Source, State
from portal.sentences import Sentence
from portal.spreadsheets import BadFile

MANIFEST = "imsmanifest.xml"
MOST_ITEMS = 2000
OLD = Sentence(
    "This is QTI 1.2, which works otherwise than 2.1, 2.2 and 3.0. Export it again as QTI 2.1 or later, or as Moodle XML."
)


@dataclass(frozen=True)
class Item:
    """A file of an item, with the tags that the manifest has for it."""

    file: str
    content: bytes
    tags: dict[str, Any]


def read(content: bytes) -> Source:
    """Every question of a package, or the one of an item. Raises BadFile."""
    if bounded(content)[:4] != b"PK\x03\x04":
        return _source([Item("", content, {})], [])
    with unpacked(content) as package:
        lines: list[Line] = []
        return _source(_items(package, lines), lines)


def _source(items: Iterator[Item] | list[Item], lines: list[Line]) -> Source:
    drafts: list[Draft] = []
    found: list[Line] = []
    for count, item in enumerate(items, 1):
        if count > MOST_ITEMS:
            raise BadFile(Sentence("The file has more than 2,000 questions. Send it in parts."))
        node, place, name = None, Place(1, item.file), item.file
        try:
            node = _item(item)
            place, name = Place(node.line, item.file), node.get("title") or node.get("identifier") or item.file
            drafts.append(draft_of(node, place, item.tags))
        except NoQuestion as error:
            found.append(Line(State.LEFT_OUT, place, name, (error.sentence,)))
        except Refused as error:
            found.append(Line(State.REFUSED, place, name, (error.sentence,)))
    ours = bool(drafts) and all(our_tags.is_ours(dict(draft.data)) for draft in drafts)
    return Source(tuple(drafts), (*lines, *found), ours)


def _item(item: Item) -> Node:
    try:
        root = canonical(parse(item.content))
    except BadFile as error:
        if not item.file:
            raise
        raise BadFile(Sentence("%(file)s: %(why)s", file=item.file, why=error.sentence)) from error
    if root.tag == "questestinterop":
        raise BadFile(OLD)
    if root.tag == "assessment-test":
        raise NoQuestion(Sentence("It is a test: its order and its rules are not brought, its questions are."))
    if root.tag != "assessment-item":
        raise BadFile(Sentence("This is not QTI: the file does not begin with <assessmentItem>."))
    return root


def _items(package: Package, lines: list[Line]) -> Iterator[Item]:
    """The items that the manifest lists, in its order."""
    manifests = sorted((one for one in package.names if posixpath.basename(one) == MANIFEST), key=lambda one: one.count("/"))
    if not manifests:
        raise BadFile(Sentence("The archive has no imsmanifest.xml: it is no QTI package."))
    base, root = posixpath.dirname(manifests[0]), parse(package.read(manifests[0]))
    total = count = 0
    for resource in root.deep("resource"):
        kind = resource.get("type").lower()
        if kind.startswith(("imsqti_xmlv1", "imsqti_assessment_xmlv1")) or "qti/1p2" in kind:
            raise BadFile(OLD)
        if not kind.startswith("imsqti_") or "item" not in kind:
            lines += _left_out(resource, kind, manifests[0])
            continue
        file = posixpath.normpath(posixpath.join(base, unquote(resource.get("href"))))
        if file not in package.names:
            why = Sentence("The manifest names a file that is not in the archive.")
            lines.append(Line(State.REFUSED, Place(resource.line, manifests[0]), file[:120], (why,)))
            continue
        content = package.read(file)
        total, count = total + len(content), count + 1
        if total > MOST_BYTES:
            raise BadFile(Sentence("The questions of this archive are larger than 16 MB. Send it in parts."))
        yield Item(file, content, _tags(resource))
    if not count and not lines:
        raise BadFile(Sentence("The manifest lists no questions of QTI 2.1, 2.2 or 3.0."))


def _left_out(resource: Node, kind: str, manifest: str) -> Iterator[Line]:
    if kind.startswith("imsqti_test"):
        why = Sentence("It is a test: its order and its rules are not brought, its questions are.")
        yield Line(State.LEFT_OUT, Place(resource.line, manifest), resource.get("href")[:120], (why,))


def _tags(resource: Node) -> dict[str, Any]:
    return our_tags.read_tags(one.text for one in resource.deep("keyword"))
