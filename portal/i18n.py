"""Two languages: English sentences stand in the code, Chinese ones in each room's `locale/zh.po`.

`_("…")` translates now, `lazy("…")` when it is shown. Content has its own two texts, `{"zh": …, "en": …}`: see `pick`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from flask_babel.speaklater import LazyString

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LOCALES: dict[Language, str] = {"zh": "zh_Hans_CN", "en": "en"}
Message = str | LazyString
PORTAL = Path(__file__).parent


@cache
def chinese() -> Translations:
    """All rooms' Chinese sentences as one catalogue. Raises ValueError where two rooms say one sentence differently."""
    merged: dict[Any, tuple[Any, Path]] = {}
    catalog = Catalog(locale="zh_Hans_CN")
    for path in sorted(PORTAL.rglob("locale/zh.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans_CN"):
                if not message.id:
                    continue
                known = merged.setdefault((message.context, message.id), (message.string, path))
                if known[0] != message.string:
                    raise ValueError(f"{message.id!r} is {known[0]!r} in {known[1]} and {message.string!r} in {path}")
                catalog.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return Translations(buffer, domain="messages")


class _Rooms(Domain):
    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return chinese() if locale is not None and locale.language == "zh" else NullTranslations()


domain = _Rooms()
_ = domain.gettext
ngettext = domain.ngettext
lazy = domain.lazy_gettext


def browser_language() -> Language:
    """The language that the browser asks for; Chinese where it asks for neither."""
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-TW", "zh-HK", "zh-Hans", "en", "en-US", "en-GB"])
    return "en" if best is not None and best.startswith("en") else "zh"


def language() -> Language:
    """The language of this request: the person's setting, then the browser's. Outside a request, Chinese."""
    if not has_request_context():
        return "zh"
    chosen: Language | None = g.get("language")
    return chosen or browser_language()


def pick(texts: Mapping[str, str]) -> str:
    """The text in the reader's language of a content value `{"zh": …, "en": …}`."""
    return texts[language()]


def register(app: Any) -> None:
    """Install on an app: `_`, `ngettext`, `pick` and `language` are there in every template."""
    Babel(app, locale_selector=lambda: LOCALES[language()], default_domain=domain)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_, ngettext, newstyle=False)
    app.jinja_env.globals.update(_=_, ngettext=ngettext, pick=pick, language=language)
