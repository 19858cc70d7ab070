"""Measures of a curriculum, as pure functions: what a reader could count with pencil and paper. `test_measures.py` shows that each can fail."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from portal.content import Content
from portal.courses.figures import FIGURE
from portal.numbers import evaluate
from portal.quizzes.content import BankQuestion, Line, QuizFile
from portal.reading import Prose

CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z0-9][\w'’%.,-]*")
CHI_SQUARED = {0.01: {2: 9.21, 3: 11.34, 4: 13.28, 5: 15.09}, 0.001: {2: 13.82, 3: 16.27, 4: 18.47, 5: 20.52}}
NUMBER = r"[¥￥$]?\s?\d[\d,]*(?:\.\d+)?\s?%?"
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.S)
SIDE = rf"\(*{NUMBER}(?:[)(]*\s?[×÷*/+−–-]\s?[(]*{NUMBER}\)*)*"
SUM = re.compile(rf"(?<![\d.,%({{])(?<![\d%)]\s)({SIDE})\s?([=≈])\s?(?=({SIDE}))")


def texts_of(model: Any, language: str) -> Iterator[str]:
    """Every text of a question in one language, wherever it stands."""
    for name in type(model).model_fields:
        yield from _texts(getattr(model, name), language)


def _texts(value: Any, language: str) -> Iterator[str]:
    if isinstance(value, Prose):
        yield str(getattr(value, language))
    elif hasattr(type(value), "model_fields"):
        yield from texts_of(value, language)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one, language)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, language)


def asked_of(model: Any, language: str) -> str:
    """What a question says before it is answered: its prompt, and what there is to choose, order or match; no feedback."""
    parts = [str(getattr(model.prompt, language))]
    parts += [str(getattr(one.text, language)) for name in ("choices", "items") for one in getattr(model, name, ())]
    parts += [str(getattr(side, language)) for one in getattr(model, "pairs", ()) for side in (one.left, one.right)]
    if model.type == "dialogue":
        parts = list(texts_of(model, language))
    return " ".join(parts)


def ratio_of_lengths(zh: str, en: str) -> float:
    """Chinese characters to one English word; figures count in both."""
    figures = len(re.findall(r"\d[\d,.]*", zh))
    return (len(CHINESE.findall(zh)) + figures) / max(1, len(WORD.findall(en)))


# --- the key ---------------------------------------------------------------------------------------------------------------


def key_place(model: Any) -> tuple[int, int]:
    """(place of the key from 0, number of choices) of a single choice."""
    return next(n for n, one in enumerate(model.choices) if one.correct), len(model.choices)


def unevenness(places: Sequence[tuple[int, int]]) -> tuple[float, int]:
    """Chi-squared of the keys' places against an even spread, and its degrees of freedom. Questions may differ in their number of choices."""
    most = max(count for _place, count in places)
    seen = Counter(place for place, _count in places)
    expected = [sum(1 / count for _place, count in places if place < count) for place in range(most)]
    return sum((seen[place] - one) ** 2 / one for place, one in enumerate(expected)), most - 1


def is_uneven(places: Sequence[tuple[int, int]], chance: float) -> bool:
    """Whether so uneven a spread comes about by chance more seldom than `chance`."""
    value, freedom = unevenness(places)
    return value > CHI_SQUARED[chance][freedom]


def is_key_longest(model: Any, language: str) -> bool:
    """Whether the key is strictly the longest choice."""
    key, others = _lengths(model, language)
    return key > max(others)


def is_key_shortest(model: Any, language: str) -> bool:
    """Whether the key is strictly the shortest choice."""
    key, others = _lengths(model, language)
    return key < min(others)


def _lengths(model: Any, language: str) -> tuple[int, list[int]]:
    lengths = [(len(re.sub(r"[*`_]", "", str(getattr(one.text, language)).strip())), one.correct) for one in model.choices]
    return next(length for length, correct in lengths if correct), [length for length, correct in lengths if not correct]


def chance_of_so_many(hits: int, chances: Sequence[float]) -> float:
    """The probability of `hits` or more, where the n-th comes up with the n-th chance: exact (Poisson binomial)."""
    spread = [1.0]
    for chance in chances:
        spread = [
            (spread[n] * (1 - chance) if n < len(spread) else 0) + (spread[n - 1] * chance if n else 0)
            for n in range(len(spread) + 1)
        ]
    return math.fsum(spread[hits:])


# --- near-duplicates -------------------------------------------------------------------------------------------------------


def shingles(text: str, language: str) -> frozenset[str]:
    """Three words, or four Chinese characters, in a row. Numbers are all the same: other figures make no other question."""
    plain = re.sub(r"\d[\d,.]*|\{\w+\}", "0", text.lower())
    parts = re.findall(r"[a-z0-9']+", plain) if language == "en" else re.findall(r"[\u3400-\u9fff0a-z]", plain)
    size = 3 if language == "en" else 4
    return frozenset(" ".join(parts[n : n + size]) for n in range(max(1, len(parts) - size + 1)))


def near_duplicates(
    texts: Mapping[str, str], language: str, shared: float = 0.3, alike: float = 0.7
) -> list[tuple[str, str, float]]:
    """Pairs that share that part of the smaller one's shingles and whose texts are that much alike."""
    pieces = {name: shingles(text, language) for name, text in texts.items()}
    having: dict[str, list[str]] = defaultdict(list)
    for name in sorted(pieces):
        for piece in pieces[name]:
            having[piece].append(name)
    common = Counter((a, b) for names in having.values() for n, a in enumerate(names) for b in names[n + 1 :])
    found = []
    for (a, b), count in sorted(common.items()):
        if count >= shared * min(len(pieces[a]), len(pieces[b])):
            ratio = SequenceMatcher(None, texts[a], texts[b], autojunk=False).ratio()
            if ratio >= alike:
                found.append((a, b, round(ratio, 2)))
    return found


# --- sums ------------------------------------------------------------------------------------------------------------------


def sums_in(text: str) -> Iterator[tuple[str, str, str]]:
    """(left side, = or ≈, right side) of each sum that stands in a text outside a worked figure, and outside code."""
    bare = FIGURE.sub(" ", CODE.sub(" ", text))
    for match in SUM.finditer(bare):
        if re.search(r"[×÷*/+−–-]", match[1] + match[3]):
            yield match[1].strip(), match[2], match[3].strip()


def wrong_sums(text: str) -> list[str]:
    """Sums whose two sides are not equal; where ≈ stands, not within one percent."""
    return [f"{left} {sign} {right}" for left, sign, right in sums_in(text) if not _holds(left, sign, right)]


def _formula(side: str) -> str:
    plain = re.sub(r"[¥￥$,\s]", "", side).translate(str.maketrans("×÷−–", "*/--"))
    return re.sub(r"(\d+(?:\.\d+)?)%", r"(\1/100)", plain)


def _holds(left: str, sign: str, right: str) -> bool:
    try:
        a, b = evaluate(_formula(left)), evaluate(_formula(right))
    except ValueError:
        return True  # a bracket that was opened before the match: nothing that this reading can judge
    return a == b if sign == "=" else abs(a - b) <= abs(b) / 100


# --- who teaches and who examines ------------------------------------------------------------------------------------------


def level_of(wish: Any) -> int:
    """The level of an entry of `skills`; 0 where it is planned."""
    if isinstance(wish, int):
        return wish
    return 0 if wish.planned else int(wish.level)


def is_demonstrated(content: Content, skill: str, level: int) -> bool:
    """Whether a quiz that counts draws five questions or more of it with a cut, or a criterion of a rubric stands for it."""
    counting = [quiz for quiz in content.quizzes.quizzes.values() if quiz.purpose != "practice"]
    lines = [line for quiz in counting for line in quiz.blueprint if line.skill == skill]
    by_quiz = any(line.pass_percent is not None and line.draw >= 5 and (line.level or 1) >= level for line in lines)
    criteria = [one for rubric in content.framework.rubrics.values() for one in rubric.criteria]
    return by_quiz or any(one.skill == skill and one.level >= level for one in criteria)


def lessons_that_teach(content: Content, skill: str, level: int) -> list[str]:
    """Lessons with an objective that a question of the skill, at the level or above, tests, in courses that say they lead there."""
    tested = {
        one.model.objective for one in content.quizzes.questions.values() if one.model.skill == skill and one.model.level >= level
    }
    return [
        f"{slug}/{lesson.id}"
        for slug, course in content.courses.items()
        if any(one.skill == skill and one.level >= level for one in course.model.teaches)
        for lesson in course.model.lessons
        if tested & set(lesson.objectives)
    ]


def lines_too_thin(quiz: QuizFile, matching: Mapping[int, int], times: int) -> list[str]:
    """Lines of a blueprint (by number) from which fewer than `times` their draw can come."""
    return [f"{quiz.quiz} line {n + 1}" for n, line in enumerate(quiz.blueprint) if matching[n] < times * line.draw]


def skills_never_missing(blueprint: Iterable[Line]) -> set[str]:
    """Skills of which every form that can be drawn holds a question: those that a line names."""
    return {line.skill for line in blueprint if line.skill is not None and line.draw >= 1}


def single_choices(questions: Iterable[BankQuestion]) -> list[Any]:
    """The models of those that are single choices."""
    return [one.model for one in questions if one.model.type == "single_choice"]
