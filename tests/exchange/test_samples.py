"""Files as other systems write them: what comes of each question, in which line, and what the report says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portal.exchange.finishing import Known
from portal.exchange.importing import Plan, Target, plan
from portal.exchange.values import Change
from portal.quizzes import types
from portal.reading import parse_yaml, validate
from portal.spreadsheets import BadFile
from tests.exchange.making import ENGLISH, archive

SAMPLES = Path(__file__).parent / "samples"
LEAVING = replace(ENGLISH, leaves_refused_out=True)


def imported(name: str) -> Plan:
    """The plan of a sample, refused questions left out."""
    return plan((SAMPLES / name).read_bytes(), "", LEAVING, Known(), Target("bank"))


def states(found: Plan) -> list[tuple[int, str]]:
    """Line and state of each question."""
    return [(line.place.line, str(line.state)) for line in found.lines]


def questions(found: Plan) -> dict[str, dict]:
    """The questions of the bank that comes of it, by id."""
    document, problems = parse_yaml(found.text, "bank.yaml")
    assert not problems
    return {one["id"]: one for one in document.plain["questions"]}


def test_gift() -> None:
    found = imported("moodle.gift.txt")
    assert states(found) == [
        (5, "simplified"), (12, "imported"), (19, "imported"), (21, "imported"), (26, "imported"), (28, "imported"), (30, "simplified"),
        (36, "refused"), (38, "left out"), (40, "refused"),
    ]  # fmt: skip
    bank = questions(found)
    assert bank["lost-orders"]["answer"] == 54000
    assert bank["lost-orders"]["tolerance"] == 500
    assert bank["lost-orders"]["wrong_turns"][0]["value"] == 18000
    assert (bank["range"]["answer"], bank["range"]["tolerance"]) == (3, 1)
    assert bank["capital"]["accepted"] == ["discovery visit", "discovery"]
    assert "_____" in bank["capital"]["prompt"]["en"]
    assert [one["id"] for one in bank["follow-ups"]["choices"] if one.get("correct")] == ["a", "b"]
    assert bank["a-nod"]["if_true"]["en"] == "It may be politeness."


def test_moodle_xml() -> None:
    found = imported("moodle.xml")
    assert [line.state for line in found.lines] == [
        "simplified",
        "imported",
        "refused",
        "refused",
        "left out",
        "refused",
        "refused",
    ]
    assert [line.place.line for line in found.lines][:2] == [6, 18]
    bank = questions(found)
    assert bank["opener"]["prompt"] == {"zh": "哪一句最能让客户讲下去？", "en": "Which one keeps the customer **talking**?"}
    assert bank["opener"]["points"] == 2
    assert bank["opener"]["choices"][0]["text"] == {"zh": "上一次", "en": "The last time"}
    assert bank["lost-orders"]["unit"]["en"] == "CNY"
    said = " ".join(why for line in found.lines for why in line.why)
    for words in ("part of the points", "Hints", "open answer", "text with gaps", "a description", "picture", "ddmarker"):
        assert words in said


def test_aiken() -> None:
    found = imported("aiken.txt")
    assert states(found) == [(1, "imported"), (11, "refused")]
    assert "names none of its choices" in found.lines[1].why[0]


def test_qti_2_2_and_3_0_items() -> None:
    (choice,) = questions(imported("qti22-choice.xml")).values()
    assert (choice["type"], choice["scoring"], choice["points"]) == ("multiple_choice", "all_or_nothing", 3)
    assert choice["prompt"]["en"] == "Which of these are **good** follow-ups?"
    assert choice["choices"][0]["feedback"]["en"] == "⟦to write⟧"
    entry = questions(imported("qti30-entry.xml"))["lost-orders"]
    assert (entry["answer"], entry["tolerance"], entry["wrong_turns"][0]["value"]) == (54000, 500, 18000)
    assert entry["feedback"]["en"] == "Orders times amount."
    assert entry["wrong_turns"][0]["feedback"]["en"] == "That is one order."
    assert "make _____ a day" in entry["prompt"]["en"]


def test_a_package_brings_its_items_in_the_order_of_the_manifest() -> None:
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>'
        '<resource identifier="t" type="imsqti_test_xmlv2p2" href="test.xml"/>'
        '<resource identifier="b" type="imsqti_item_xmlv3p0" href="items/b.xml"><metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM">'
        '<general><keyword><string language="en">skill:listening</string></keyword></general></lom></metadata></resource>'
        '<resource identifier="a" type="imsqti_item_xmlv2p2" href="items/a.xml"/></resources></manifest>'
    )
    entries = {"p/imsmanifest.xml": manifest, "p/items/a.xml": (SAMPLES / "qti22-choice.xml").read_bytes(),
               "p/items/b.xml": (SAMPLES / "qti30-entry.xml").read_bytes()}  # fmt: skip
    found = plan(archive(entries), "", LEAVING, Known(), Target("bank"))
    assert [line.name for line in found.lines] == ["test.xml", "Lost orders", "Follow-up"]
    assert found.lines[1].place.file == "p/items/b.xml"
    assert [one["skill"] for one in questions(found).values()] == ["listening", "prospecting"]


def test_qti_1_2_is_refused_with_a_way_out() -> None:
    with pytest.raises(BadFile, match=r"QTI 1\.2.*Moodle XML"):
        imported("qti12.xml")
    with pytest.raises(BadFile, match=r"QTI 1\.2"):
        plan(
            archive({"imsmanifest.xml": '<manifest><resource type="imsqti_xmlv1p2" href="a"/></manifest>'}),
            "",
            LEAVING,
            Known(),
            Target("b"),
        )


def test_content_check_says_not_translated_yet_until_it_is() -> None:
    found = imported("aiken.txt")
    document, _problems = parse_yaml(found.text, "bank.yaml")
    question = document.plain["questions"][0]
    _model, problems = validate(types.model_of(question["type"]), document, ["questions", 0], question)
    said = {one.message for one in problems}
    assert any("not translated yet" in one for one in said)
    assert any("not written yet" in one for one in said)
    mended = found.text.replace("⟦to translate⟧ ", "").replace("⟦to write⟧", "so")
    document, _problems = parse_yaml(mended, "bank.yaml")
    assert not validate(types.model_of(question["type"]), document, ["questions", 0], document.plain["questions"][0])[1]


def test_the_second_import_changes_nothing_and_a_changed_one_must_be_wanted() -> None:
    content = (SAMPLES / "aiken.txt").read_bytes()
    first = plan(content, "", LEAVING, Known(), Target("bank"))
    again = plan(content, "", LEAVING, Known(), Target("bank", text=first.text))
    assert again.text == first.text
    assert again.lines[0].change is Change.SAME
    changed = first.text.replace("points: 1", "points: 3")
    refused = plan(content, "", ENGLISH, Known(), Target("bank", text=changed))
    assert refused.is_refused
    assert "says something else" in refused.lines[0].why[0]
    replaced = plan(content, "", replace(LEAVING, replaces=True), Known(), Target("bank", text="# ours\n" + changed))
    assert replaced.lines[0].change is Change.CHANGED
    assert replaced.text == "# ours\n" + first.text


def test_unknown_skills_and_objectives_are_refused_by_name() -> None:
    known = Known(frozenset({"listening"}), frozenset({"other"}))
    found = plan((SAMPLES / "aiken.txt").read_bytes(), "", ENGLISH, known, Target("bank"))
    said = " ".join(why for line in found.lines for why in line.why)
    assert "no skill `prospecting`" in said
    assert "has the objective `name-steps`" in said
