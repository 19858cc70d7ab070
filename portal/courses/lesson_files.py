"""A lesson's Markdown file: its front matter, what stands in it that must not, and where its links lead."""

from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from portal.courses.figures import wrong_figures
from portal.reading import Problem

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)[^)]*\)")
MEDIA = {".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"}
ADMONITIONS = {"scene", "note", "mistake", "check"}


def front_matter(text: str, file: str) -> tuple[str, str, int, list[Problem]]:
    """Title, body, and the number of lines before the body."""
    if not text.startswith("---\n") or "\n---\n" not in text[4:]:
        return "", text, 0, [Problem(file, 1, 1, "", "The front matter is missing.", "Begin with ---, `title: …`, ---.")]
    head, body = text[4:].split("\n---\n", 1)
    lines = head.count("\n") + 3
    try:
        data = YAML(typ="safe", pure=True).load(head)
    except (YAMLError, ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not isinstance(data.get("title"), str) or not data["title"].strip():
        return (
            "",
            body,
            lines,
            [
                Problem(
                    file,
                    2,
                    1,
                    "front matter",
                    "`title` is missing or no text.",
                    "Write `title: …`; put it in quotes if it holds a colon.",
                )
            ],
        )
    extra = [key for key in data if key != "title"]
    problems = [Problem(file, 2, 1, "front matter", f"`{key}` is not a key that is known here.", "Remove it.") for key in extra]
    return data["title"].strip(), body, lines, problems


def check_markdown(body: str, file: str, first_line: int) -> list[Problem]:
    """What the format does not know: blocks, headings, HTML; and a lesson that opens with no situation."""
    problems = []
    if "!!! scene" not in body:
        problems.append(
            Problem(file, first_line + 1, 1, "", "The lesson opens with no situation.", 'Begin with `!!! scene "where and when"`.')
        )
    in_code = False
    for number, line in enumerate(body.split("\n"), first_line + 1):
        in_code ^= line.lstrip().startswith("```")
        if in_code:
            continue
        problems += [Problem(file, number, column + 1, "", *said) for column, *said in wrong_figures(line)]
        block = re.match(r"\s*(?:!!!|\?\?\?\+?)\s*([\w-]+)", line)
        if block and block[1] not in ADMONITIONS:
            problems.append(
                Problem(
                    file,
                    number,
                    1,
                    "",
                    f"`{block[1]}` is not a block that is known here.",
                    f"Known: {', '.join(sorted(ADMONITIONS))}.",
                )
            )
        if re.match(r"#\s", line):
            problems.append(
                Problem(file, number, 1, "", "The title is in the front matter; headings begin with ##.", "Write ## instead of #.")
            )
        tag = re.search(r"<(?!https?:)/?[a-zA-Z][^>]*>", re.sub(r"`[^`]*`", "", line))
        if tag:
            problems.append(Problem(file, number, tag.start() + 1, "", f"HTML ({tag[0]}) is not allowed.", "Use Markdown."))
    return problems


def rewrite(address: str, course: str) -> str:
    """The portal's address of a link to a lesson's file or to a picture; others stay."""
    path, hash_, anchor = address.partition("#")
    other = re.fullmatch(r"(?:\.\./([a-z0-9-]+)/)?\d\d-([a-z0-9-]+)\.(?:zh|en)\.md", path)
    if other:
        return f"/courses/{other[1] or course}/{other[2]}" + hash_ + anchor
    if path.startswith("media/"):
        return f"/courses/{course}/{path}"
    return address


def check_links(body: str, file: str, first_line: int, folder: Path, root: Path) -> list[Problem]:
    """Links and pictures that lead nowhere."""
    problems = []
    for number, line in enumerate(body.split("\n"), first_line + 1):
        for link in LINK.finditer(line):
            address, column = link[2], link.start() + 1
            if re.match(r"(https?:|mailto:|#)", address) and not link[1]:
                continue
            target = (folder / address.partition("#")[0]).resolve()
            inside = target.is_relative_to((root / "courses").resolve())
            if link[1] and not (address.startswith("media/") and target.suffix.lower() in MEDIA):
                problems.append(
                    Problem(
                        file,
                        number,
                        column,
                        "",
                        f"The picture {address} is not in media/, or of no known kind.",
                        "Put an SVG, PNG, JPEG, WebP or GIF into media/.",
                    )
                )
            elif not inside or not target.is_file():
                kind = "picture" if link[1] else "link"
                problems.append(
                    Problem(
                        file,
                        number,
                        column,
                        "",
                        f"The {kind} leads nowhere: {address}.",
                        "Link by the file's name, as in ../communication/02-listening.en.md.",
                    )
                )
    return problems
