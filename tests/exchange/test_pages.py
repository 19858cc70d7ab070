"""For authors: a dry run with its report, the bank file, and a bank in another format. Nothing is stored."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.exchange import exporting
from portal.people.tables import Person
from portal.reading import parse_yaml
from tests.content import sample
from tests.exchange.making import archive
from tests.factories import grant, make_person

SAMPLES = Path(__file__).parent / "samples"
CHOSEN = {
    "bank": "fresh",
    "pool": "practice",
    "format": "",
    "language": "en",
    "skill": "listening",
    "level": "1",
    "objective": "one-open-question",
}


@pytest.fixture
def content(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The app with the sample content stored, and its folder set."""
    before = app.config["PORTAL"]
    with app.app_context():
        sample.sync(tmp_path)
    app.config["PORTAL"] = replace(before, content_folder=tmp_path)
    yield app
    app.config["PORTAL"] = before


@pytest.fixture
def author(content: Flask, sign_in: Callable[[Person], FlaskClient]) -> FlaskClient:
    """An author's browser."""
    with content.app_context():
        person = make_person("Nora Finch")
        grant(person, "author")
    return sign_in(person)


def send(author: FlaskClient, file: bytes, **more: str):
    """The dry run of a file."""
    return author.post("/authoring/exchange", data={**CHOSEN, **more, "file": (io.BytesIO(file), "questions.txt")})


def test_a_file_is_tried_mended_and_taken(author: FlaskClient, content: Flask) -> None:
    file = (SAMPLES / "aiken.txt").read_bytes()
    skill, objective = known(author)
    first = send(author, file, skill=skill, objective=objective)
    assert first.status_code == 422
    assert "names none of its choices" in first.text
    assert "Take the bank file" not in first.text
    carried = {
        **CHOSEN,
        "skill": skill,
        "objective": objective,
        "content": base64.b64encode(file).decode(),
        "leaves_refused_out": "yes",
    }
    second = author.post("/authoring/exchange", data=carried)
    assert second.status_code == 200
    assert "Take the bank file fresh.yaml" in second.text
    taken = author.post("/authoring/exchange", data={**carried, "confirm": "yes"})
    assert taken.headers["Content-Disposition"] == "attachment; filename=fresh.yaml"
    assert parse_yaml(taken.text, "fresh.yaml")[0].plain["bank"] == "fresh"
    assert not (content.config["PORTAL"].content_folder / "quizzes" / "fresh.yaml").exists()


def known(author: FlaskClient) -> tuple[str, str]:
    """A skill and an objective of the sample content, as the form offers them."""
    page = author.get("/authoring/exchange").text
    values = [
        page.split(f'id="{name}"')[1].split("</select>")[0].split('<option value="')[2].split('"')[0]
        for name in ("skill", "objective")
    ]
    return values[0], values[1]


def test_a_refused_file_cannot_be_confirmed(author: FlaskClient) -> None:
    file = base64.b64encode((SAMPLES / "aiken.txt").read_bytes()).decode()
    assert author.post("/authoring/exchange", data={**CHOSEN, "content": file, "confirm": "yes"}).status_code == 422


@pytest.mark.parametrize(("file", "more", "said"), [
    (b"", {}, "The file is empty"),
    (b"\x00" * 50, {}, "null bytes"),
    (archive({"../a": "x"}), {}, "leads out of the archive"),
    (b"a{TRUE}", {"bank": "../evil"}, "Name the bank"),
    (b"a{TRUE}", {"language": ""}, "does not say in which"),
])  # fmt: skip
def test_a_bad_file_gets_a_sentence(author: FlaskClient, file: bytes, more: dict[str, str], said: str) -> None:
    answer = send(author, file, **more)
    assert answer.status_code in {400, 422}
    assert said in answer.text


@pytest.mark.parametrize("more", [{"format": "word"}, {"level": "9"}, {"language": "xx"}, {"pool": "x"}])
def test_a_form_that_nobody_sent_is_400(author: FlaskClient, more: dict[str, str]) -> None:
    assert send(author, b"a{TRUE}", **more).status_code == 400
    assert author.post("/authoring/exchange", data={**CHOSEN, "content": "%%%"}).status_code == 400


@pytest.mark.parametrize("name", ["gift", "moodle-xml", "qti", "xlsx"])
def test_a_bank_is_taken_in_another_format(author: FlaskClient, name: str) -> None:
    query = f"bank=asking&format={name}&language=both"
    report = author.get(f"/authoring/exchange/export?{query}")
    assert report.status_code == 200
    assert "Take the file" in report.text
    file = author.get(f"/authoring/exchange/export/file?{query}")
    assert file.status_code == 200
    assert "attachment; filename=asking." in file.headers["Content-Disposition"]
    assert len(file.data) > 500


@pytest.mark.parametrize("query", ["", "bank=nothing&format=gift&language=both", "bank=asking&format=aiken&language=both",
    "bank=asking&format=gift&language=xx", "bank=../courses/skills&format=gift&language=both"])  # fmt: skip
def test_what_is_not_there_is_404(author: FlaskClient, query: str) -> None:
    assert author.get(f"/authoring/exchange/export?{query}").status_code == 404
    assert author.get(f"/authoring/exchange/export/file?{query}").status_code == 404


def test_a_broken_bank_says_so(author: FlaskClient, content: Flask) -> None:
    path = exporting.find_file(content.config["PORTAL"].content_folder, "asking")
    path.write_text("bank: asking\nquestions: [", encoding="utf-8")
    answer = author.get("/authoring/exchange/export?bank=asking&format=gift&language=both")
    assert answer.status_code == 422
    assert "cannot be read" in answer.text


@pytest.mark.parametrize(
    "address",
    ["/authoring/exchange", "/authoring/exchange/export", "/authoring/exchange/export/file", "/authoring/exchange/template"],
)
def test_authors_only(content: Flask, sign_in: Callable[[Person], FlaskClient], client: FlaskClient, address: str) -> None:
    with content.app_context():
        person = make_person("Lin Xiao")
    assert sign_in(person).get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_the_page_opens_in_chinese_and_the_template_is_a_workbook(author: FlaskClient) -> None:
    assert author.get("/authoring/exchange/template").data[:2] == b"PK"
    author.post("/language", data={"language": "zh"})
    page = author.get("/authoring/exchange").text
    assert "题目导入与导出" in page
    assert "%(" not in page
