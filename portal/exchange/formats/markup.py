"""Elements to write: a small tree that escapes whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold, escaped or not


@dataclass(frozen=True)
class Markup:
    """Text that is XML already: HTML of a bank's text, which is cleaned and whole."""

    text: str


@dataclass(frozen=True)
class Element:
    """An element with its attributes, and elements and texts in it."""

    tag: str
    content: Sequence[Element | Markup | str] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    def write(self, depth: int = 0) -> str:
        """XML, elements indented where no text stands beside them."""
        head = self.tag + "".join(f" {name}={quoteattr(UNFIT.sub('', value))}" for name, value in self.attributes.items())
        if not self.content:
            return f"<{head}/>"
        if all(isinstance(one, Element) for one in self.content):
            pad = "\n" + "  " * (depth + 1)
            inner = "".join(pad + one.write(depth + 1) for one in self.content if isinstance(one, Element))
            return f"<{head}>{inner}\n{'  ' * depth}</{self.tag}>"
        return f"<{head}>{''.join(_inner(one) for one in self.content)}</{self.tag}>"


def _inner(one: Element | Markup | str) -> str:
    if isinstance(one, Element):
        return one.write()
    return UNFIT.sub("", one.text if isinstance(one, Markup) else escape(one, {"\r": "&#13;"}))


def document(root: Element) -> bytes:
    """A whole XML file."""
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + root.write() + "\n").encode()
