"""An item of QTI into a question: by the kind of its one interaction."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from portal.exchange import tags as our_tags
from portal.exchange.formats import moodle
from portal.exchange.formats.moodle import Option, Read, Texts
from portal.exchange.formats.qti.names import html_of
from portal.exchange.formats.qti.processing import Feedbacks, Response, max_score, read_feedbacks, read_response
from portal.exchange.trees import Node
from portal.exchange.values import Draft, NoQuestion, Place, Refused, Words
from portal.sentences import Sentence

EXPLANATION = "explanation"
GAP = "\x01"  # no file holds it
TRUE, FALSE = {"true", "t", "yes", "right", "对", "正确", "是", "√"}, {"false", "f", "no", "wrong", "错", "错误", "否", "×"}
PEOPLE = {"extended-text-interaction", "upload-interaction", "media-interaction", "drawing-interaction"}
LEFT_OUT = {
    "rubric-block": Sentence("Instructions for other readers (rubricBlock) are left out."),
    "feedback-block": Sentence("Feedback inside the text is left out."),
    "stylesheet": Sentence("Its style sheet is left out."),
}


def draft_of(item: Node, place: Place, tags: dict[str, Any]) -> Draft:
    """A question as read. Raises Refused."""
    texts, body = Texts(), item.first("item-body")
    name = " ".join((item.get("title") or item.get("identifier")).split())[:60]
    if body is None:
        raise Refused(Sentence("It has no text."))
    if item.all("template-declaration"):
        raise Refused(
            Sentence("Its numbers are drawn (templateDeclaration). Write it in the bank as `calculated`, with its parameters.")
        )
    interaction = _interaction(body)
    response = read_response(item, interaction.get("response-identifier"))
    feedbacks = read_feedbacks(item, texts)
    data: dict[str, Any] = {
        **our_tags.common_of(tags),
        "prompt": _prompt(body, interaction, texts),
        "explanation": feedbacks.of(EXPLANATION) or None,
    }
    if not data["prompt"]:
        raise Refused(Sentence("It has no text."))
    own = item.get("identifier").rsplit("/", 1)[-1].removeprefix("_")
    if our_tags.ID.fullmatch(own):
        data["id"] = own
    data.setdefault("points", max_score(item, texts))
    type_name, keys = READERS[interaction.tag](interaction, response, feedbacks, tags, texts)
    for tag, sentence in LEFT_OUT.items():
        if item.deep(tag):
            texts.note(sentence)
    return Draft(place, name, {**data, "type": type_name, **keys}, texts.notes)


def _interaction(body: Node) -> Node:
    found = [one for one in body.walk() if one.tag.endswith("-interaction")]
    if not found:
        raise NoQuestion(Sentence("It asks nothing: a description."))
    if len(found) > 1:
        raise Refused(Sentence("It asks for several answers in one item. Make a question of each."))
    if found[0].tag in PEOPLE:
        raise Refused(moodle.OPEN)
    if found[0].tag not in READERS:
        why = Sentence(
            "QTI's “%(kind)s” has nothing like it in this import. Write the question in the bank.", kind=found[0].tag[:60]
        )
        raise Refused(why)
    return found[0]


def _prompt(body: Node, interaction: Node, texts: Texts) -> Words:
    hidden = [one for one in body.walk() if one is interaction or one.tag in LEFT_OUT]
    is_gap = interaction.tag == "text-entry-interaction"
    around = html_of(body, frozenset(id(one) for one in hidden), GAP if is_gap else "<br>")
    if is_gap:
        bare = re.sub(r"<[^>]*>", "", around).strip()
        at_the_edge = bare.startswith(GAP) or bare.endswith(GAP)  # it is where the answer is typed, and says nothing
        around = re.sub(rf"\s?{GAP}\s?", "" if at_the_edge else " _____ ", around)
    own = interaction.first("prompt")
    return texts.read(around + (f"<p>{html_of(own)}</p>" if own is not None else ""))


def _ids(nodes: list[Node], tags: dict[str, Any]) -> list[str]:
    """Their own identifiers where they can be ours, else a, b, c."""
    own = [one.get("identifier").removeprefix("_") for one in nodes]
    fits = len(set(own)) == len(own) and all(our_tags.ID.fullmatch(one) for one in own)
    return own if fits else our_tags.ids_of(tags, len(own))


def _choice_text(node: Node, texts: Texts) -> Words:
    return texts.read(html_of(node, frozenset(id(one) for one in node.deep("feedback-inline", "feedback-block"))))


def _choice_feedback(node: Node, response: Response, feedbacks: Feedbacks, texts: Texts) -> Words:
    inline = node.deep("feedback-inline")
    if inline:
        return texts.read(html_of(inline[0]))
    name = node.get("identifier")
    by_branch = (feedbacks.shown(one) for one in response.branches if one.values == (name,))
    return feedbacks.of(name) or next((one for one in by_branch if one), Words())


def _choices(node: Node, response: Response, feedbacks: Feedbacks, tags: dict[str, Any], texts: Texts) -> Read:
    choices = node.all("simple-choice")
    names = [one.get("identifier") for one in choices]
    is_single = response.cardinality != "multiple"
    right = set(response.correct) or {name for name in names if response.mapping.get(name, 0) > 0}
    if not right:
        raise Refused(Sentence("It does not say which choices are right."))
    adds_up = response.adds_up and not is_single
    total = sum((value for value in response.mapping.values() if value > 0), Fraction(0)) or Fraction(1)
    share = Fraction(100) if is_single else Fraction(100, len(right))
    worth = [
        (response.mapping.get(name, Fraction(0)) * 100 / total if adds_up else share if name in right else Fraction(0))
        for name in names
    ]
    told = [_choice_feedback(one, response, feedbacks, texts) for one in choices]
    bodies = [_choice_text(one, texts) for one in choices]
    if is_single and (answer := _is_true(names, bodies, right)) is not None:
        at = 0 if (names[0] in right) == answer else 1
        return moodle.read_true_false(answer, told[at], told[1 - at])
    options = [Option(name, body, percent, words) for name, body, percent, words in zip(names, bodies, worth, told, strict=True)]
    rule = {} if adds_up else {"scoring": "all_or_nothing"}
    kind, data = moodle.read_choices(options, is_single, {**tags, **rule}, texts)
    for one, name in zip(data["choices"], _ids(choices, tags), strict=True):
        one["id"] = name
    return kind, data


def _is_true(names: list[str], bodies: list[Words], right: set[str]) -> bool | None:
    """Whether the statement is true, where the two choices are “true” and “false”; None: it is another question."""
    if len(names) != 2:
        return None
    said = [
        {name.lower(), *(one.strip(" .。").lower() for one in (body.text, body.zh, body.en))}
        for name, body in zip(names, bodies, strict=True)
    ]
    for yes, no in ((0, 1), (1, 0)):
        if said[yes] & TRUE and said[no] & FALSE:
            return names[yes] in right
    return None


def _typed(_node: Node, response: Response, feedbacks: Feedbacks, tags: dict[str, Any], texts: Texts) -> Read:
    if response.base_type in {"float", "integer"}:
        return _number(response, feedbacks, tags, texts)
    options = [Option(one, Words(), Fraction(100), feedbacks.whole(response)) for one in response.correct]
    most = max(response.mapping.values(), default=Fraction(0))
    for form, value in response.mapping.items():
        if form not in response.correct and value > 0:
            options.append(Option(form, Words(), value * 100 / most, feedbacks.whole(response)))
    for branch in response.branches:
        if not branch.with_correct:
            worth = Fraction(100 if branch.scores else 0)
            options += [
                Option(one, Words(), worth, feedbacks.shown(branch)) for one in branch.values if one not in response.correct
            ]
    if response.mapping and response.is_case_sensitive:
        texts.note(Sentence("Capitals mattered in the source: here they do not."))
    escaped = [Option(one.raw.replace("*", "\\*"), one.text, one.percent, one.feedback) for one in options]
    kind, data = moodle.read_forms(escaped, texts)
    return kind, {**data, "feedback": data["feedback"] or feedbacks.whole(response)}


def _number(response: Response, feedbacks: Feedbacks, tags: dict[str, Any], texts: Texts) -> Read:
    scoring = [one for one in response.branches if one.scores or one.with_correct]
    values = response.correct or tuple(value for one in scoring for value in one.values)
    if not values:
        raise Refused(Sentence("It does not say which number is right."))
    tolerance = next((one.tolerance for one in scoring if one.tolerance != "0"), "0")
    if tolerance.endswith("%"):
        tolerance = moodle.exact(abs(Fraction(moodle.decimal_of(values[0]))) * Fraction(tolerance[:-1]) / 100)
    options = [Option(values[0], Words(), Fraction(100), feedbacks.whole(response), tolerance)]
    for branch in response.branches:
        if branch not in scoring:
            options += [Option(one, Words(), Fraction(0), feedbacks.shown(branch)) for one in branch.values]
    return moodle.read_number(options, tags, texts)


def _order(node: Node, response: Response, feedbacks: Feedbacks, tags: dict[str, Any], texts: Texts) -> Read:
    choices = {one.get("identifier"): one for one in node.all("simple-choice")}
    if sorted(response.correct) != sorted(choices):
        raise Refused(Sentence("The right order does not name each of its items once."))
    nodes = [choices[name] for name in response.correct]
    data: dict[str, Any] = {
        "items": [{"id": name, "text": _choice_text(one, texts)} for name, one in zip(_ids(nodes, tags), nodes, strict=True)],
        "feedback": feedbacks.whole(response),
    }
    if tags.get("scoring") != "adjacent_pairs":
        data["scoring"] = "all_or_nothing"
    if not data["feedback"]:
        texts.note(moodle.NO_FEEDBACK)
    return "ordering", data


def _match(node: Node, response: Response, feedbacks: Feedbacks, tags: dict[str, Any], texts: Texts) -> Read:
    sets = node.all("simple-match-set")
    if len(sets) != 2:
        raise Refused(Sentence("It does not have two sides to match."))
    lefts, rights = ({one.get("identifier"): one for one in side.all("simple-associable-choice")} for side in sets)
    said = [tuple(one.split()) for one in response.correct] or [
        tuple(one.split()) for one, value in response.mapping.items() if value > 0
    ]
    wanted = {one[0]: one[1] for one in said if len(one) == 2 and one[0] in lefts and one[1] in rights}
    if len(wanted) != len(said) or set(wanted) != set(lefts):
        raise Refused(Sentence("Not each left side has exactly one right side."))
    pairs = [(_choice_text(lefts[left], texts), _choice_text(rights[wanted[left]], texts)) for left in lefts]
    pairs += [(Words(), _choice_text(one, texts)) for name, one in rights.items() if name not in wanted.values()]
    kind, data = moodle.read_pairs(pairs, feedbacks.whole(response), tags, texts)
    for one, name in zip(data["pairs"], _ids(list(lefts.values()), {}), strict=True):
        one["id"] = name if "ids" not in tags else one["id"]
    return kind, data


READERS: dict[str, Callable[[Node, Response, Feedbacks, dict[str, Any], Texts], Read]] = {
    "choice-interaction": _choices,
    "text-entry-interaction": _typed,
    "order-interaction": _order,
    "match-interaction": _match,
}
