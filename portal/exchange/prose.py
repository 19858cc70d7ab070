"""Texts between HTML, as other systems have it, and a bank's inline Markdown; and the ways in which a text is in two languages.

A text comes back as it went when it looks the same: `render_inline` of what was read is the HTML that was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from typing import Literal

import nh3

from portal.exchange.values import Refused, Words
from portal.markup import render_inline
from portal.reading import Prose
from portal.sentences import Sentence

Languages = Literal["both", "zh", "en"]
SAME = {"b": "strong", "i": "em"}
INLINE = {"strong", "em", "code", "sub", "sup"}
BLOCKS = {"p", "div", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "dl", "section"}
LINES = {"li", "dt", "dd"}
SHOWN = {"img", "svg", "audio", "video", "object", "iframe", "embed", "canvas", "math", "picture"}
PLAIN = {
    "span", "br", "font", "u", "s", "small", "big", "a", "tbody", "thead", "td", "th", "kbd", "mark", "center", "tt", "abbr",
    "label", "cite", "q", "del", "ins", "strike", "caption", "col", "colgroup", "figure", "figcaption", "html", "body",
    "head", "article", "script", "style", "link", "meta", "o:p", "nobr", "var", "samp",
}  # fmt: skip
KNOWN = INLINE | set(SAME) | BLOCKS | LINES | SHOWN | PLAIN
NO_TAG = re.compile(r"<(?!/?(?:" + "|".join(sorted(map(re.escape, KNOWN), key=len, reverse=True)) + r")(?:[\s/>]|$)|!--)", re.I)
LOST = {
    "a": Sentence("Links were taken out; their words stay."),
    "table": Sentence("Tables became lines of text."),
    "u": Sentence("Underlining was taken out."),
    "font": Sentence("Fonts and colours were taken out."),
    "pre": Sentence("Preformatted text became ordinary text."),
}
SPACE = re.compile(r"[ \t\n]+")
MLANG = re.compile(r"\{mlang\s+([\w-]+)\}((?:(?!\{mlang).)*)\{mlang\}", re.S | re.I)
SPECIAL = re.compile(r"[\\`*_<>&\[\]#~^|{}!()]|^[ \t]*(?:\d+[.)]|[-+=:>])|[ \t]$", re.M)
ESCAPED = re.compile(r"[\\`*_{}\[\]()#+\-.!>]")
MOST_TEXT = 20_000  # characters of one text
MOST_SIGNS, MOST_TRIED = 200, 20_000  # special characters of a text, and of all texts, that are tried for the plainest way
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
TEX = re.compile(r"\\\((?:(?!\\\().)+?\\\)|\$\$.+?\$\$", re.S)


_trials: ContextVar[list[int]] = ContextVar("trials")


@dataclass(frozen=True)
class Token:
    """A piece of a text: words, a line end, a paragraph's end, or a tag that opens or closes; and the language it is in."""

    kind: Literal["words", "line", "paragraph", "open", "close"]
    value: str = ""
    language: str = ""


class _Reader(HTMLParser):
    """Cleaned HTML as tokens."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self._spans: list[str] = []  # the language that each open span sets; empty: none

    def _add(self, kind: Literal["words", "line", "paragraph", "open", "close"], value: str = "") -> None:
        language = next((one for one in reversed(self._spans) if one), "")
        self.tokens.append(Token(kind, value, language))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        tag = SAME.get(tag, tag)
        if tag == "span":
            self._spans.append(_language_of(dict(attrs)))
        elif tag == "br":
            self._add("line")
        elif tag in INLINE:
            self._add("open", tag)
        elif tag in BLOCKS:
            self._add("paragraph")
        elif tag in LINES:
            self._add("line")
            self._add("words", "• ")

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        tag = SAME.get(tag, tag)
        if tag == "span" and self._spans:
            self._spans.pop()
        elif tag in INLINE:
            self._add("close", tag)
        elif tag in BLOCKS:
            self._add("paragraph")
        elif tag in {"td", "th"}:
            self._add("words", " ")

    def handle_data(self, data: str) -> None:
        """Words."""
        self._add("words", SPACE.sub(lambda found: " " if "\n" in found[0] else found[0], data))


def _language_of(attributes: dict[str, str | None]) -> str:
    return (attributes.get("lang") or "").lower().replace("_", "-").split("-")[0]


def _known_tags_only(html: str) -> str:
    """A `<` that opens no tag of HTML is a sign of less."""
    return NO_TAG.sub("&lt;", html)


def _cleaned(html: str) -> str:
    keep = INLINE | set(SAME) | (BLOCKS - {"hr"}) | LINES | {"span", "br", "td", "th", "tbody"}
    return nh3.clean(html, tags=keep, attributes={"span": {"lang"}}, clean_content_tags={"script", "style"}, strip_comments=True)


def read_html(html: str) -> tuple[Words, tuple[Sentence, ...]]:
    """A text of another system as inline Markdown, and what of its look was lost. Raises Refused for pictures and sounds."""
    _check_length(html)
    source = _known_tags_only(MLANG.sub(r'<span lang="\1" class="multilang">\2</span>', html))
    tags = {tag.lower() for tag in re.findall(r"<([a-zA-Z][\w:]*)", source)}
    if tags & SHOWN:
        raise Refused(
            Sentence(
                "It shows a picture, a sound or a formula (<%(tag)s>), which a question here cannot carry. Describe it in words.",
                tag=min(tags & SHOWN),
            )
        )
    lost = [sentence for tag, sentence in LOST.items() if tag in tags]
    if TEX.search(source):
        lost.append(Sentence("TeX formulas stay as their source: they are not set here."))
    reader = _Reader()
    reader.feed(_cleaned(source))
    reader.close()
    return _in_languages(reader.tokens), tuple(lost)


def _check_length(text: str) -> None:
    if len(text) > MOST_TEXT:
        raise Refused(Sentence("One of its texts is longer than 20,000 characters. Shorten it."))


def _in_languages(tokens: Sequence[Token]) -> Words:
    spoken = {token.language for token in tokens if token.language and token.kind == "words" and token.value.strip()}
    if not spoken:
        return Words(text=markdown_of(tokens))
    if not spoken & {"zh", "en"}:
        first = next(token.language for token in tokens if token.language in spoken)
        return Words(text=markdown_of([token for token in tokens if token.language in {"", first}]))
    texts = {
        language: markdown_of([token for token in tokens if token.language in {"", language}])
        for language in ("zh", "en")
        if language in spoken
    }
    return Words(**texts)


def read_plain(text: str) -> Words:
    """A plain text as inline Markdown."""
    _check_length(text)
    tokens: list[Token] = []
    for number, line in enumerate(text.strip().split("\n")):
        if number:
            tokens.append(Token("line"))
        tokens.append(Token("words", line))
    return Words(text=markdown_of(tokens))


def markdown_of(tokens: Sequence[Token]) -> str:
    """Inline Markdown that shows what the tokens show: the plainest of three ways that does."""
    trimmed = _trimmed(tokens)
    plain = _written(trimmed, str, marks=True)
    if not SPECIAL.search(plain) and not any(token.kind == "open" for token in trimmed):
        return plain
    if not _is_affordable(len(SPECIAL.findall(plain))):
        return _encoded(trimmed)
    wanted = normal(_written(trimmed, lambda text: escape(text, quote=False), marks=False).replace("\n", "<br>"))
    for candidate in (plain, _written(trimmed, _escaped, marks=True)):
        if normal(render_inline(candidate)) == wanted:
            return candidate
    return _encoded(trimmed)


def _encoded(tokens: Sequence[Token]) -> str:
    return _written(tokens, lambda text: PUNCTUATION.sub(lambda found: f"&#{ord(found[0])};", text), marks=False)


@contextmanager
def bounded_trials() -> Iterator[None]:
    """One import: rendering a text to see how it looks is slow for hostile ones, so that only so much of it is done."""
    token = _trials.set([MOST_TRIED])
    try:
        yield
    finally:
        _trials.reset(token)


def _is_affordable(signs: int) -> bool:
    left = _trials.get([MOST_TRIED])
    left[0] -= signs
    return signs <= MOST_SIGNS and left[0] >= 0


def normal(html: str) -> str:
    """HTML of a text without what nobody sees: space round line ends, `b` for `strong`, how a character is written."""
    html = re.sub(r"<(/?)(b|i)>", lambda found: f"<{found[1]}{SAME[found[2]]}>", html)
    html = re.sub(r" ?<br ?/?> ?", "<br>", SPACE.sub(" ", html)).strip(" ")
    return "".join(
        piece if piece.startswith("<") else escape(unescape(piece), quote=False) for piece in re.split(r"(<[^>]+>)", html)
    )


def _escaped(text: str) -> str:
    return ESCAPED.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;"))


def _written(tokens: Sequence[Token], words: object, *, marks: bool) -> str:
    signs = {"strong": "**", "em": "*", "code": "`"} if marks else {}
    out, in_code = [], False
    for token in tokens:
        if token.kind == "words":
            out.append(token.value if in_code and marks else words(token.value))  # type: ignore[operator]  # a function of a text
        elif token.kind == "line":
            out.append("\n")
        elif token.kind == "paragraph":
            out.append("\n\n")
        else:
            in_code = token.value == "code" and token.kind == "open"
            out.append(signs.get(token.value) or ("<" if token.kind == "open" else "</") + token.value + ">")
    return "".join(out)


def _trimmed(tokens: Sequence[Token]) -> list[Token]:
    """Without empty lines at the ends, spaces round line ends, and paragraphs in paragraphs."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1].kind if found else "paragraph"
        if token.kind in {"line", "paragraph"}:
            found = _without_space(found)
            last = found[-1].kind if found else "paragraph"
            if last == "paragraph" or (last == "line" and token.kind == "line" and len(found) > 1 and found[-2].kind == "line"):
                continue
            if last == "line":
                found.pop()
                token = Token("paragraph")
            found.append(Token(token.kind))
        elif token.kind == "words":
            value = token.value.lstrip(" \t\n") if last in {"line", "paragraph"} else token.value
            if value:
                found.append(Token("words", value))
        else:
            found.append(Token(token.kind, token.value))
    while found and (found[-1].kind in {"line", "paragraph"} or (found[-1].kind == "words" and not found[-1].value.strip(" \t\n"))):
        found.pop()
    return _without_space(found)


def _without_space(found: list[Token]) -> list[Token]:
    if found and found[-1].kind == "words":
        value = found[-1].value.rstrip(" \t\n")
        return [*found[:-1], Token("words", value)] if value else found[:-1]
    return found


def write_html(prose: Prose, languages: Languages) -> str:
    """A text of a bank as HTML: both languages in the way of Moodle's multi-language filter, or one."""
    if languages != "both":
        return render_inline(getattr(prose, languages)).strip()
    parts = [f'<span lang="{one}" class="multilang">{render_inline(getattr(prose, one)).strip()}</span>' for one in ("zh", "en")]
    return "".join(parts)
