"""Markdown to HTML: once, when content is synced, and safe whatever a person typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import markdown as library
import nh3
from markupsafe import Markup

EXTENSIONS = [
    "tables", "admonition", "attr_list", "sane_lists", "nl2br", "toc",
    "pymdownx.superfences", "pymdownx.details", "pymdownx.tabbed", "pymdownx.betterem",
]  # fmt: skip
SETTINGS: dict[str, Any] = {
    "tables": {"use_align_attribute": True},
    "toc": {"slugify": lambda value, _separator: heading_id(value), "permalink": False},
    "pymdownx.tabbed": {"alternate_style": True},
}
TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "details", "div", "dl", "dt", "em", "h2", "h3", "h4", "hr", "i", "img",
    "input", "kbd", "label", "li", "mark", "ol", "p", "pre", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "loading"},
    "td": {"align"},
    "th": {"align", "scope"},
    "input": {"type", "name", "checked"},
    "label": {"for"},
    "details": {"open"},
    "ol": {"start"},
}
INLINE = {"b", "code", "em", "strong", "br", "i", "sub", "sup"}


def heading_id(title: str) -> str:
    """An id for a heading: its words, prefixed so that it meets no id of the page."""
    words = re.sub(r"[^\w]+", "-", unescape(re.sub(r"<[^>]+>", "", title)).strip().lower()).strip("-")
    return f"h-{words}"


@dataclass(frozen=True)
class Rendered:
    """A lesson's text as HTML, its second-level headings, and its words for search and for reading time."""

    html: str
    outline: tuple[tuple[str, str], ...]
    plain: str


def _as_written(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"})


def render(text: str, rewrite: Callable[[str], str] = lambda address: address) -> Rendered:
    """Markdown as HTML; `rewrite` turns the addresses of links and pictures into the portal's."""
    html = library.markdown(text, extensions=EXTENSIONS, extension_configs=SETTINGS, output_format="html")
    html = re.sub(r'(<(?:a|img)\b[^>]*?\b(?:href|src)=")([^"]*)(")', lambda m: m[1] + rewrite(unescape(m[2])) + m[3], html)
    html = _as_written(html).replace("<img ", '<img loading="lazy" ').replace("<table>", '<div class="scroll"><table>')
    html = html.replace("</table>", "</table></div>")
    outline = tuple((m[1], unescape(re.sub(r"<[^>]+>", "", m[2]))) for m in re.finditer(r'<h2 id="([^"]*)"[^>]*>(.*?)</h2>', html))
    return Rendered(html, outline, plain(html))


def plain(html: str) -> str:
    """The words of HTML, one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def render_inline(text: str) -> str:
    """A sentence with emphasis, as HTML without a paragraph round it."""
    html = library.markdown(text, extensions=["nl2br", "pymdownx.betterem"], output_format="html")
    html = re.sub(r"</p>\s*<p>", "<br><br>", html).removeprefix("<p>").removesuffix("</p>")
    return nh3.clean(html, tags=INLINE, attributes={})


def markdown(text: str) -> Markup:
    """What a person wrote, as safe HTML, for templates."""
    return Markup(render(text).html)  # noqa: S704  # cleaned by nh3 in render


def reading_minutes(plain_text: str, language: str) -> float:
    """350 Chinese characters or 200 English words a minute."""
    characters = len(re.findall(r"[\u3400-\u9fff]", plain_text))
    words = len(re.findall(r"[A-Za-z0-9][\w'’%.,-]*", plain_text))
    return characters / 350 + words / 200 if language == "zh" else words / 200


def register(app: Any) -> None:
    """Install `markdown(text)` in templates."""
    app.jinja_env.globals.update(markdown=markdown)
