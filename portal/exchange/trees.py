"""XML that strangers send: read by defusedxml's parser into nodes that know their lines, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any
from xml.sax import SAXException, SAXParseException, handler
from xml.sax.xmlreader import InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from portal.exchange.packing import bounded, decode
from portal.sentences import Sentence
from portal.spreadsheets import BadFile

DEEPEST = 100
MOST_NODES = 200_000
MOST_ATTRIBUTES = 100
DECLARED = re.compile(rb"""\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")

DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")  # the text is decoded by now, so that what it declares would only confuse


@dataclass
class Node:
    """An element: its local name, its namespace, its attributes without prefixes, its content in order, and its line."""

    tag: str
    namespace: str
    attributes: dict[str, str]
    line: int
    content: list[Node | str] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        """The elements in it."""
        return [one for one in self.content if isinstance(one, Node)]

    @property
    def text(self) -> str:
        """All text in it, however deep."""
        return "".join(one if isinstance(one, str) else one.text for one in self.content)

    def get(self, name: str, default: str = "") -> str:
        """An attribute."""
        return self.attributes.get(name, default)

    def all(self, *tags: str) -> list[Node]:
        """Its children of these names."""
        return [one for one in self.children if one.tag in tags]

    def first(self, *tags: str) -> Node | None:
        """Its first child of these names."""
        return next(iter(self.all(*tags)), None)

    def walk(self) -> Iterator[Node]:
        """Itself and everything in it, in document order."""
        yield self
        for one in self.children:
            yield from one.walk()

    def deep(self, *tags: str) -> list[Node]:
        """Everything in it of these names."""
        return [one for one in self.walk() if one.tag in tags]


class _Builder(handler.ContentHandler):
    """SAX events into nodes. Limits are kept while reading, so that no file is held that breaks them."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # the name that SAX calls
        """Where the parser is."""
        self._locator = locator

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: ARG002  # as SAX calls it
        """An element begins."""
        self._count += 1
        line = self._locator.getLineNumber()
        if len(self._open) >= DEEPEST:
            raise BadFile(
                Sentence("Line %(line)s: elements stand in one another more than 100 deep. Such files are not read.", line=line)
            )
        if self._count > MOST_NODES or len(attrs) > MOST_ATTRIBUTES:
            raise BadFile(Sentence("Line %(line)s: there are too many elements. Send the file in parts.", line=line))
        node = Node(name[1], name[0] or "", {key[1]: value for key, value in attrs.items()}, line)
        if self._open:
            self._open[-1].content.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: ARG002  # as SAX calls it
        """An element ends."""
        self._open.pop()

    def characters(self, content: str) -> None:
        """Text, CDATA included."""
        inside = self._open[-1].content
        if inside and isinstance(inside[-1], str) and len(inside[-1]) < 1000:
            inside[-1] += content
        else:
            inside.append(content)


def parse(content: bytes) -> Node:
    """The root of an XML file. Raises BadFile for what is no XML, or is made to do harm."""
    declared = DECLARED.match(bounded(content))
    text = decode(content, declared[1].decode("ascii") if declared else "")
    builder, parser, source = _Builder(), DefusedExpatParser(forbid_dtd=True), InputSource()
    parser.setFeature(handler.feature_namespaces, True)
    parser.setContentHandler(builder)
    source.setCharacterStream(StringIO(DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text)))
    try:
        parser.parse(source)
    except DefusedXmlException as error:
        raise BadFile(
            Sentence("The file holds a document type or entities (<!DOCTYPE, <!ENTITY). Such files are not read: remove them.")
        ) from error
    except SAXParseException as error:
        raise BadFile(
            Sentence("Line %(line)s: this is not whole XML (%(why)s).", line=error.getLineNumber(), why=error.getMessage())
        ) from error
    except (SAXException, ValueError, LookupError) as error:
        raise BadFile(Sentence("This is not XML.")) from error
    if builder.root is None:
        raise BadFile(Sentence("This is not XML."))
    return builder.root
