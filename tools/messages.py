"""Lists sentences that have no Chinese translation, and translations that nothing uses. Exits 1 where there are any."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"_": None, "lazy": None, "ngettext": (1, 2), "gettext": None, "Sentence": None}
OPTIONS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def used() -> dict[str, str]:
    """Each sentence that code and templates say, with a place where it is said."""
    found: dict[str, str] = {}
    for file, line, message, _comments, _context in extract_from_dir(str(ROOT / "portal"), METHODS, OPTIONS, KEYWORDS):
        for text in message if isinstance(message, tuple) else (message,):
            found.setdefault(text, f"portal/{file}:{line}")
    return found


def translated() -> dict[str, tuple[str, str]]:
    """Each sentence that a catalogue translates: the Chinese, and the catalogue."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted((ROOT / "portal").rglob("locale/zh.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans_CN"):
                if message.id:
                    ids = message.id if isinstance(message.id, tuple) else (message.id,)
                    strings = message.string if isinstance(message.string, tuple) else (message.string,)
                    for one in ids:
                        found[one] = (strings[0] or "", str(path.relative_to(ROOT)))
    return found


def problems() -> list[str]:
    """A line for each missing, empty or unused translation and each placeholder that is not on both sides."""
    said, known = used(), translated()
    lines = [
        f"{place}: no Chinese for {text!r}"
        for text, place in sorted(said.items(), key=lambda item: item[1])
        if not known.get(text, ("",))[0]
    ]
    lines += [f"{where}: nothing says {text!r}" for text, (_string, where) in known.items() if text not in said]
    for text, (string, where) in known.items():
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(string)):
            lines.append(f"{where}: the placeholders of {text!r} differ in {string!r}")
    return lines


if __name__ == "__main__":
    found = problems()
    print("\n".join(found) or "Every sentence has its Chinese.")
    sys.exit(1 if found else 0)
