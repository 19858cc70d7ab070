"""GIFT into questions. A blank line ends a question; `\\` before ~ = # { } : makes it a character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from portal.exchange import tags as our_tags
from portal.exchange.formats import moodle
from portal.exchange.formats.moodle import Option, Read, Texts
from portal.exchange.packing import read_text
from portal.exchange.values import Draft, Line, NoQuestion, Place, Refused, Source, State, Words
from portal.sentences import Sentence

# what was escaped waits as a control character, which no decoded file can hold
ESCAPES = {"\\\\": "\x01", "\\~": "\x02", "\\=": "\x03", "\\#": "\x04", "\\{": "\x05", "\\}": "\x06", "\\:": "\x07", "\\n": "\x08"}
MEANT = str.maketrans({"\x01": "\\", "\x02": "~", "\x03": "=", "\x04": "#", "\x05": "{", "\x06": "}", "\x07": ":", "\x08": "\n"})
ESCAPE = re.compile(r"\\[\\~=#{}:n]")
FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
TAG = re.compile(r"\[(tag|id):((?:\\\]|[^\]])+)\]")
ANSWER = re.compile(r"([=~])\s*(?:%(-?[\d.]+)%)?([^=~]*)")
MOST_QUESTIONS = 2000
TRUE, FALSE = {"T", "TRUE"}, {"F", "FALSE"}


@dataclass(frozen=True)
class Block:
    """The lines of one question: where they begin, their text without comments, and the tags of its comments."""

    line: int
    text: str
    tags: dict[str, Any]
    own_id: str


def read(content: bytes) -> Source:
    """Every question of a GIFT file. Raises BadFile where it is no text."""
    drafts: list[Draft] = []
    lines: list[Line] = []
    for block in _blocks(read_text(content)):
        title, rest = _title(block)
        name = title or _short(rest)
        try:
            if len(drafts) >= MOST_QUESTIONS:
                raise Refused(Sentence("The file has more than 2,000 questions. Send it in parts."))
            drafts.append(_draft(block, rest, name))
        except NoQuestion as error:
            lines.append(Line(State.LEFT_OUT, Place(block.line), name, (error.sentence,)))
        except Refused as error:
            lines.append(Line(State.REFUSED, Place(block.line), name, (error.sentence,)))
    ours = bool(drafts) and all(our_tags.is_ours(dict(draft.data)) for draft in drafts)
    return Source(tuple(drafts), tuple(lines), ours)


def _blocks(text: str) -> list[Block]:
    found: list[Block] = []
    lines: list[str] = []
    tags: list[str] = []
    own_id, start = "", 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip()
        if bare.startswith("//"):
            for kind, value in TAG.findall(bare):
                if kind == "id":
                    own_id = value.replace("\\]", "]")
                else:
                    tags.append(value.replace("\\]", "]"))
        elif bare.upper().startswith("$CATEGORY:"):
            continue
        elif bare:
            start = start or number
            lines.append(line)
        elif lines:
            found.append(Block(start, "\n".join(lines), our_tags.read_tags(tags), own_id))
            lines, tags, own_id, start = [], [], "", 0
    return found


def _title(block: Block) -> tuple[str, str]:
    text = ESCAPE.sub(lambda one: ESCAPES[one[0]], block.text).strip()
    if text.startswith("::"):
        end = text.find("::", 2)
        if end > 0:
            return text[2:end].strip().translate(MEANT), text[end + 2 :].strip()
    return "", text


def _short(text: str) -> str:
    words = " ".join(re.sub(r"<[^>]*>", " ", text.split("{")[0]).translate(MEANT).split())
    return words[:60]


def _draft(block: Block, text: str, name: str) -> Draft:
    texts = Texts()
    kind, text = _format(text, "moodle")
    if "{" not in text and "}" not in text:
        raise NoQuestion(Sentence("It asks nothing: a description."))
    if text.count("{") != 1 or text.count("}") != 1 or text.index("{") > text.index("}"):
        why = Sentence(
            "Its brackets { } do not make one pair. A blank line inside ends the question; write \\{ and \\} for brackets as characters."
        )
        raise Refused(why)
    before, rest = text.split("{")
    answers, after = rest.split("}")
    prompt = before.rstrip() + (f" _____ {after.strip()}" if after.strip() else "")
    answers, _marks, general = answers.partition("####")
    data: dict[str, Any] = {
        **our_tags.common_of(block.tags), "prompt": _words(prompt, kind, texts), "explanation": _words(general, kind, texts) or None
    }  # fmt: skip
    own = block.own_id.rsplit("/", 1)[-1]
    if our_tags.ID.fullmatch(own):
        data["id"] = own
    if not data["prompt"]:
        raise Refused(Sentence("It has no text."))
    type_name, own_keys = _read_answers(answers.strip(), kind, block.tags, texts)
    if type_name == "matching" and data["explanation"]:
        own_keys["feedback"], data["explanation"] = data["explanation"], None
        texts.lost.pop(str(moodle.NO_FEEDBACK), None)
    return Draft(Place(block.line), name, {**data, "type": type_name, **own_keys}, texts.notes)


def _format(text: str, default: str) -> tuple[str, str]:
    text = text.strip()
    found = FORMAT.match(text)
    return (found[1], text[found.end() :].strip()) if found else (default, text)


def _words(text: str, default: str, texts: Texts) -> Words:
    kind, text = _format(text, default)
    return texts.read(text.translate(MEANT), kind)


def _read_answers(answers: str, kind: str, tags: dict[str, Any], texts: Texts) -> Read:
    if not answers:
        raise Refused(moodle.OPEN)
    if answers.startswith("#"):
        return moodle.read_number([_number(*one, kind, texts) for one in _numbers(answers[1:].strip())], tags, texts)
    word, *feedback = answers.split("#")
    if word.strip().upper() in TRUE | FALSE:
        wrong, right = ([_words(one, kind, texts) for one in feedback] + [Words(), Words()])[:2]
        answer = word.strip().upper() in TRUE
        return moodle.read_true_false(answer, right if answer else wrong, wrong if answer else right)
    found = ANSWER.findall(answers)
    if not found or not answers.startswith(("=", "~")):
        raise Refused(Sentence("Its answers begin with neither = nor ~ nor # nor TRUE or FALSE."))
    if "~" in answers:
        options = [_option(sign, percent, text, kind, texts) for sign, percent, text in found]
        return moodle.read_choices(options, any(sign == "=" for sign, _percent, _text in found), tags, texts)
    if all("->" in text for _sign, _percent, text in found):
        pairs = [tuple(_words(side, kind, texts) for side in text.split("->", 1)) for _sign, _percent, text in found]
        return moodle.read_pairs([(left, right) for left, right in pairs], Words(), tags, texts)
    return moodle.read_forms([_option(sign, percent, text, kind, texts) for sign, percent, text in found], texts)


def _option(sign: str, percent: str, text: str, kind: str, texts: Texts) -> Option:
    answer, _mark, feedback = text.partition("#")
    worth = moodle.percent_of(percent, Fraction(100 if sign == "=" else 0))
    return Option(answer.strip().translate(MEANT), _words(answer, kind, texts), worth, _words(feedback, kind, texts))


def _numbers(answers: str) -> list[tuple[str, str, str]]:
    if answers.startswith(("=", "~")):
        return list(ANSWER.findall(answers))
    return [("=", "", answers)]


def _number(sign: str, percent: str, text: str, kind: str, texts: Texts) -> Option:
    answer, _mark, feedback = text.partition("#")
    raw, tolerance = answer.strip().translate(MEANT), "0"
    if ".." in raw:
        low, high = (Fraction(moodle.decimal_of(one)) for one in raw.split("..", 1))
        raw, tolerance = moodle.exact((low + high) / 2), moodle.exact((high - low) / 2)
    elif ":" in raw:
        raw, tolerance = raw.split(":", 1)
    worth = moodle.percent_of(percent, Fraction(100 if sign == "=" else 0))
    return Option(raw.strip(), Words(), worth, _words(feedback, kind, texts), tolerance)
