"""Each new kind of answer in a real browser: by mouse and by keyboard, restored after a reload; a recording handed in and marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Person, Portal

pytestmark = pytest.mark.browser
VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(300_000)


def question(person: Person, number: int) -> Locator:
    """Go to a question of the attempt."""
    person.page.click(f"[data-numbers] button:nth-child({number})")
    return person.page.locator("section.question:visible")


def saved(person: Person) -> None:
    expect(person.page.locator("[data-saved]")).to_have_text("saved", timeout=10_000)


@pytest.mark.parametrize("width", [390, 1280])
def test_every_kind_is_answered_and_restored(browser: Browser, portal: Portal, tmp_path: Path, width: int) -> None:
    person = Person(browser, portal, "en", width)
    person.sign_in("east.rep3" if width == 390 else "east.rep4")
    person.page.click("form.language button[value=en]")
    person.go("/quizzes/field-work-practice")
    person.page.click("main .actions button.button, main .actions a.button")
    person.page.wait_for_url(re.compile(r"/attempts/\d+"))
    attempt = person.page.url.split("#")[0]

    talk = question(person, 1)
    for text in ("how did the last stocktake go", "Which of the two is more urgent", "On Thursday morning"):
        talk.get_by_role("button", name=text).focus()
        person.page.keyboard.press("Enter")
    expect(talk.locator("[data-talk]")).to_contain_text("Thursday at nine")
    expect(talk.locator("[data-talk]")).to_contain_text("two of them work on paper")
    saved(person)

    picture = question(person, 2)
    picture.locator('[data-area="1"] rect').click()
    expect(picture.locator('input[value="1"]')).to_be_checked()
    picture.locator('input[value="1"]').focus()
    person.page.keyboard.press("ArrowDown")
    expect(picture.locator('[data-area="2"]')).to_have_class(re.compile("chosen"))
    person.page.keyboard.press("ArrowUp")

    things = question(person, 3)
    for select in things.locator("select").all():
        select.select_option(index=1)
    gaps = question(person, 4)
    gaps.locator("input[name=part-0]").fill("14,400")
    gaps.locator("select").select_option(index=1)
    question(person, 5).locator("textarea").fill("Thirty quotes a week.")
    saved(person)

    pitch = question(person, 6)
    wrong = tmp_path / "page.mp4"
    wrong.write_bytes(b"<html>")
    pitch.locator("input[type=file]").set_input_files(wrong)
    expect(pitch.locator("[data-said]")).to_contain_text("kind of file is not taken")
    right = tmp_path / "pitch.mp4"
    right.write_bytes(VIDEO)
    pitch.locator("input[type=file]").set_input_files(right)
    expect(pitch.locator("[data-file]")).to_have_count(1)
    pitch.locator("textarea").fill("Two minutes.")
    saved(person)
    person.problems = [one for one in person.problems if "422" not in one]  # the refusal above, as the browser notes it

    person.page.goto(attempt)
    expect(person.page.locator("[data-numbers] button.answered")).to_have_count(6)
    assert person.page.evaluate("document.documentElement.scrollWidth") <= width
    expect(question(person, 2).locator('[data-area="1"]')).to_have_class(re.compile("chosen"))
    expect(question(person, 4).locator("input[name=part-0]")).to_have_value("14,400")
    expect(question(person, 6).locator("[data-file] a")).to_have_text("pitch.mp4")
    found = Axe().run(person.page)
    assert found.violations_count == 0, found.generate_report()

    person.page.click("[data-numbers] button:last-child")
    person.page.click("[data-submit] button")
    person.page.wait_for_url(re.compile("/result"))
    expect(person.page.locator("h1")).to_contain_text("being marked")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= width
    assert person.problems == []
    person.context.close()

    marker = Person(browser, portal, "en", width)
    marker.sign_in("south.expert")
    marker.page.click("form.language button[value=en]")
    for _answer in range(2):
        marker.go("/marking")
        assert marker.page.evaluate("document.documentElement.scrollWidth") <= width
        marker.page.click("main a.button >> nth=0")
        marker.page.wait_for_url(re.compile("/marking/answers/"))
        assert marker.page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(marker.page)
        assert found.violations_count == 0, found.generate_report()
        for criterion in marker.page.locator("fieldset.criterion").all():
            criterion.locator("input[value='4']").check()
        marker.page.fill("#feedback", "Clear.")
        marker.page.click("main form .button")
        marker.page.wait_for_url(re.compile("/marking$"))
    assert marker.problems == []
    marker.context.close()

    again = Person(browser, portal, "en", width)
    again.sign_in("east.rep3" if width == 390 else "east.rep4")
    again.page.goto(attempt + "/result")
    expect(again.page.locator("h1")).to_contain_text("Passed")
    again.page.click("[data-replay-start]")
    again.page.get_by_role("button", name="Here is our leaflet").click()
    expect(again.page.locator("[data-replay] [data-talk]")).to_contain_text("Some other time")
    assert again.page.evaluate("document.documentElement.scrollWidth") <= width
    assert again.problems == []
    again.context.close()
