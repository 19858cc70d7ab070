"""What goes out comes back as it was, for what each format carries; whatever characters are in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from portal.exchange import exporting
from portal.exchange.finishing import dump
from portal.exchange.formats.table import FORMATS, WRITABLE, detect
from portal.exchange.prose import normal
from portal.exchange.values import State
from portal.markup import plain, render_inline
from portal.quizzes import types
from portal.quizzes.types.base import Question
from portal.spreadsheets import BadFile
from tests.exchange.making import ENGLISH, choices, head, make, prose, questions, there_and_back

ROOT = Path(__file__).resolve().parents[2]
BANKS = [path for path in sorted((ROOT / "quizzes").glob("*.yaml")) if path.read_text(encoding="utf-8").startswith("bank:")]
CARRIED = {
    "gift": {"single_choice", "multiple_choice", "true_false", "numeric", "short_text", "matching"},
    "moodle-xml": {"single_choice", "multiple_choice", "true_false", "numeric", "short_text", "matching", "ordering"},
    "qti": {"single_choice", "multiple_choice", "true_false", "numeric", "short_text", "matching", "ordering"},
}
NASTY = st.lists(
    st.sampled_from([*list("~=#{}:%\\/*_`<>&[]()!-+.|'\"^$@;, \n\t?abz09\xa0"), "中", "文", "（", "＝", "～", "］", "é", "😀", "½", "->", "]]>", "-->", "<!--", "::", "####", "//", "[html]", "{mlang en}", "&lt;", "<b>", "</span>", "\\n", "TRUE", "%50%", "ANSWER: A", "$$"]),
    min_size=1, max_size=14,
).map("".join).filter(lambda text: plain(render_inline(text)).strip(" \u00a0"))  # fmt: skip


def look(question: Question) -> Any:
    """What decides and what is seen of a question: its keys, and its texts as a reader sees them."""

    def seen(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: seen(one) for key, one in value.items()}
        return [seen(one) for one in value] if isinstance(value, list) else normal(value).strip(" \u00a0")

    plain = (question.id, question.type, question.skill, question.level, question.objective, question.points)
    return plain, question.facts(), seen(question.prose("zh")), seen(question.prose("en"))


@pytest.mark.parametrize("name", WRITABLE)
def test_every_type_comes_back_or_is_said_not_to_be_carried(name: str) -> None:
    found = questions()
    back, refused = there_and_back(name, list(found.values()))
    carried = {one.question.type for one in back}
    assert carried == CARRIED.get(name, set(types.names()) & set(found))
    assert {line.question for line in refused} == {one.id for kind, one in found.items() if kind not in carried}
    assert all("cannot be carried" in line.why[0] for line in refused)
    for one in back:
        assert look(one.question) == look(found[one.question.type])
        assert one.line.state is State.IMPORTED


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", WRITABLE)
def test_the_banks_of_the_portal_come_back_equal(name: str, path: Path) -> None:
    bank = exporting.read_file(path)
    if {one.type for one in bank.questions.values()}.isdisjoint(CARRIED.get(name, set(types.names()))):
        with pytest.raises(BadFile, match="carries none"):
            exporting.export(bank, name)
        return
    export = exporting.export(bank, name)
    assert detect(export.content) == name
    back, refused = there_and_back(name, list(bank.questions.values()))
    assert len(back) + len(refused) == len(bank.questions)
    assert all(one.question == bank.questions[one.question.id] for one in back)
    assert name != "xlsx" or not refused


@pytest.mark.parametrize("name", ["gift", "moodle-xml", "qti"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_language_comes_back_with_the_other_marked(name: str, language: str) -> None:
    from_here = questions()["single_choice"]
    back, refused = there_and_back(name, [from_here], language, settings=_in(language))
    assert not refused
    other = "en" if language == "zh" else "zh"
    texts = back[0].data["prompt"]
    assert texts[language] == getattr(from_here.prompt, language)
    assert texts[other] == f"⟦to translate⟧ {texts[language]}"


def _in(language: str) -> Any:
    return replace(ENGLISH, language=language)


@pytest.mark.parametrize("name", WRITABLE)
@settings(
    max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(texts=st.lists(NASTY, min_size=9, max_size=9))
@example(texts=["TRUE", "T#", "%50%x", "a -> b", "=~{}", "# one", "- two", "1. three", "]]>"])
@example(texts=["a\n\nb", "a\nb", " x ", "\tx", "**a**", "_a_ *b* `c`", "<b>x</b>", "&amp;", "&#39;\\"])
def test_texts_come_back_as_they_look(name: str, texts: list[str]) -> None:
    first = {"zh": texts[0], "en": texts[1]}
    parts = [
        {
            "id": f"p{n}",
            "text": {"zh": f"{n} {texts[n]}", "en": texts[n + 1] + f" {n}"},
            "feedback": {"zh": texts[n + 2], "en": texts[n + 3]},
        }
        for n in range(4)
    ]
    parts[2]["correct"] = True
    pairs = [{"id": one["id"], "left": one["feedback"], "right": one["text"]} for one in parts]
    found = [
        make(head("single_choice", prompt=first, choices=parts, explanation={"zh": texts[8], "en": texts[7]})),
        make(head("true_false", prompt=first, answer=True, if_true=parts[0]["feedback"], if_false=parts[1]["feedback"])),
        make(head("matching", prompt=first, pairs=pairs, feedback=first)),
    ]  # fmt: skip
    back, refused = there_and_back(name, found)
    assert refused == []
    assert [look(one.question) for one in back] == [look(one) for one in found]


@pytest.mark.parametrize("name", WRITABLE)
@settings(
    max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(forms=st.lists(NASTY.map(str.strip), min_size=3, max_size=5))
def test_accepted_forms_come_back(name: str, forms: list[str]) -> None:
    data = head(
        "short_text", accepted=forms[:-1], wrong_turns=[{"accepted": forms[-1:], "feedback": prose("no")}], feedback=prose("so")
    )
    question = types.model_of("short_text").model_validate(data)
    if list(question.wrong()):
        return
    back, refused = there_and_back(name, [question])
    if name == "xlsx":
        assert dump(back[0].question) == dump(question)
    else:
        lines = [" ".join(one.split()) for one in forms]
        got = [*back[0].question.facts()["accepted"], *back[0].question.facts()["wrong_turns"][0]] if back else refused
        assert [" ".join(one.split()) for one in got] == lines  # type: ignore[union-attr]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12), min_size=1, max_size=4, unique=True)
)
def test_the_sheet_keeps_every_form_to_the_character(forms: list[str]) -> None:
    question = types.model_of("short_text").model_validate(head("short_text", accepted=forms, feedback=prose("so")))
    if list(question.wrong()):
        return
    back, refused = there_and_back("xlsx", [question])
    assert [one.question for one in back] == ([] if refused else [question])
    assert not refused or "workbook cannot hold" in refused[0].why[0]


@pytest.mark.parametrize("answer", ["40", 40, "040", " 40 ", '"40"', "=1+1", "-5", "1 / 3", 2**60])
def test_the_sheet_keeps_a_number_a_number_and_a_text_a_text(answer: Any) -> None:
    question = types.model_of("numeric").model_validate(head("numeric", answer=answer, tolerance=1, feedback=prose("so")))
    row = there_and_back("xlsx", [question])[0] or there_and_back("xlsx", [question])[1]
    read = row[0].question if hasattr(row[0], "question") and not isinstance(row[0].question, str) else None
    if list(question.wrong()):
        assert read is None
    else:
        assert read == question
        assert type(read.answer) is type(answer)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", WRITABLE)
def test_a_choice_of_eight_with_ids_of_every_kind_comes_back(name: str) -> None:
    found = choices(*[n in {1, 3} for n in range(8)])
    for n, one in enumerate(found):
        one["id"] = f"{n}-days" if n % 2 else f"id-{n}"
    question = make(head("multiple_choice", choices=found))
    back, refused = there_and_back(name, [question])
    assert not refused
    assert back[0].question == question


@pytest.mark.parametrize("name", WRITABLE)
def test_the_same_bank_gives_the_same_bytes(name: str) -> None:
    found = list(questions().values())
    assert FORMATS[name].write("bank", found, "both") == FORMATS[name].write("bank", found, "both")  # type: ignore[misc]
