"""Signing in and out, the first password, language, account, export and notice, as a browser sees them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal import clock
from portal.audit import service as trail
from portal.db import db, transaction
from portal.people import service
from portal.people.service.passwords import find_link
from portal.people.tables import AccommodationRequest, Account, Notice, NoticeReceipt, Person, SetPasswordLink, SignIn
from portal.people.views import own_path
from tests.factories import give_notice, make_person, save

PASSWORD = "correct horse battery"
WRONG = "is not right, or there were too many tries"
SignInAs = Callable[[Person], FlaskClient]


@pytest.fixture
def person(app: Flask) -> Person:
    """Somebody with a password."""
    with app.app_context():
        made = make_person("Lin Xiao", email="lin@example.com")
        with transaction():
            service.set_password(made.id, PASSWORD, clock.now())
        return made


def enter(client: FlaskClient, password: str = PASSWORD, email: str = "lin@example.com", **more: str) -> object:
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_one_signs_in_and_goes_where_one_wanted(client: FlaskClient, person: Person) -> None:
    answer = enter(client, email=" LIN@example.com ", next="/account?a=1")
    assert (answer.status_code, answer.location) == (303, "/account?a=1")
    assert client.get("/account").status_code == 200


def test_a_wrong_password_and_an_unknown_address_look_alike(client: FlaskClient, person: Person) -> None:
    answers = [enter(client, "wrong password"), enter(client, PASSWORD, "nobody@example.com")]
    assert [one.status_code for one in answers] == [422, 422]
    assert all(WRONG in one.text for one in answers)
    strip = lambda one: re.sub(r'(value|content)="[^"]*"', "", one.text)  # noqa: E731  # what was typed, and the form's token
    assert strip(answers[0]) == strip(answers[1])


def test_eight_failures_lock_for_fifteen_minutes(app: Flask, client: FlaskClient, person: Person) -> None:
    for _try in range(8):
        enter(client, "wrong password")
    assert WRONG in enter(client).text
    with app.app_context(), transaction():
        account = db.session.get_one(Account, person.id)
        assert account.locked_until > clock.now() + timedelta(minutes=14)
        account.locked_until = clock.now()
    assert enter(client).status_code == 303


def test_seven_failures_do_not_lock(client: FlaskClient, person: Person) -> None:
    for _try in range(7):
        enter(client, "wrong password")
    assert enter(client).status_code == 303


def test_one_address_may_try_thirty_times_a_minute(app: Flask, person: Person) -> None:
    now = datetime(2026, 3, 5, 9, tzinfo=UTC)
    with app.app_context():
        stranger = service.prove("nobody@example.com", "x")
        right = service.prove("lin@example.com", PASSWORD)
        for _try in range(30):
            with transaction():
                assert service.sign_in(stranger, "10.0.0.1", now) is None
        with transaction():
            assert service.sign_in(right, "10.0.0.1", now) is None
            assert service.sign_in(right, "10.0.0.2", now) is not None
        with transaction():
            assert service.sign_in(right, "10.0.0.1", now + timedelta(minutes=2)) is not None


def test_a_closed_account_looks_like_a_wrong_password(app: Flask, client: FlaskClient, person: Person) -> None:
    with app.app_context(), transaction():
        db.session.execute(update(Account).values(is_enabled=False))
    assert WRONG in enter(client).text


def test_an_account_without_a_password_lets_nobody_in(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_person(email="new@example.com")
    assert WRONG in enter(client, "x", "new@example.com").text


@pytest.mark.parametrize("address", [
    "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b", "javascript:alert(1)", "evil", "", None,
])  # fmt: skip
def test_nobody_is_led_elsewhere(address: str | None) -> None:
    assert own_path(address) == "/"


@pytest.mark.parametrize("address", ["/", "/courses/asking?x=1", "/search?q=//"])
def test_own_addresses_are_kept(address: str) -> None:
    assert own_path(address) == address


def test_signing_in_leads_only_to_own_addresses(client: FlaskClient, person: Person) -> None:
    assert enter(client, next="//evil.example").location == "/"


def test_each_sign_in_has_a_token_of_its_own_and_nothing_old_survives(client: FlaskClient, person: Person) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    enter(client)
    with client.session_transaction() as cookie:
        first = cookie["_user_id"]
        assert "planted" not in cookie
    client.post("/sign-out")
    enter(client)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != first


def test_signing_out_ends_the_row_behind_a_stolen_cookie(app: Flask, client: FlaskClient, person: Person) -> None:
    enter(client)
    with client.session_transaction() as cookie:
        stolen = dict(cookie)
    client.post("/sign-out")
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(stolen)
    assert thief.get("/account").status_code == 302


def test_signing_out_everywhere_ends_other_devices(app: Flask, client: FlaskClient, person: Person) -> None:
    other = app.test_client()
    enter(other)
    enter(client)
    assert client.post("/account/sign-out-everywhere").status_code == 303
    assert other.get("/account").status_code == 302
    with app.app_context():
        assert all(one.ended_at for one in db.session.scalars(select(SignIn)))


def link_for(app: Flask, person: Person) -> str:
    with app.app_context(), transaction():
        return service.issue_link(person.id, None, clock.now())


def test_a_link_sets_a_password_once(app: Flask, client: FlaskClient, person: Person) -> None:
    token = link_for(app, person)
    assert client.get(f"/set-password/{token}").status_code == 200
    body = {"password": "three new words", "again": "three new words"}
    assert client.post(f"/set-password/{token}", data=body).status_code == 303
    assert client.get("/account").status_code == 200
    assert client.post(f"/set-password/{token}", data=body).status_code == 404
    assert enter(app.test_client(), "three new words").status_code == 303


def test_a_new_link_ends_the_earlier_one(app: Flask, client: FlaskClient, person: Person) -> None:
    old, new = link_for(app, person), link_for(app, person)
    assert client.get(f"/set-password/{old}").status_code == 404
    assert client.get(f"/set-password/{new}").status_code == 200


def test_a_link_runs_out(app: Flask, person: Person) -> None:
    token = link_for(app, person)
    with app.app_context():
        ends = db.session.scalars(select(SetPasswordLink)).one().expires_at
        assert find_link(token, ends - timedelta(seconds=1)) is not None
        assert find_link(token, ends) is None


@pytest.mark.parametrize(
    ("password", "again"), [("short", "short"), ("nine char", "nine char"), ("three new words", "three other words")]
)
def test_a_poor_password_is_refused_and_the_link_still_works(
    app: Flask, client: FlaskClient, person: Person, password: str, again: str
) -> None:
    token = link_for(app, person)
    assert client.post(f"/set-password/{token}", data={"password": password, "again": again}).status_code == 422
    assert client.get(f"/set-password/{token}").status_code == 200


def test_the_language_is_chosen_signed_out_and_in(app: Flask, client: FlaskClient, person: Person) -> None:
    assert 'lang="en"' in client.get("/sign-in").text
    assert client.post("/language", data={"language": "zh", "next": "/sign-in"}).location == "/sign-in"
    assert "登录" in client.get("/sign-in").text
    enter(client)
    client.post("/language", data={"language": "en", "next": "//evil.example"})
    with app.app_context():
        assert db.session.get_one(Person, person.id).locale == "en"
    assert client.post("/language", data={"language": "fr"}).status_code == 400


def test_the_password_is_changed_with_the_present_one(app: Flask, client: FlaskClient, person: Person) -> None:
    other = app.test_client()
    enter(other)
    enter(client)
    new = {"password": "three new words", "again": "three new words"}
    assert client.post("/account", data={"present": "wrong", **new}).status_code == 422
    assert client.post("/account", data={"present": PASSWORD, **new}).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert enter(app.test_client(), PASSWORD).status_code == 422


def test_the_account_page_names_who_opened_my_results(app: Flask, sign_in: SignInAs, person: Person) -> None:
    with app.app_context():
        reader = make_person("Chen Wei")
        with transaction():
            trail.record(reader.id, "person.opened", f"person:{person.id}", person.id, {}, clock.now())
            trail.record(None, "review.opened", "review:1", person.id, {}, clock.now())
    page = sign_in(person).get("/account").text
    assert "Chen Wei" in page
    assert "opened the results of a person" in page


def test_the_export_holds_mine_and_no_secrets(app: Flask, sign_in: SignInAs, person: Person) -> None:
    with app.app_context():
        make_person("Somebody Else")
        give_notice(person)
    browser = sign_in(person)
    tables = json.loads(browser.get("/account/export.json").data)
    assert [row["name"] for row in tables["people"]] == ["Lin Xiao"]
    assert "notice_receipts" in tables
    assert not {"accounts", "sign_ins", "set_password_links"} & set(tables)
    with zipfile.ZipFile(io.BytesIO(browser.get("/account/export.zip").data)) as packed:
        assert set(packed.namelist()) == {f"{name}.csv" for name in tables}
    assert browser.get("/account/export.exe").status_code == 404


def test_seeing_the_notice_is_delivery_and_the_button_is_the_receipt(app: Flask, sign_in: SignInAs, person: Person) -> None:
    with app.app_context():
        save(Notice(text={"zh": "评什么", "en": "What **counts**"}, published_at=clock.now()))
    browser = sign_in(person)
    assert "<strong>counts</strong>" in browser.get("/notice").text
    with app.app_context():
        assert db.session.scalars(select(NoticeReceipt)).one().acknowledged_at is None
    assert browser.post("/notice").status_code == 303
    with app.app_context():
        first = db.session.scalars(select(NoticeReceipt)).one().acknowledged_at
    browser.post("/notice")
    with app.app_context():
        assert db.session.scalars(select(NoticeReceipt)).one().acknowledged_at == first


def test_without_a_notice_the_page_says_so(sign_in: SignInAs, person: Person) -> None:
    assert "There is no notice yet" in sign_in(person).get("/notice").text


def test_one_may_ask_for_another_form(app: Flask, sign_in: SignInAs, person: Person) -> None:
    browser = sign_in(person)
    assert browser.post("/notice/accommodation", data={"wish": " "}).status_code == 422
    assert browser.post("/notice/accommodation", data={"wish": "More time, please"}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(AccommodationRequest)).one().wish == "More time, please"
