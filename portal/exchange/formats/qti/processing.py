"""What an item of QTI says about its answers: which are right, which are worth something, which feedback they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from portal.exchange.formats.moodle import Texts, decimal_of, exact, percent_of
from portal.exchange.formats.qti.names import html_of
from portal.exchange.trees import Node
from portal.exchange.values import Refused, Words
from portal.sentences import Sentence

RULES = ("response-if", "response-else-if", "response-else")


@dataclass(frozen=True)
class Branch:
    """A branch of the response processing: the values it compares with, whether with the correct response, and what it sets."""

    values: tuple[str, ...]
    with_correct: bool
    tolerance: str
    outcomes: Mapping[str, str]

    @property
    def scores(self) -> bool:
        """Whether it gives points."""
        return any(_number(self.outcomes.get(name, "")) > 0 for name in ("SCORE", "MAXSCORE"))


@dataclass(frozen=True)
class Response:
    """The declaration of an item's one response, and what becomes of it."""

    cardinality: str
    base_type: str
    correct: tuple[str, ...]
    mapping: Mapping[str, Fraction]
    is_case_sensitive: bool
    branches: tuple[Branch, ...]
    adds_up: bool  # the mapped values are added, so that a part of the answer earns a part of the points


def read_response(item: Node, identifier: str) -> Response:
    """The response that an interaction gives. Raises Refused where it is not declared."""
    found = [one for one in item.all("response-declaration") if one.get("identifier") == identifier]
    if not found:
        raise Refused(Sentence("Its interaction gives a response that is not declared."))
    declaration = found[0]
    correct = tuple(one.text.strip() for holder in declaration.all("correct-response") for one in holder.all("value"))
    entries = [one for holder in declaration.all("mapping") for one in holder.all("map-entry")]
    mapping = {one.get("map-key").strip(): percent_of(one.get("mapped-value"), Fraction(0)) for one in entries}
    sensitive = any(one.get("case-sensitive") != "false" for one in entries) if entries else True
    processing = item.first("response-processing")
    return Response(
        declaration.get("cardinality", "single"), declaration.get("base-type"), correct, mapping, sensitive,
        tuple(_branches(processing)), _adds_up(processing, mapping),
    )  # fmt: skip


def _adds_up(processing: Node | None, mapping: Mapping[str, Fraction]) -> bool:
    if processing is None or (not processing.children and not processing.get("template")):
        return bool(mapping)
    return "map_response" in processing.get("template") or bool(processing.deep("map-response"))


def _branches(processing: Node | None) -> Iterator[Branch]:
    for condition in processing.deep("response-condition") if processing is not None else []:
        for rule in condition.all(*RULES):
            tests = [one for one in rule.children if one.tag not in {"set-outcome-value", "response-condition"}]
            sets = {one.get("identifier"): one.text.strip() for one in rule.all("set-outcome-value")}
            compared = [one for test in tests for one in test.deep("equal", "match", "string-match", "member")]
            values = tuple(base.text.strip() for one in compared for base in one.all("base-value"))
            correct = any(test.deep("correct", "map-response") for test in tests)
            equal = next((one for test in tests for one in test.deep("equal")), None)
            yield Branch(values, correct, _tolerance(equal), sets)


def _tolerance(equal: Node | None) -> str:
    """The wider side of an absolute tolerance; a relative one as a percentage with its sign."""
    if equal is None or equal.get("tolerance-mode", "exact") == "exact":
        return "0"
    widest = max((abs(Fraction(decimal_of(one))) for one in equal.get("tolerance", "0").split()), default=Fraction(0))
    return exact(widest) + ("%" if equal.get("tolerance-mode") == "relative" else "")


def _number(text: str) -> Fraction:
    try:
        return Fraction(text.strip() or "0")
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


def max_score(item: Node, texts: Texts) -> int | None:
    """The points of an item, where it says them."""
    for one in item.all("outcome-declaration"):
        if one.get("identifier") in {"MAXSCORE", "SCORE"}:
            said = one.get("normal-maximum") or (one.text.strip() if one.get("identifier") == "MAXSCORE" else "")
            if said and _number(said) > 0:
                points = max(1, min(20, round(_number(said))))
                if points != _number(said):
                    why = "The mark of %(grade)s became %(points)s points: here they are whole, 1 to 20."
                    texts.note(Sentence(why, grade=said, points=points))
                return points
    return None


@dataclass(frozen=True)
class Feedbacks:
    """The texts that an item shows afterwards, by the identifier that shows them."""

    by_id: Mapping[str, Words]

    def of(self, identifier: str) -> Words:
        """The text of an identifier."""
        return self.by_id.get(identifier, Words())

    def whole(self, response: Response) -> Words:
        """The text for the question as a whole: what a right answer shows."""
        for branch in response.branches:
            if branch.scores and self.shown(branch):
                return self.shown(branch)
        names = [one for one in self.by_id if one.lower() == "feedback" or ("correct" in one.lower() and "in" not in one.lower())]
        return self.of(names[0]) if names else Words()

    def shown(self, branch: Branch) -> Words:
        """The text that a branch shows."""
        return next((self.of(value) for value in branch.outcomes.values() if self.of(value)), Words())


def read_feedbacks(item: Node, texts: Texts) -> Feedbacks:
    """All modal feedback."""
    return Feedbacks({one.get("identifier"): texts.read(html_of(one)) for one in item.all("modal-feedback")})
