"""The demo company is whole, lives through the services, and is never loaded over data. And every page opens for everyone in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, select

from config import ROOT
from portal.audit.verify import verify
from portal.certifications.tables import CertificationPeriod
from portal.copying import copy_all
from portal.db import db, prepare_engine
from portal.demo import service
from portal.demo.plan import PASSWORD, make_plan
from portal.errors import PortalError
from portal.people.tables import Person
from portal.promotions.tables import PromotionCase
from portal.quizzes.tables import Attempt
from portal.reviews.tables import Review
from tests.conftest import empty

PAGES = (
    "/", "/path", "/courses", "/courses/sales-process", "/courses/communication", "/certifications", "/certifications/onboarding",
    "/skills", "/assignments", "/reviews", "/promotions", "/performance", "/account", "/notice", "/search?q=报价",
)  # fmt: skip
EXTRA = {
    "east.manager": ("/team", "/team/skills", "/team/readiness", "/team/assignments"),
    "hr": ("/reviews/cycles", "/reviews/cycles/1", "/reviews/cycles/2", "/performance/import", "/promotions/1", "/reviews/1"),
    "south.expert": ("/assessments",),
    "author": ("/authoring", "/authoring/banks/sales-process"),
    "admin": ("/authoring", "/admin", "/admin/people", "/admin/audit", "/admin/notices", "/admin/import"),
}


@pytest.fixture(scope="module")
def company(shared_app: Flask) -> Iterator[Flask]:
    """The company, loaded once: no test of this file asks for `app`, which would empty it, and none undoes what another one sees."""
    with shared_app.app_context():
        empty(shared_app)
        service.load(ROOT)
        db.session.remove()
    yield shared_app


def browser_of(app: Flask, name: str, language: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    client.post("/language", data={"language": language})
    answer = client.post("/sign-in", data={"email": f"{name}@lichuan.example", "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    client.post("/language", data={"language": language})
    return client


def test_the_company_is_whole_and_every_page_opens_in_both_languages(company: Flask) -> None:
    with company.app_context():
        assert 40 <= (db.session.scalar(select(func.count()).select_from(Person)) or 0) <= 50
        assert {state for (state,) in db.session.execute(select(Review.state))} >= {"open", "acknowledged"}
        assert db.session.scalar(select(func.count()).select_from(PromotionCase)) == 1
        assert (db.session.scalar(select(func.count()).select_from(CertificationPeriod)) or 0) > 10
        assert (db.session.scalar(select(func.count()).select_from(Attempt)) or 0) > 60
        config = company.config["PORTAL"]
        assert verify(config.audit_key, config.audit_head_file) == []
        with pytest.raises(PortalError):
            service.load(ROOT)
        db.session.remove()
    for name in ("east.rep1", "overseas.rep4", "east.manager", "director", "south.expert", "hr", "admin", "author"):
        for language in ("zh", "en"):
            browser = browser_of(company, name, language)
            for address in (*PAGES, *EXTRA.get(name, ())):
                page = browser.get(address)
                assert page.status_code == 200, f"{name} {address}: {page.status_code}"
                body = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.text, flags=re.S)
                assert "Undefined" not in body
                assert "%(" not in body, f"{address} shows a placeholder"


def test_a_stranger_in_the_company_opens_nobodys_pages(company: Flask) -> None:
    browser = browser_of(company, "east.rep4", "en")
    with company.app_context():
        other = db.session.scalar(select(Person.id).where(Person.email == "south.rep4@lichuan.example"))
        review = db.session.scalar(select(Review.id).where(Review.person_id == other))
        attempt = db.session.scalar(select(Attempt.id).where(Attempt.person_id == other))
    for address in (
        f"/people/{other}", f"/reviews/{review}", f"/reviews/{review}/write", f"/attempts/{attempt}", f"/attempts/{attempt}/result",
        "/promotions/1", "/team", "/assessments", "/reviews/cycles", "/reviews/cycles/1", "/admin", "/admin/audit", "/team/assignments",
    ):  # fmt: skip
        assert browser.get(address).status_code == 404, address


def test_a_manager_stops_at_scores_per_skill(company: Flask) -> None:
    browser = browser_of(company, "east.manager", "en")
    with company.app_context():
        rep = db.session.scalar(select(Person.id).where(Person.email == "east.rep4@lichuan.example"))
        attempt = db.session.scalar(select(Attempt.id).where(Attempt.person_id == rep))
        review = db.session.scalar(select(Review.id).where(Review.person_id == rep))
    assert browser.get(f"/people/{rep}").status_code == 200
    page = browser.get(f"/reviews/{review}")
    assert page.status_code == 200
    assert "/attempts/" not in page.text
    assert browser.get(f"/attempts/{attempt}/result").status_code == 404


def test_hr_does_not_open_their_superiors_or_their_own(company: Flask) -> None:
    with company.app_context():
        me = db.session.scalar(select(Person.id).where(Person.email == "hr@lichuan.example"))
    assert browser_of(company, "hr", "en").get(f"/people/{me}").status_code == 200  # one's own page, as oneself


def test_the_same_day_gives_the_same_company(company: Flask) -> None:
    from_today = make_plan(service.clock.now().date())
    assert from_today == make_plan(service.clock.now().date())
    assert len({member.email for member in from_today.members}) == len(from_today.members)


def test_the_data_moves_to_another_database(company: Flask, tmp_path: Path) -> None:
    target = create_engine(f"sqlite:///{tmp_path / 'copy.sqlite3'}")
    prepare_engine(target)
    db.metadata.create_all(target)
    with company.app_context():
        counts = copy_all(db.engine, target)
        for name in ("people", "answer_events", "marks", "reviews", "audit_entries"):
            assert counts[name] == db.session.scalar(select(func.count()).select_from(db.metadata.tables[name]))
        with pytest.raises(ValueError, match="holds data"):
            copy_all(db.engine, target)
    target.dispose()


def test_hr_notes_what_customers_say_and_four_are_shown(company: Flask) -> None:
    browser = browser_of(company, "hr", "en")
    with company.app_context():
        review = db.session.scalar(select(Review.id).where(Review.state == "open").order_by(Review.id))
        signed = db.session.scalar(select(Review.id).where(Review.state == "acknowledged").order_by(Review.id))
    assert "Note a customer" in browser.get(f"/reviews/{review}").text
    for value in "4554":
        assert browser.post(f"/reviews/{review}/customers", data={"value": value, "comment": "Quick."}).status_code == 303
    assert browser.post(f"/reviews/{review}/customers", data={"value": "9"}).status_code == 422
    assert browser.post(f"/reviews/{signed}/customers", data={"value": "5"}).status_code == 409
    assert browser_of(company, "hr2", "en").post(f"/reviews/{review}/customers", data={"value": "5"}).status_code == 303
    assert browser_of(company, "east.rep4", "en").post(f"/reviews/{review}/customers", data={"value": "5"}).status_code == 404
