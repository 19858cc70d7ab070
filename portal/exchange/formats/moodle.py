"""What Moodle means, whether it says it in GIFT or in XML: answers worth a part of the points, tolerances, pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from portal.exchange import tags as our_tags
from portal.exchange.prose import read_html, read_plain
from portal.exchange.values import Refused, Words
from portal.numbers import evaluate
from portal.quizzes.types.formulas import as_typed
from portal.sentences import Sentence

OPEN = Sentence("It is marked by people (an open answer), which this import does not bring. Write it in the bank.")
NO_FEEDBACK = Sentence("The source has no feedback for the whole question.")
NEAR = Fraction(1, 100)  # Moodle writes a third as 33.33333
Read = tuple[str, dict[str, Any]]


class Texts:
    """Reads the texts of one question, and remembers what was lost on the way."""

    def __init__(self) -> None:
        self.lost: dict[str, Sentence] = {}

    def read(self, text: str, kind: str = "html") -> Words:
        """A text as `kind` (html, moodle_auto_format, plain_text, markdown) says."""
        if kind in {"plain", "plain_text"}:
            return read_plain(text)
        if kind == "markdown":
            return Words(text=text.strip())
        if kind in {"moodle", "moodle_auto_format"}:
            text = text.strip().replace("\n", "<br>")
        words, lost = read_html(text)
        for sentence in lost:
            self.note(sentence)
        return words

    def note(self, sentence: Sentence) -> None:
        """Remember what was simplified, once."""
        self.lost[str(sentence)] = sentence

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """Everything that was simplified."""
        return tuple(self.lost.values())


@dataclass(frozen=True)
class Option:
    """An answer that Moodle knows: how much of the points it is worth, in percent, and what it tells."""

    raw: str
    text: Words
    percent: Fraction
    feedback: Words
    tolerance: str = "0"


def percent_of(text: str, default: Fraction) -> Fraction:
    """A share of the points in percent."""
    try:
        return Fraction(text.strip()) if text.strip() else default
    except (ValueError, ZeroDivisionError) as error:
        raise Refused(Sentence("“%(text)s” is no percentage.", text=text[:40])) from error


def read_choices(options: Sequence[Option], is_single: bool, tags: dict[str, Any], texts: Texts) -> Read:
    """Single or multiple choice."""
    right = [one.percent >= 100 if is_single else one.percent > 0 for one in options]
    if is_single:
        if any(0 < one.percent < 100 for one in options):
            texts.note(Sentence("Choices worth a part of the points count as wrong here."))
        if sum(right) != 1:
            raise Refused(Sentence("%(n)s choices are worth all points. Mark exactly one as right.", n=sum(right)))
    elif tags.get("scoring") != "all_or_nothing" and not _is_per_choice(options, sum(right)):
        texts.note(
            Sentence("The weights of the choices are replaced by the rule here: right ones less wrong ones, of all right ones.")
        )
    ids = our_tags.ids_of(tags, len(options))
    choices = [
        {"id": name, "text": one.text, "feedback": one.feedback} | ({"correct": True} if is_right else {})
        for name, one, is_right in zip(ids, options, right, strict=True)
    ]
    data: dict[str, Any] = {"choices": choices}
    if not is_single and tags.get("scoring") == "all_or_nothing":
        data["scoring"] = "all_or_nothing"
    return ("single_choice" if is_single else "multiple_choice"), data


def _is_per_choice(options: Sequence[Option], right: int) -> bool:
    share = Fraction(100, right) if right else Fraction(0)
    return all(abs(abs(one.percent) - share) < NEAR for one in options)


def read_true_false(answer: bool, if_true: Words, if_false: Words) -> Read:
    """True or false."""
    return "true_false", {"answer": answer, "if_true": if_true, "if_false": if_false}


def decimal_of(text: str) -> int | Decimal:
    """A number as Moodle writes it. Raises Refused."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise Refused(Sentence("“%(text)s” is no number.", text=text[:40])) from error
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise Refused(Sentence("“%(text)s” is no number.", text=text[:40]))
    return int(value) if value == value.to_integral_value() else value


def read_number(options: Sequence[Option], tags: dict[str, Any], texts: Texts) -> Read:
    """A number with its tolerance; other numbers become wrong turns where they tell something."""
    right = [one for one in options if one.percent >= 100]
    if len({one.raw for one in right}) != 1:
        raise Refused(Sentence("%(n)s different numbers are worth all points. Keep one.", n=len({one.raw for one in right})))
    data: dict[str, Any] = {"answer": decimal_of(right[0].raw), "feedback": right[0].feedback}
    tolerance = decimal_of(right[0].tolerance or "0")
    if tolerance:
        data["tolerance"] = abs(tolerance)
    turns = [one for one in options if one.percent < 100]
    if any(one.percent > 0 for one in turns):
        texts.note(Sentence("Answers worth a part of the points count as wrong here, with their feedback."))
    others = [one for one in turns if one.raw.strip() in {"*", ""}]
    if others and any(one.feedback for one in others):
        texts.note(Sentence("The feedback for “any other answer” is left out."))
    kept = [one for one in turns if one not in others and one.feedback]
    if kept:
        data["wrong_turns"] = [{"value": decimal_of(one.raw), "feedback": one.feedback} for one in kept]
    return "numeric", data | _tagged_number(data, tags)


def _tagged_number(data: dict[str, Any], tags: dict[str, Any]) -> dict[str, Any]:
    """What our tags add: formulas and tolerances in percent, where they give the numbers that the file has. Those may have been edited."""
    found: dict[str, Any] = {}
    if _is_worth(tags.get("answer"), data["answer"]):
        found["answer"] = tags["answer"]
    if "wrong_turns" in data:
        found["wrong_turns"] = [
            {**turn, "value": tags[f"turn-{n}"]} if _is_worth(tags.get(f"turn-{n}"), turn["value"]) else turn
            for n, turn in enumerate(data["wrong_turns"], 1)
        ]
    percent, absolute = (decimal_of(tags.get(key, "0")) for key in ("tolerance_percent", "tolerance"))
    whole = max(Fraction(absolute), abs(evaluate(str(data["answer"]))) * Fraction(percent) / 100)
    if (percent or absolute) and exact(whole) == exact(Fraction(data.get("tolerance", 0))):
        data.pop("tolerance", None)
        found |= {key: value for key, value in (("tolerance_percent", percent), ("tolerance", absolute)) if value}
    if "unit-zh" in tags and "unit-en" in tags:
        found["unit"] = {"zh": tags["unit-zh"], "en": tags["unit-en"]}
    return found


def _is_worth(formula: str | None, value: int | Decimal) -> bool:
    try:
        return formula is not None and exact(evaluate(formula)) == exact(Fraction(value))
    except ValueError:
        return False


def read_forms(options: Sequence[Option], texts: Texts) -> Read:
    """A short text: the forms that are right, and those that tell something."""
    right = [one for one in options if one.percent >= 100]
    if not right:
        raise Refused(Sentence("No answer is worth all points."))
    turns = [one for one in options if one.percent < 100]
    if any(one.percent > 0 for one in turns):
        texts.note(Sentence("Answers worth a part of the points count as wrong here, with their feedback."))
    others = [one for one in turns if one.raw.strip() == "*"]
    if others:
        texts.note(Sentence("The feedback for “any other answer” is left out."))
    told = [one.feedback for one in right if one.feedback]
    if len({one.any for one in told}) > 1:
        texts.note(Sentence("Only the feedback of the first right answer is kept."))
    data: dict[str, Any] = {"accepted": [_form(one.raw) for one in right], "feedback": told[0] if told else Words()}
    groups: dict[Words, list[str]] = {}
    for one in turns:
        if one not in others and one.feedback:
            groups.setdefault(one.feedback, []).append(_form(one.raw))
    if groups:
        data["wrong_turns"] = [{"accepted": forms, "feedback": feedback} for feedback, forms in groups.items()]
    return "short_text", data


def _form(raw: str) -> str:
    """An accepted form; Moodle's `*` stands for any text, `\\*` for a star."""
    if "*" in raw.replace("\\*", ""):
        raise Refused(Sentence("The answer “%(raw)s” stands for any text (*). List the forms that are right.", raw=raw[:40]))
    return raw.replace("\\*", "*").strip()


def read_pairs(pairs: Sequence[tuple[Words, Words]], feedback: Words, tags: dict[str, Any], texts: Texts) -> Read:
    """Matching; a right side without a left one fits nothing."""
    whole = [one for one in pairs if one[0]]
    extra = [one[1] for one in pairs if not one[0]]
    ids = our_tags.ids_of(tags, len(pairs))
    rights: dict[Words, int] = {}
    for _left, right in whole:
        rights[right] = rights.get(right, 0) + 1
    if any(count > 1 for count in rights.values()):
        raise Refused(Sentence("Several left sides have the same right side, which a question here cannot tell apart."))
    data: dict[str, Any] = {
        "pairs": [{"id": name, "left": left, "right": right} for name, (left, right) in zip(ids, whole, strict=False)],
        "feedback": feedback,
    }
    if extra:
        data["extra"] = [{"id": name, "text": text} for name, text in zip(ids[len(whole) :], extra, strict=True)]
    if not feedback:
        texts.note(NO_FEEDBACK)
    return "matching", data


def exact(value: Fraction) -> str:
    """A value as a decimal, with at most nine places."""
    return as_typed(value)
