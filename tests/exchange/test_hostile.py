"""Files that are made to do harm, or came broken: a sentence, within limits, and nothing left behind."""

from __future__ import annotations

import contextlib
import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.exchange import packing
from portal.exchange.finishing import Known
from portal.exchange.formats import xlsx
from portal.exchange.formats.table import FORMATS, READABLE, detect
from portal.exchange.importing import Target, plan
from portal.exchange.prose import MOST_TEXT
from portal.spreadsheets import BadFile, guarded, unguarded
from tests.exchange.making import ALL, ENGLISH, archive, questions, read

BOMB = b'<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
) + b"]>\n<quiz>&m;</quiz>"  # fmt: skip
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'
REMOTE = b'<!DOCTYPE quiz SYSTEM "http://example.org/quiz.dtd"><quiz/>'
GIFT = "::a::Who asks first?{=You#Yes. ~They#No. ~Nobody#No.}\n"
CHINESE = "::甲::第一次坐下来，先问哪一句？{=上一次#对。 ~一般#套话。 ~价格#太早。}\n\n" * 3
MANIFEST = '<manifest><resources><resource type="imsqti_item_xmlv2p2" href="{href}"/></resources></manifest>'


def why(content: bytes, format_name: str = "") -> str:
    """What an import says of a file that it does not read."""
    with pytest.raises(BadFile) as refusal:
        plan(content, format_name, ENGLISH, Known(), Target("bank"))
    return str(refusal.value.sentence)


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, REMOTE])
@pytest.mark.parametrize("name", ["moodle-xml", "qti"])
def test_entities_and_document_types_are_refused(content: bytes, name: str) -> None:
    assert "document type or entities" in why(content, name)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_bomb_in_another_encoding_is_refused_too(encoding: str) -> None:
    assert "document type or entities" in why(BOMB.decode().encode(encoding), "moodle-xml")


def test_a_bomb_in_a_package_is_refused() -> None:
    assert "document type" in why(archive({"imsmanifest.xml": MANIFEST.format(href="a.xml"), "a.xml": BOMB}))
    assert "document type" in why(archive({"imsmanifest.xml": BOMB}))


def test_deep_nesting_and_too_many_elements_are_refused() -> None:
    assert "100 deep" in why(b"<quiz>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</quiz>")
    assert "too many elements" in why(b"<quiz>" + b"<a/>" * 210_000 + b"</quiz>")


@pytest.mark.parametrize(
    "content", [b"<quiz><question>", b"<quiz></quix>", b"\xff\xfe<quiz/>", b"<quiz>\x00</quiz>", b"<quiz>&nothing;</quiz>"]
)
def test_what_is_no_whole_xml_is_refused(content: bytes) -> None:
    assert why(content, "moodle-xml")


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "a/../../evil.xml", "C:\\evil.xml", "..\\evil.xml"])
def test_paths_out_of_an_archive_are_refused(name: str, tmp_path: Path) -> None:
    said = why(archive({"imsmanifest.xml": MANIFEST.format(href=name), name: "<a/>"}))
    assert "leads out of the archive" in said
    assert not list(tmp_path.parent.rglob("evil.xml"))


def test_a_manifest_that_names_files_outside_reads_none_of_them() -> None:
    content = archive({"imsmanifest.xml": MANIFEST.format(href="../../../etc/passwd")})
    found = plan(content, "", ENGLISH, Known(), Target("bank"))
    assert "not in the archive" in found.lines[0].why[0]
    assert found.is_refused


def test_links_in_an_archive_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("imsmanifest.xml", "<manifest/>")
        link = zipfile.ZipInfo("item.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    assert "is a link" in why(out.getvalue())


def _bomb(size: int = 20 * 1024 * 1024) -> bytes:
    return archive({"imsmanifest.xml": "<manifest/>", "a.xml": b" " * size})


def _lying() -> bytes:
    """An entry that says that it is small, and is not."""
    whole = bytearray(archive({"imsmanifest.xml": MANIFEST.format(href="a.xml"), "a.xml": b"<a>" + b" " * 3_000_000 + b"</a>"}))
    size = (3_000_007).to_bytes(4, "little")
    while (at := whole.find(size)) >= 0:
        whole[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(whole)


def _overlapping() -> bytes:
    """Two entries of the directory that share one body."""
    whole = archive({"imsmanifest.xml": "<manifest/>", "a.xml": "x" * 900}, zipfile.ZIP_STORED)
    directory = whole.index(b"PK\x01\x02")
    second = whole.index(b"PK\x01\x02", directory + 4)
    end = whole.index(b"PK\x05\x06")
    extra = whole[second:end].replace(b"a.xml", b"b.xml")
    tail = bytearray(whole[end:])
    tail[8:10] = tail[10:12] = (3).to_bytes(2, "little")
    tail[12:16] = (end - directory + len(extra)).to_bytes(4, "little")
    return whole[:end] + extra + bytes(tail)


@pytest.mark.parametrize(("make", "said"), [
    (_bomb, "200 times its size"),
    (lambda: archive({"imsmanifest.xml": "<a/>", **{f"{n}.xml": b"%d" % n * 1_100_000 for n in range(40)}}), "64 MB"),
    (lambda: archive({"imsmanifest.xml": "<a/>", **{f"{n}.xml": "x" for n in range(2100)}}), "2,000 files"),
    (lambda: archive({"imsmanifest.xml": "<a/>", "inner.zip": _bomb(2 * 1024 * 1024)}), "archive in the archive"),
    (lambda: archive({"imsmanifest.xml": "<a/>", "IMSMANIFEST.XML": "<b/>"}), "there twice|in the archive twice"),
    (_overlapping, "overlap"),
    (_lying, "damaged"),
    (lambda: archive({"a.xml": "<a/>"}), "no imsmanifest.xml"),
    (lambda: b"PK\x03\x04" + b"\x00" * 100, "cannot be opened"),
    (lambda: _bomb()[:200], "cannot be opened"),
])  # fmt: skip
def test_archives_that_unpack_without_end_or_are_broken(make: Callable[[], bytes], said: str) -> None:
    assert any(one in why(make()) for one in said.split("|"))


def test_200_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(BadFile, match="16 MB"):
        packing.read_file(path)
    assert "16 MB" in why(b"a" * (packing.MOST_BYTES + 1))
    assert "4 MB" in why(b"a" * (packing.MOST_TEXT + 1))


def test_a_text_without_end_is_refused_alone() -> None:
    found = plan((GIFT + "\n" + GIFT.replace("Who", "[" * (MOST_TEXT + 1))).encode(), "gift", ENGLISH, Known(), Target("bank"))
    assert [line.state for line in found.lines] == ["imported", "refused"]
    assert "20,000 characters" in found.lines[1].why[0]


@pytest.mark.parametrize("sign", ["[", "*", "\\(", "{mlang en}", "<", "_a", "=", "&", " ", "`", "](", "$$"])
def test_signs_in_heaps_are_read_without_trying_every_way(sign: str) -> None:
    texts = "\n\n".join(f"::q{n}::Why {sign * 3000} so?{{TRUE#a#b}}" for n in range(5))
    assert plan(texts.encode(), "gift", ENGLISH, Known(), Target("bank")).lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_clear_encodings_are_read(encoding: str) -> None:
    drafts = read("gift", CHINESE.encode(encoding)).drafts
    assert drafts[0].data["prompt"].text == "第一次坐下来，先问哪一句？"


@pytest.mark.parametrize("content", [
    "::é::café déjà{TRUE}".encode("latin-1"), "中文".encode("big5") * 20, "日本語のテキスト".encode("shift-jis") * 9, b"\x00\x01\x02" * 50,
    GIFT.encode("utf-32"), b"a{TRUE}\x07", b"ok\x00{TRUE}",
])  # fmt: skip
def test_unclear_encodings_and_binary_data_are_refused(content: bytes) -> None:
    assert why(content, "gift")


def test_an_xml_in_gbk_is_believed_what_it_declares() -> None:
    text = '<?xml version="1.0" encoding="GBK"?><quiz><question type="truefalse"><name><text>甲</text></name><questiontext format="html"><text>点头说明听对了。</text></questiontext><answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question></quiz>'
    assert read("moodle-xml", text.encode("gbk")).drafts[0].data["prompt"].text == "点头说明听对了。"


def _book(changes: dict[str, bytes]) -> bytes:
    """The template, with some of its files replaced or added."""
    with zipfile.ZipFile(io.BytesIO(xlsx.write("bank", list(questions().values())).content)) as packed:
        return archive({name: packed.read(name) for name in packed.namelist()} | changes)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize(("changes", "said"), [
    ({"xl/vbaProject.bin": b"macros"}, "macros"),
    ({"xl/externalLinks/externalLink1.xml": b"<a/>"}, "links to other workbooks"),
    ({"xl/sharedStrings.xml": ENTITIES + b"<sst><si><t>&a;</t></si></sst>"}, "can be opened"),
    ({"xl/workbook.xml": ENTITIES + b"<workbook>&a;</workbook>"}, "can be opened"),
    ({"xl/worksheets/sheet1.xml": ENTITIES + b"<worksheet>&a;</worksheet>"}, "can be opened"),
    ({"xl/worksheets/sheet1.xml": b" " * 30_000_000}, "200 times"),
    ({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}, "can be opened"),
    ({"xl/worksheets/sheet1.xml": b"<worksheet/>"}, "first row"),
    ({"xl/workbook.xml": b"<workbook/>"}, "can be opened"),
    ({"xl/workbook.xml": b"\x00"}, "can be opened"),
])  # fmt: skip
def test_workbooks_that_do_harm_or_are_broken(changes: dict[str, bytes], said: str) -> None:
    assert said in why(_book(changes), "xlsx")


def test_a_cell_far_out_does_not_make_a_million_rows() -> None:
    row = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    with zipfile.ZipFile(io.BytesIO(_book({}))) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").replace(b"</sheetData>", row)
    found = read("xlsx", _book({"xl/worksheets/sheet1.xml": sheet}))
    assert len(found.drafts) == len(questions())


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize(
    "content", [b"", b" \n", b"\x00" * 100, b"PK\x03\x04", b"<", b"{", b"::", b"ANSWER:", b"%PDF-1.4", bytes(range(256)) * 40]
)
def test_no_reader_raises_anything_else(name: str, content: bytes) -> None:
    with contextlib.suppress(BadFile):
        assert FORMATS[name].read(content).drafts == ()  # type: ignore[misc]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html><body/></html>", b"<?xml version='1.0'?><feed/>"])
def test_a_file_of_no_known_kind_is_refused(content: bytes) -> None:
    if content.startswith(b"<html"):
        assert not read(detect(content), content).drafts
        return
    with pytest.raises(BadFile):
        detect(content)


@pytest.mark.parametrize("text", ["=1+1", "+a", "-a", "@x", "\tx", "'=x", "''", "'", "plain", "-5", "", "'a"])
def test_no_text_is_a_formula_and_each_comes_back(text: str) -> None:
    assert guarded(text)[:1] not in set("=+@\t")
    assert unguarded(guarded(text)) == text


def test_nothing_half_imported() -> None:
    content = (GIFT + "\n::b::Open?{}\n").encode()
    assert plan(content, "", ENGLISH, Known(), Target("bank")).text == ""
    assert "Who asks" in plan(content, "", _leaving(), Known(), Target("bank")).text
    with pytest.raises(BadFile, match="language"):
        plan(content, "", ALL, Known(), Target("bank"))


def _leaving() -> object:
    return type(ENGLISH)(**{**vars(ENGLISH), "leaves_refused_out": True})
