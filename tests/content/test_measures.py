"""Each measure of the curriculum finds what is bad in a sample that was made bad."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from portal import content
from portal.quizzes.content import Line
from portal.quizzes.types import model_of
from tests.content import curriculum as measures
from tests.content import sample


def question(texts: list[str], key: int = 0) -> Any:
    """A single choice with these texts."""
    data = sample.single("one")
    data["choices"] = [
        {"id": f"c{n}", "text": sample.both(text), "feedback": sample.both("why"), "correct": n == key}
        for n, text in enumerate(texts)
    ]
    return model_of("single_choice").model_validate(data)


def test_a_key_that_stands_mostly_first_is_uneven() -> None:
    even = [(n % 4, 4) for n in range(80)]
    assert not measures.is_uneven(even, 0.01)
    assert measures.is_uneven([(0, 4)] * 30 + even[:50], 0.01)
    assert measures.unevenness([(0, 3), (1, 3), (2, 3), *even]) == pytest.approx((0.0, 3), abs=0.1)


def test_a_key_that_is_longer_than_all_others_is_seen() -> None:
    assert measures.is_key_longest(question(["a long key", "short", "brief"]), "en")
    assert not measures.is_key_longest(question(["same", "same", "brief"]), "en")
    assert not measures.is_key_longest(question(["a long choice", "key", "brief"], key=1), "zh")
    assert not measures.is_key_longest(question(["**key**", "longer", "brief"]), "en")
    assert measures.is_key_shortest(question(["key", "longer", "brief"]), "en")
    assert not measures.is_key_shortest(question(["longest", "longer", "brief"]), "en")


def test_the_chance_of_so_many_is_exact() -> None:
    assert measures.chance_of_so_many(0, [0.25] * 4) == pytest.approx(1)
    assert measures.chance_of_so_many(4, [0.25] * 4) == pytest.approx(0.25**4)
    assert measures.chance_of_so_many(2, [0.5, 0.25]) == pytest.approx(0.125)
    assert measures.chance_of_so_many(14, [0.25] * 20) < 0.001


@pytest.mark.parametrize(
    ("language", "one", "other", "far"),
    [
        ("en", "A customer wants Quote for 20 users. What is a year's price in CNY?", "A customer wants Quote for 35 users. What is a year's price, in CNY?", "The buyer has been silent since Tuesday. What do you write to her first?"),
        ("zh", "客户要栎单 20 个用户，一年合计多少元？", "客户要栎单 35 个用户，一年一共多少元？", "采购经理两周没有回消息，先写什么？"),
    ],
)  # fmt: skip
def test_questions_that_differ_in_a_number_only_are_near_duplicates(language: str, one: str, other: str, far: str) -> None:
    found = measures.near_duplicates({"a": one, "b": other, "c": far}, language)
    assert [(a, b) for a, b, _ratio in found] == [("a", "b")]


@pytest.mark.parametrize(
    ("text", "found", "wrong"),
    [
        ("That is 3 × 25,000 = 75,000 a year.", 1, 0),
        ("一年是 12 × 1200 = 14000 元。", 1, 1),
        ("¥78,000 ÷ 2,000 = 39.", 1, 0),
        ("(42 + 45) ÷ (48 + 50) = 87 ÷ 98 ≈ 88.8 %", 2, 0),
        ("124 × 100 ÷ 372 ≈ 40", 1, 1),
        ("40 − 10 % = 36", 1, 1),  # read as it is written: 39.9
        ("In all {{75,000 = 3 * 25000}}, and level 3 = independent; 20 × the price.", 0, 0),
        ("Write `14 = 3 * 5` in the source.", 0, 0),
        ("From 2024-05-01 on; 2 to 3 days.", 0, 0),
    ],
)
def test_sums_outside_a_figure_are_found_and_worked(text: str, found: int, wrong: int) -> None:
    assert len(list(measures.sums_in(text))) == found
    assert len(measures.wrong_sums(text)) == wrong


def test_lengths_are_compared_by_characters_and_words() -> None:
    assert measures.ratio_of_lengths("先问再报价，三天内回复", "Ask first and quote within three days.") == pytest.approx(10 / 7)
    assert measures.ratio_of_lengths("先问", "Ask first, listen to the end, and quote within three days.") < 0.3


def test_what_is_asked_holds_no_feedback_and_every_choice() -> None:
    asked = measures.asked_of(question(["first", "second", "third"]), "en")
    assert "third" in asked
    assert "why" not in asked
    assert list(measures.texts_of(question(["first", "second", "third"]), "en")).count("why") == 3


def test_what_nobody_examines_or_teaches_is_seen(tmp_path: Path) -> None:
    found, problems = content.read(sample.write(tmp_path))
    assert problems == []
    assert measures.is_demonstrated(found, sample.SKILL, 2)
    assert not measures.is_demonstrated(found, sample.SKILL, 3)
    assert not measures.is_demonstrated(found, "quoting", 1)
    assert measures.lessons_that_teach(found, sample.SKILL, 2) == ["asking/first", "asking/second"]
    assert measures.lessons_that_teach(found, sample.SKILL, 3) == []
    exam = found.quizzes.quizzes["exam"]
    assert measures.lines_too_thin(exam, {0: 12}, 2) == []
    assert measures.lines_too_thin(exam, {0: 12}, 3) == ["exam line 1"]


def test_a_line_that_names_no_skill_promises_none() -> None:
    lines = [Line.model_validate({"draw": 5, "from": "pool"}), Line.model_validate({"draw": 1, "from": "pool", "skill": "quoting"})]
    assert measures.skills_never_missing(lines) == {"quoting"}
    assert measures.level_of(3) == 3
