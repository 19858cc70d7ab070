"""The questions that ship keep their standard: keys that do not give themselves away, no two alike, both languages whole."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from portal.content import Content
from portal.courses.content import LANGUAGES
from portal.quizzes.content import BankQuestion
from tests.content import curriculum as measures

QUESTION_RATIO = (0.9, 2.2)  # Chinese characters to one English word, in all that a question says
RARE = 0.01  # a bank that is no worse than chance fails once in a hundred; all banks together are judged more strictly
SOMEBODY = re.compile(r"[“”]|客户|同事|主管|经理|老板|采购|会计|财务|先生|女士|你|他|她|[\u4e00-\u9fff]总")


def banks(curriculum: Content) -> dict[str, list[BankQuestion]]:
    """Questions by bank."""
    found: dict[str, list[BankQuestion]] = defaultdict(list)
    for one in curriculum.quizzes.questions.values():
        found[one.id.split("/")[0]].append(one)
    return found


def test_the_key_stands_in_every_place_alike(curriculum: Content) -> None:
    """Over all banks, and in each: today every quiz shuffles choices, and the day one does not, its bank must give nothing away."""
    models = measures.single_choices(curriculum.quizzes.questions.values())
    assert len(models) >= 200
    assert not measures.is_uneven([measures.key_place(one) for one in models], 0.01)
    for bank, questions in banks(curriculum).items():
        places = [measures.key_place(one) for one in measures.single_choices(questions)]
        assert not places or not measures.is_uneven(places, 0.01), bank


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_is_not_the_longest_choice_more_often_than_chance(curriculum: Content, language: str) -> None:
    groups = {"all": list(curriculum.quizzes.questions.values()), **banks(curriculum)}
    for name, questions in groups.items():
        models = measures.single_choices(questions)
        hits = sum(measures.is_key_longest(one, language) for one in models)
        chances = [1 / len(one.choices) for one in models]
        if name == "all":
            assert hits <= sum(chances), f"{hits} of {len(models)}"
        assert measures.chance_of_so_many(hits, chances) >= RARE, f"{name}: {hits} of {len(models)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_is_not_the_shortest_choice_more_often_than_chance(curriculum: Content, language: str) -> None:
    groups = {"all": list(curriculum.quizzes.questions.values()), **banks(curriculum)}
    for name, questions in groups.items():
        models = measures.single_choices(questions)
        hits = sum(measures.is_key_shortest(one, language) for one in models)
        assert measures.chance_of_so_many(hits, [1 / len(one.choices) for one in models]) >= RARE, (
            f"{name}: {hits} of {len(models)}"
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_questions_are_nearly_the_same(curriculum: Content, language: str) -> None:
    """Within a bank and across banks. 0.72 is where two questions read one after the other are taken for one."""
    texts = {name: measures.asked_of(one.model, language) for name, one in curriculum.quizzes.questions.items()}
    assert measures.near_duplicates(texts, language, shared=0.2, alike=0.72) == []


def test_every_question_says_as_much_in_one_language_as_in_the_other(curriculum: Content) -> None:
    for name, one in curriculum.quizzes.questions.items():
        zh, en = (" ".join(measures.texts_of(one.model, language)) for language in LANGUAGES)
        assert measures.CHINESE.search(zh), name
        names = len(measures.CHINESE.findall(en))  # objects of a Chinese system, and companies, keep their Chinese names
        assert names * 12 <= len(en), f"{name}: Chinese in the English"
        ratio = measures.ratio_of_lengths(zh, en)
        assert QUESTION_RATIO[0] <= ratio <= QUESTION_RATIO[1], f"{name}: {ratio:.2f}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_in_prompts_and_feedback_are_right(curriculum: Content, language: str) -> None:
    wrong = {
        name: sums
        for name, one in curriculum.quizzes.questions.items()
        if (sums := [said for text in measures.texts_of(one.model, language) for said in measures.wrong_sums(text)])
    }
    assert wrong == {}


def test_every_choice_has_feedback_that_is_more_than_a_word(curriculum: Content) -> None:
    short = {
        f"{name} {choice.id}"
        for name, one in curriculum.quizzes.questions.items()
        for choice in getattr(one.model, "choices", ())
        if len(measures.WORD.findall(choice.feedback.en)) < 3 or len(measures.CHINESE.findall(choice.feedback.zh)) < 4
    }
    assert short == set()


def test_somebody_stands_in_at_least_half_of_the_prompts(curriculum: Content) -> None:
    """Whether a question needs judgement in its situation only a reader can say. What a machine sees is whether there is one: somebody speaks or acts."""
    prompts = [str(one.model.prompt.zh) for one in curriculum.quizzes.questions.values()]
    assert sum(bool(SOMEBODY.search(one)) for one in prompts) * 2 >= len(prompts)
    assert not SOMEBODY.search("一年有几个工作日？")
