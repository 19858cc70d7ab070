"""HR's desk: wishes for more time decided with a reason, exemptions, and the audit trail within one's units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.audit import service as audit
from portal.certifications.tables import Exemption
from portal.db import db, transaction
from portal.people import queries
from portal.people.tables import AccommodationRequest, Person
from tests.factories import EPOCH, define, give_notice, grant, join, make_person, make_release, make_team, save

SignInAs = Callable[[Person], FlaskClient]
ONBOARDING = {
    "id": "onboarding",
    "version": 1,
    "title": {"zh": "上岗认证", "en": "Onboarding"},
    "summary": {"zh": "一", "en": "One"},
    "courses": [],
    "exam": None,
    "practical": None,
    "skills": {},
    "validity": {"months": 12, "grace_days": 14},
    "renewal": None,
}


@pytest.fixture
def people(app: Flask) -> dict[str, Person]:
    """HR for the east team, somebody of it, somebody of the south team, and an administrator."""
    with app.app_context():
        release = make_release()
        define("certification", "onboarding", ONBOARDING, release)
        east, south = make_team("east"), make_team("south")
        found = {"hr": make_person("Ruth Hale", email="ruth@example.com"), "admin": make_person("Ada Root", email="ada@example.com")}
        found |= {"lin": make_person("Lin Xiao", email="lin@example.com"), "mo": make_person("Mo Yan", email="mo@example.com")}
        grant(found["hr"], "hr", east)
        grant(found["admin"], "administrator")
        join(found["lin"], east)
        join(found["mo"], south)
        give_notice(*found.values())
        return found


@pytest.fixture
def hr(people: dict[str, Person], sign_in: SignInAs) -> FlaskClient:
    return sign_in(people["hr"])


def wish(person: Person) -> int:
    """A wish of a person; returns its number."""
    row = AccommodationRequest(person_id=person.id, wish="A screen reader", asked_at=EPOCH)
    save(row)
    return row.id


GRANT = {"decision": "grant", "time": "150", "attempts": "1", "until_on": "", "reason": "A screen reader takes longer."}


@pytest.mark.parametrize("address", ["/hr", "/hr/accommodations", "/hr/exemptions"])
def test_pages_open_empty_and_filled_in_both_languages(app: Flask, people: dict[str, Person], hr: FlaskClient, address: str) -> None:
    assert hr.get(address).status_code == 200
    with app.app_context():
        wish(people["lin"])
    for language in ("zh", "en"):
        hr.post("/language", data={"language": language})
        assert hr.get(address).status_code == 200


@pytest.mark.parametrize("who", ["lin", "admin"])
def test_nobody_else_comes_to_the_desk(people: dict[str, Person], sign_in: SignInAs, who: str) -> None:
    browser = sign_in(people[who])
    assert {browser.get(address).status_code for address in ("/hr", "/hr/accommodations", "/hr/exemptions")} <= {403, 404}
    assert browser.post("/hr/exemptions", data={}).status_code in {403, 404}


def test_a_wish_is_granted_and_the_person_reads_why(
    app: Flask, people: dict[str, Person], hr: FlaskClient, sign_in: SignInAs
) -> None:
    sign_in(people["lin"]).post("/notice/accommodation", data={"wish": "A screen reader"})
    assert hr.post("/hr/accommodations/1", data=GRANT).status_code == 303
    with app.app_context():
        found = queries.find_accommodation(people["lin"].id, clock.day_of(clock.now(), app.config["PORTAL"].time_zone))
        assert (found.time_factor_percent, found.extra_attempts) == (150, 1)
    page = sign_in(people["lin"]).get("/notice").text
    assert "150 percent of the usual time" in page and "A screen reader takes longer." in page
    assert hr.post("/hr/accommodations/1", data=GRANT).status_code == 409  # the second click


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"time": "90"}, "from 100 to 300"),
        ({"time": "many"}, "from 100 to 300"),
        ({"time": "100", "attempts": "0"}, "grants nothing"),
        ({"attempts": "9"}, "0 to 3"),
        ({"reason": " "}, "Say why"),
        ({"until_on": "2020-01-01"}, "in the past"),
        ({"until_on": "tomorrow"}, "like 2026-03-05"),
    ],
)
def test_what_is_wrong_with_a_grant_is_said_and_nothing_is_granted(
    app: Flask, people: dict[str, Person], hr: FlaskClient, change: dict[str, str], said: str
) -> None:
    with app.app_context():
        number = wish(people["lin"])
    answer = hr.post(f"/hr/accommodations/{number}", data=GRANT | change)
    assert answer.status_code == 422 and said in answer.text
    with app.app_context():
        assert db.session.scalar(select(AccommodationRequest.decided_at)) is None


def test_a_wish_is_declined_with_a_reason(app: Flask, people: dict[str, Person], hr: FlaskClient) -> None:
    with app.app_context():
        number = wish(people["lin"])
    assert hr.post(f"/hr/accommodations/{number}", data=GRANT | {"decision": "decline"}).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(AccommodationRequest)).one()
        assert (row.time_factor_percent, row.decided_by) == (None, people["hr"].id)


def test_wishes_and_exemptions_of_other_units_are_not_found(app: Flask, people: dict[str, Person], hr: FlaskClient) -> None:
    with app.app_context():
        number = wish(people["mo"])
    assert hr.post(f"/hr/accommodations/{number}", data=GRANT).status_code == 404
    assert "A screen reader" not in hr.get("/hr/accommodations").text
    asked = {"email": "mo@example.com", "certification": "onboarding", "reason": "Held elsewhere"}
    assert hr.post("/hr/exemptions", data=asked).status_code == 422
    with app.app_context():
        save(
            Exemption(
                person_id=people["mo"].id, certification_slug="onboarding", from_on=EPOCH.date(), granted_by=people["hr"].id, reason="x"
            )
        )
    assert hr.post("/hr/exemptions/1/end").status_code == 404
    assert hr.post("/hr/exemptions/99/end").status_code == 404


def test_an_exemption_is_granted_ended_once_and_stays_on_record(app: Flask, people: dict[str, Person], hr: FlaskClient) -> None:
    asked = {"email": "Lin@Example.com ", "certification": "onboarding", "reason": "Held at the Ningbo branch"}
    assert hr.post("/hr/exemptions", data=asked).status_code == 303
    assert "Held at the Ningbo branch" in hr.get("/hr/exemptions").text
    assert hr.post("/hr/exemptions/1/end").status_code == 303
    assert hr.post("/hr/exemptions/1/end").status_code == 303
    with app.app_context():
        row = db.session.scalars(select(Exemption)).one()
        assert row.until_on == clock.day_of(clock.now(), app.config["PORTAL"].time_zone)
    assert hr.get("/admin/audit?action=exemption.ended").text.count("ended an exemption") >= 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"certification": "unknown"}, "Choose a certification"),
        ({"email": "nobody@example.com"}, "Nobody whom you are responsible for"),
        ({"email": "ruth@example.com"}, "Nobody whom you are responsible for"),
        ({"reason": ""}, "Say why"),
        ({"from_on": "2026-03-02", "until_on": "2026-03-01"}, "before the first"),
    ],
)
def test_what_is_wrong_with_an_exemption_is_said(hr: FlaskClient, change: dict[str, str], said: str) -> None:
    answer = hr.post("/hr/exemptions", data={"email": "lin@example.com", "certification": "onboarding", "reason": "r"} | change)
    assert answer.status_code == 422 and said in answer.text


def test_hr_reads_the_audit_trail_of_its_units_and_never_about_itself(
    app: Flask, people: dict[str, Person], hr: FlaskClient, sign_in: SignInAs
) -> None:
    with app.app_context(), transaction():
        for n, about in enumerate(("lin", "mo", "hr")):
            audit.record(people["admin"].id, "result.opened", f"person:{about}", people[about].id, {}, EPOCH + timedelta(minutes=n))
    page = hr.get("/admin/audit").text
    assert "Lin Xiao" in page and "Mo Yan" not in page and page.count("result.opened") <= 1
    everything = sign_in(people["admin"]).get("/admin/audit").text
    assert "Lin Xiao" in everything and "Mo Yan" in everything
