"""An attempt that is disturbed: no connection, two tabs, a wrong clock, signed out in the middle, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Person, Portal

pytestmark = pytest.mark.browser
SLOW = 20_000


def begin(browser: Browser, portal: Portal, name: str, quiz: str = "sales-process-practice") -> tuple[Person, str]:
    """Somebody with a fresh attempt on the screen, and its address."""
    person = Person(browser, portal, "en", 1280)
    person.sign_in(name)
    person.page.click("form.language button[value=en]")
    person.go(f"/quizzes/{quiz}")
    person.page.click("main .actions .button")
    person.page.wait_for_url(re.compile(r"/attempts/\d+"))
    return person, person.page.url.split("#")[0]


def shown(page: Page) -> Locator:
    return page.locator("section.question:visible")


def go(page: Page, position: int) -> Locator:
    page.click(f"[data-numbers] button:nth-child({position + 1})")
    return shown(page)


def choose(section: Locator, n: int) -> None:
    section.locator("label.choice input").nth(n).check()


def expect_state(section: Locator, text: str) -> None:
    expect(section.locator("[data-state]")).to_contain_text(text, timeout=SLOW)


def first_choice(page: Page) -> int:
    """The position of the first question that is answered by choosing one."""
    return int(page.locator("section.question:has([data-answer=one])").first.get_attribute("data-position") or 0)


def test_offline_while_answering_then_online(browser: Browser, portal: Portal) -> None:
    person, attempt = begin(browser, portal, "east.rep6")
    page = person.page
    at = first_choice(page)
    person.context.set_offline(True)
    choose(go(page, at), 1)
    expect_state(shown(page), "not saved yet")
    page.click("[data-numbers] button:last-child")
    page.click("[data-submit] button")
    expect(page.locator("[data-hold]")).to_be_visible(timeout=SLOW)
    assert page.url.split("#")[0] == attempt  # not handed in without the answer
    person.context.set_offline(False)
    go(page, at)
    expect_state(shown(page), "saved")
    expect(page.locator("[data-saved]")).to_have_text("saved", timeout=SLOW)
    # What the page shows as saved is on the device still; a server that lost it would get it again.
    kept = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('attempt/')).map(([, text]) => text)")
    assert len(kept) == 1
    assert '"number":1' in kept[0]
    page.reload()
    expect(go(page, at).locator("label.choice input").nth(1)).to_be_checked()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('attempt/')).length") == 0
    person.context.close()


def test_a_stale_tab_gives_way_and_offers_what_was_chosen_there(browser: Browser, portal: Portal) -> None:
    person, attempt = begin(browser, portal, "east.rep7")
    page, at = person.page, first_choice(person.page)
    stale = person.context.new_page()
    stale.goto(attempt)
    go(stale, at)
    choose(go(page, at), 1)
    expect_state(shown(page), "saved")
    choose(shown(stale), 2)
    offered = shown(stale).locator("[data-older]")
    expect(offered).to_contain_text("There is a newer answer", timeout=SLOW)
    expect(shown(stale).locator("label.choice input").nth(1)).to_be_checked()  # the newer one is in force, and shown
    stale.reload()  # what was typed is kept over a reload, and is offered still
    expect(shown(stale).locator("[data-older]")).to_contain_text("There is a newer answer", timeout=SLOW)
    shown(stale).get_by_role("button", name="Use it").click()
    expect_state(shown(stale), "saved")
    expect(shown(stale).locator("[data-older]")).to_be_hidden()
    page.reload()
    expect(shown(page).locator("label.choice input").nth(2)).to_be_checked()
    person.context.close()


@pytest.mark.parametrize("hours", [-30.5, 48])
def test_a_wrong_clock_of_the_device_changes_nothing(browser: Browser, portal: Portal, hours: float) -> None:
    name = "east.rep8" if hours < 0 else "south.rep5"
    person = Person(browser, portal, "en", 1280)
    person.page.add_init_script(f"const right = Date.now; Date.now = () => right() + {int(hours * 3_600_000)};")
    person.sign_in(name)
    person.go("/quizzes/sales-process-evidence")
    person.page.click("main .actions .button")
    person.page.wait_for_url(re.compile(r"/attempts/\d+"))
    page = person.page
    clock = page.locator("[data-clock]")
    expect(clock).to_have_text(re.compile(r"^\d+:\d\d$"))
    seconds = [int(part) for part in clock.inner_text().split(":")]
    limit = int(page.locator("#attempt").get_attribute("data-remaining") or 0)
    assert limit - 30 <= seconds[0] * 60 + seconds[1] <= limit
    page.evaluate("{ const before = Date.now; Date.now = () => before() + 7_200_000; }")  # set it in mid-attempt, too
    page.wait_for_timeout(1500)
    left = [int(part) for part in clock.inner_text().split(":")]
    assert limit - 60 <= left[0] * 60 + left[1] <= limit
    person.context.close()


def test_signed_out_in_another_tab_and_back_on_the_same_question(browser: Browser, portal: Portal) -> None:
    person, attempt = begin(browser, portal, "south.rep6")
    page, at = person.page, first_choice(person.page)
    go(page, at)
    other = person.context.new_page()
    other.goto(portal.address + "/account")
    other.locator("form[action='/sign-out'] button").first.evaluate("button => button.form.submit()")
    other.wait_for_url(re.compile("/sign-in"))
    choose(shown(page), 1)
    expect_state(shown(page), "signed out")
    page.click("[data-out] a")
    page.fill("#email", "south.rep6@lichuan.example")
    page.fill("#password", "learn-to-sell")
    page.click("main button.button")
    page.wait_for_url(re.compile(rf"{re.escape(attempt)}#q{at + 1}$"))
    expect(shown(page)).to_have_attribute("data-position", str(at))
    expect(shown(page).locator("label.choice input").nth(1)).to_be_checked()
    expect_state(shown(page), "saved")
    page.reload()
    expect(shown(page).locator("label.choice input").nth(1)).to_be_checked()
    person.context.close()


def test_another_language_in_mid_attempt_keeps_what_is_not_sent(browser: Browser, portal: Portal) -> None:
    person, attempt = begin(browser, portal, "south.rep7")
    page, at = person.page, first_choice(person.page)
    page.route("**/answers/*", lambda route: route.abort())
    choose(go(page, at), 1)
    page.click("[data-numbers] button:last-child")
    with page.expect_navigation():  # only after what waits was tried once more
        page.click("[data-language] button")
    page.unroute("**/answers/*")
    page.goto(attempt)
    expect(go(page, at).locator("label.choice input").nth(1)).to_be_checked()
    expect_state(shown(page), "saved")
    expect(shown(page)).to_have_attribute("lang", "zh-CN")
    person.context.close()
