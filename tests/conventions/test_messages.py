"""Both languages are whole."""

from __future__ import annotations

from portal.i18n import chinese
from tools.messages import problems, used


def test_every_sentence_has_its_chinese() -> None:
    assert problems() == []


def test_sentences_are_found_in_code_and_templates() -> None:
    places = used().values()
    assert any(".html" in place for place in places)
    assert any(".py" in place for place in places)


def test_the_rooms_agree() -> None:
    assert chinese().ugettext("Search") == "搜索"
