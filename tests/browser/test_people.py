"""What people see and do, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Person, Portal

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SCREENS = {
    "east.rep1": ("/", "/path", "/courses", "/courses/sales-process", "/courses/sales-process/what-a-process-buys", "/certifications", "/certifications/onboarding", "/skills", "/notice", "/account", "/quizzes/onboarding-exam"),
    "east.manager": ("/team", "/team/skills", "/team/readiness", "/team/assignments", "/reviews", "/promotions"),
    "hr": ("/hr", "/hr/accommodations", "/hr/exemptions", "/reviews/cycles", "/reviews/cycles/2", "/reviews/1", "/performance/import", "/promotions/1"),
    "south.expert": ("/", "/assessments", "/marking", "/authoring/cut-scores"),
    "author": ("/authoring", "/authoring/banks/sales-process", "/authoring/questions/sales-process/leads-for-one", "/authoring/quizzes/onboarding-exam/statistics", "/authoring/questions/onboarding-exam-listening/exam-notes/statistics", "/authoring/looks", "/authoring/cut-scores", "/authoring/corrections", "/authoring/disputes", "/authoring/gates", "/authoring/gates/onboarding-exam"),
    "admin": ("/admin", "/admin/people", "/admin/people/14", "/admin/import", "/admin/notices", "/admin/audit"),
}  # fmt: skip


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_fits_and_speaks_one_language(browser: Browser, portal: Portal, name: str, language: str, width: int) -> None:
    person = Person(browser, portal, language, width)
    person.sign_in(name)
    person.page.click(f"form.language button[value={language}]")
    for address in SCREENS[name]:
        person.go(address)
        assert person.page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} is wider than {width}"
        assert person.page.locator("h1, h2").first.is_visible()
        filled = person.page.locator("main .button:not(.quiet, .danger):visible").count()
        assert filled <= 1, f"{address} has {filled} filled buttons: one is the next step, the others are quiet"
        words = person.page.inner_text("main")
        if language == "zh":
            assert CHINESE.search(words), address
        assert "Undefined" not in words
    assert person.problems == []
    person.context.close()


# one person each, in one language and one appearance: colours, names and order are the same in the others but for the tokens
MAIN_SCREENS = {
    "east.rep5": ("light", ("/", "/path", "/courses", "/courses/sales-process", "/skills", "/account", "/quizzes/onboarding-exam")),
    "east.rep1": ("dark", ("/", "/path", "/courses", "/courses/sales-process/what-a-process-buys", "/skills", "/notice")),
    "east.manager": ("light", ("/team", "/team/readiness", "/team/assignments", "/reviews")),
    "hr": ("dark", ("/hr", "/reviews/cycles", "/reviews/cycles/2", "/reviews/1", "/promotions/1")),
    "author": ("light", ("/authoring", "/authoring/quizzes/onboarding-exam/statistics")),
    "admin": ("light", ("/admin", "/admin/people/14")),
}


@pytest.mark.parametrize("name", MAIN_SCREENS)
def test_nobody_is_kept_out_of_the_main_screens(browser: Browser, portal: Portal, name: str) -> None:
    theme, addresses = MAIN_SCREENS[name]
    person = Person(browser, portal, "zh", 1280)
    person.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    person.sign_in(name)
    axe = Axe()
    for address in addresses:
        person.go(address)
        found = axe.run(person.page, options={"resultTypes": ["violations"]})
        serious = [one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]
        assert serious == [], f"{address}: {[(one['id'], one['nodes'][0]['html'][:200]) for one in serious]}"
    person.context.close()


def test_a_lesson_is_done_and_remembered(browser: Browser, portal: Portal) -> None:
    person = Person(browser, portal, "zh", 1280)
    person.sign_in("south.rep1")
    person.page.click("a.button >> nth=0")
    person.page.wait_for_url(re.compile(r"/courses/|/notice"))
    person.go("/courses/product-basics")
    done = person.page.locator(".line li.done").count()
    person.page.click(".line li.here a")
    person.page.wait_for_url(re.compile(r"/courses/product-basics/[a-z-]+$"))
    lesson = person.page.url
    person.page.click("article form button.button")
    person.page.wait_for_url(lambda address: address != lesson)
    person.go("/courses/product-basics")
    expect(person.page.locator(".line li.done")).to_have_count(done + 1)
    assert person.problems == []
    person.context.close()


def test_practice_by_keyboard_with_a_kill_in_the_middle(browser: Browser, portal: Portal) -> None:
    person = Person(browser, portal, "en", 1280)
    person.sign_in("overseas.rep2")
    person.go("/quizzes/sales-process-practice")
    person.page.click("main button.button")
    person.page.wait_for_url(re.compile(r"/attempts/\d+"))
    attempt = person.page.url.split("#")[0]
    count = person.page.locator("section.question").count()
    assert count == 10
    answered = _answer_visible(person)
    expect(person.page.locator("[data-saved]")).to_have_text("saved", timeout=10_000)
    portal.kill()
    person.page.click("[data-next]")
    second = _answer_visible(person)
    expect(person.page.locator("[data-saved]")).to_contain_text("not saved yet", timeout=10_000)
    portal.start()
    expect(person.page.locator("[data-saved]")).to_have_text("saved", timeout=20_000)
    person.page.goto(attempt)
    expect(person.page.locator("[data-numbers] button.answered")).to_have_count(answered + second)
    person.page.click("[data-numbers] button:last-child")
    expect(person.page.locator("[data-unanswered]")).to_contain_text("Not answered yet")
    person.page.click("[data-submit] button")
    person.page.wait_for_url(re.compile(r"/result"))
    assert person.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('attempt/')).length") == 0
    person.context.close()


def _answer_visible(person: Person) -> int:
    """Answer the question in view, whatever its type. Returns 1."""
    section = person.page.locator("section.question:visible")
    kind = section.locator("[data-answer]").get_attribute("data-answer")
    if kind in {"one", "many", "bool"}:
        section.locator("label.choice input").first.focus()
        person.page.keyboard.press("Space")
    elif kind == "text":
        section.locator("input[name=answer]").fill("42")
    elif kind == "match":
        for select in section.locator("select").all():
            select.select_option(index=1)
    elif kind == "ordering":
        section.locator("[data-down]").first.focus()
        person.page.keyboard.press("Enter")
    else:
        section.locator(".replies button").first.click()
    return 1


def test_a_certificate_is_checked_by_anyone(browser: Browser, portal: Portal) -> None:
    holder = Person(browser, portal, "zh", 1280)
    holder.sign_in("east.rep5")
    holder.go("/certifications")
    holder.page.click("main a.card >> nth=0")
    holder.page.wait_for_url(re.compile("/certificates/"))
    address = holder.page.url
    pdf = holder.context.request.get(address + ".pdf")
    assert pdf.body().startswith(b"%PDF")
    name = holder.page.inner_text(".holder")
    stranger = Person(browser, portal, "en", 390)
    stranger.page.goto(address)
    assert name not in stranger.page.inner_text("main")
    assert "valid" in stranger.page.inner_text("main")
    assert stranger.context.request.get(address + ".pdf", max_redirects=0).status in {302, 401}
    holder.context.close()
    stranger.context.close()
