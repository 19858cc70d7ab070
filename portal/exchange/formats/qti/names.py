"""QTI 2 says `simpleChoice` and `maxChoices`, QTI 3 `qti-simple-choice` and `max-choices`: both become `simple-choice` and `max-choices`."""

from __future__ import annotations

import re
from html import escape

from portal.exchange.trees import Node

VOID = {"br", "hr", "img", "col"}
CAMEL = re.compile(r"(?<=[a-z0-9])([A-Z])")


def canonical(node: Node) -> Node:
    """The same tree under the names that both versions share."""
    attributes = {_kebab(name): value for name, value in node.attributes.items()}
    found = Node(_kebab(node.tag).removeprefix("qti-"), node.namespace, attributes, node.line)
    found.content = [one if isinstance(one, str) else canonical(one) for one in node.content]
    return found


def _kebab(name: str) -> str:
    return CAMEL.sub(r"-\1", name).lower()


def html_of(node: Node, leaves_out: frozenset[int] = frozenset(), instead: str = "") -> str:
    """What is in an element as HTML; elements whose id() is in `leaves_out` are replaced by `instead`."""
    parts: list[str] = []
    for one in node.content:
        if isinstance(one, str):
            parts.append(escape(one, quote=False))
        elif id(one) in leaves_out:
            parts.append(instead)
        else:
            language = f' lang="{escape(one.get("lang"))}"' if one.get("lang") else ""
            inner = html_of(one, leaves_out, instead)  # alone where QTI wraps a text in an element of its own (qti-content-body)
            end = "" if one.tag in VOID else f"{inner}</{one.tag}>"
            parts.append(f"<{one.tag}{language}>{end}" if "-" not in one.tag else inner)
    return "".join(parts)
