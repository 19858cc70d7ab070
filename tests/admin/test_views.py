"""The administration, as a browser sees it; and that nobody else does."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from portal import clock
from portal.admin import uploads
from portal.audit.tables import AuditEntry
from portal.db import db
from portal.people import queries
from portal.people.tables import Account, Notice, Person, RoleGrant
from tests.factories import grant, make_person, make_release, make_team

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "people.csv"
SignInAs = Callable[[Person], FlaskClient]


@pytest.fixture
def boss(app: Flask) -> Person:
    """An administrator."""
    with app.app_context():
        make_release()
        person = make_person("Ada Root", email="ada@example.com")
        grant(person, "administrator")
        return person


@pytest.fixture
def browser(boss: Person, sign_in: SignInAs) -> FlaskClient:
    return sign_in(boss)


@pytest.fixture
def person(app: Flask, boss: Person) -> Person:
    with app.app_context():
        return make_person("Lin Xiao", email="lin@example.com")


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


@pytest.mark.parametrize(
    "address", ["/admin", "/admin/people", "/admin/people/1", "/admin/import", "/admin/notices", "/admin/audit"]
)
def test_pages_open_in_both_languages(browser: FlaskClient, address: str) -> None:
    assert browser.get(address).status_code == 200
    browser.post("/language", data={"language": "zh"})
    page = browser.get(address)
    assert page.status_code == 200
    assert 'lang="zh' in page.text


@pytest.mark.parametrize("role", [None, "hr", "assessor", "author"])
def test_nobody_else_comes_in(app: Flask, boss: Person, person: Person, sign_in: SignInAs, role: str | None) -> None:
    with app.app_context():
        if role:
            grant(person, role)
    stranger = sign_in(person)
    for address in ("/admin", "/admin/people", f"/admin/people/{boss.id}", "/admin/import", "/admin/notices"):
        assert stranger.get(address).status_code == 404
    for end in ("roles", "roles/1/withdraw", "account", "link"):
        assert stranger.post(f"/admin/people/{boss.id}/{end}", data={"role": "administrator"}).status_code == 404
    for address in ("/admin/import", "/admin/import/confirm", "/admin/notices"):
        assert stranger.post(address).status_code == 404
    assert stranger.get("/admin/audit").status_code == (200 if role == "hr" else 404)
    assert stranger.post("/admin/audit/verify").status_code == (200 if role == "hr" else 404)
    assert actions(app) == []


def test_people_are_searched_and_paged_with_few_statements(app: Flask, browser: FlaskClient, person: Person) -> None:
    page = browser.get("/admin/people?words=LIN").text
    assert "Lin Xiao" in page
    assert "Ada Root</a></td>" not in page
    assert "Nobody matches" in browser.get("/admin/people?words=zzz").text
    with app.app_context():
        engine = db.engine
        statements: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        browser.get("/admin/people")
        few = len(statements)
        for number in range(60):
            make_person(f"Person {number:02}")
        statements.clear()
        assert "Page 1 of 2" in browser.get("/admin/people").text
        assert len(statements) == few
    assert "Page 2 of 2" in browser.get("/admin/people?page=99").text


def test_a_role_is_granted_once_and_withdrawn(app: Flask, browser: FlaskClient, person: Person) -> None:
    with app.app_context():
        team = make_team("east")
    address = f"/admin/people/{person.id}/roles"
    for _click in range(2):
        assert browser.post(address, data={"role": "hr", "team": str(team.id)}).status_code == 303
    with app.app_context():
        given = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
        assert (given.role, given.team_id) == ("hr", team.id)
    assert "Team east" in browser.get(f"/admin/people/{person.id}").text
    assert browser.post(f"{address}/{given.id}/withdraw").status_code == 303
    assert browser.post(f"{address}/{given.id}/withdraw").status_code == 404
    assert actions(app) == ["role.granted.hr", "role.withdrawn.hr"]


def test_a_role_of_earlier_days_stays_on_record(app: Flask, browser: FlaskClient, person: Person) -> None:
    with app.app_context():
        grant(person, "assessor")
        given = queries.list_grants(person.id)[0]
    address = f"/admin/people/{person.id}/roles/{given.id}/withdraw"
    assert browser.post(address).status_code == 303
    assert browser.post(address).status_code == 409
    with app.app_context():
        assert queries.list_grants(person.id)[0].until_on is not None


@pytest.mark.parametrize("data", [{"role": "king"}, {}, {"role": "hr", "team": "99"}, {"role": "author", "team": "1"}])
def test_a_role_that_is_none_is_refused(app: Flask, browser: FlaskClient, person: Person, data: dict[str, str]) -> None:
    with app.app_context():
        make_team("east")
    assert browser.post(f"/admin/people/{person.id}/roles", data=data).status_code == 422
    assert actions(app) == []


def test_nobody_locks_themselves_out(app: Flask, browser: FlaskClient, boss: Person) -> None:
    with app.app_context():
        own = queries.list_grants(boss.id)[0].id
    assert browser.post(f"/admin/people/{boss.id}/roles/{own}/withdraw").status_code == 409
    assert browser.post(f"/admin/people/{boss.id}/account", data={"enabled": "no"}).status_code == 409
    assert browser.get("/admin").status_code == 200


def test_a_grant_is_withdrawn_at_its_own_person_only(app: Flask, browser: FlaskClient, boss: Person, person: Person) -> None:
    with app.app_context():
        own = queries.list_grants(boss.id)[0].id
    assert browser.post(f"/admin/people/{person.id}/roles/{own}/withdraw").status_code == 404


def test_closing_an_account_signs_out_everywhere(app: Flask, browser: FlaskClient, person: Person, sign_in: SignInAs) -> None:
    theirs = sign_in(person)
    assert theirs.get("/account").status_code == 200
    assert browser.post(f"/admin/people/{person.id}/account", data={"enabled": "no"}).status_code == 303
    assert theirs.get("/account").status_code == 302
    assert browser.post(f"/admin/people/{person.id}/account", data={"enabled": "yes"}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Account, person.id).is_enabled
    assert theirs.get("/account").status_code == 302
    assert actions(app) == ["account.disabled", "account.enabled"]


def test_a_link_is_shown_once_and_works(app: Flask, browser: FlaskClient, person: Person) -> None:
    page = browser.post(f"/admin/people/{person.id}/link")
    found = re.search(r"/set-password/[\w-]+", page.text)
    assert found
    assert app.test_client().get(found[0]).status_code == 200
    assert "/set-password/" not in browser.get(f"/admin/people/{person.id}").text
    assert actions(app) == ["account.link_issued"]


@pytest.mark.parametrize("end", ["", "/link", "/roles", "/account"])
def test_who_is_not_there_is_not_found(browser: FlaskClient, end: str) -> None:
    address = f"/admin/people/999{end}"
    answer = browser.post(address, data={"role": "hr"}) if end else browser.get(address)
    assert answer.status_code == 404


def upload(browser: FlaskClient, content: bytes, name: str = "people.csv"):  # werkzeug's TestResponse
    return browser.post("/admin/import", data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def token_in(page: str) -> str:
    found = re.search(r'name="token" value="(\w+)"', page)
    assert found
    return found[1]


def waiting(app: Flask) -> list[Path]:
    return list((app.config["PORTAL"].var_folder / "uploads").glob("*"))


def test_an_import_is_looked_at_then_confirmed_once(app: Flask, browser: FlaskClient) -> None:
    looked = upload(browser, SAMPLE.read_bytes())
    assert looked.status_code == 200
    with app.app_context():
        assert queries.find_person_id("lin.xiao@example.com") is None
    assert len(waiting(app)) == 1
    token = token_in(looked.text)
    done = browser.post("/admin/import/confirm", data={"token": token})
    assert done.status_code == 200
    assert done.text.count("/set-password/") == 3
    with app.app_context():
        assert queries.find_person_id("lin.xiao@example.com") is not None
    assert waiting(app) == []
    assert browser.post("/admin/import/confirm", data={"token": token}).status_code == 409
    assert actions(app) == ["people.imported"]


def test_a_wrong_row_is_named_and_nothing_waits(app: Flask, browser: FlaskClient) -> None:
    answer = upload(browser, b"kind,email,name,from_on\nperson,lin,Lin,2026-03-05\n")
    assert answer.status_code == 422
    assert "is not an e-mail address" in answer.text
    assert waiting(app) == []


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04 broken", b"\xff\x00\xfe"])
def test_what_is_no_table_gets_a_sentence(browser: FlaskClient, content: bytes) -> None:
    assert upload(browser, content).status_code == 422


def test_without_a_file_the_form_says_so(browser: FlaskClient) -> None:
    answer = browser.post("/admin/import")
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text


def test_a_second_upload_takes_the_place_of_the_first(app: Flask, browser: FlaskClient) -> None:
    first = token_in(upload(browser, SAMPLE.read_bytes()).text)
    upload(browser, SAMPLE.read_bytes())
    assert len(waiting(app)) == 1
    assert browser.post("/admin/import/confirm", data={"token": first}).status_code == 409


def test_a_waiting_file_is_found_by_its_owner_and_its_token_only(tmp_path: Path) -> None:
    token = uploads.keep(tmp_path, 1, "../../people.csv", b"x")
    path = uploads.find(tmp_path, 1, token)
    assert path is not None
    assert path.parent == tmp_path / "uploads"
    for person_id, other in ((2, token), (1, "0" * 32), (1, "*"), (1, "../" + token), (11, token)):
        assert uploads.find(tmp_path, person_id, other) is None
    uploads.discard(tmp_path, 2)
    assert path.exists()
    uploads.discard(tmp_path, 1)
    assert not path.exists()


def test_a_notice_needs_both_languages_and_is_published(app: Flask, browser: FlaskClient) -> None:
    assert browser.post("/admin/notices", data={"zh": "评什么", "en": " "}).status_code == 422
    assert browser.post("/admin/notices", data={"zh": "评什么", "en": "What <script>counts</script>"}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Notice)).one().text["zh"] == "评什么"
    page = browser.get("/notice").text
    assert "What" in page
    assert "<script>counts" not in page
    assert actions(app) == ["notice.published"]


def test_the_trail_is_filtered_and_verified(app: Flask, browser: FlaskClient, person: Person) -> None:
    browser.post(f"/admin/people/{person.id}/link")
    browser.post("/admin/notices", data={"zh": "一", "en": "One"})
    assert "published a notice</td>" in browser.get("/admin/audit").text
    one = browser.get("/admin/audit?action=notice.published").text
    assert "published a notice</td>" in one
    assert "issued a set-password link</td>" not in one
    about = browser.get("/admin/audit?person=lin@example.com").text
    assert "issued a set-password link</td>" in about
    assert "published a notice</td>" not in about
    assert "Nobody has this address" in browser.get("/admin/audit?person=nobody").text
    assert "The trail is whole" in browser.post("/admin/audit/verify").text
    app.config["PORTAL"].audit_head_file.write_text(f"9 {'0' * 64} {clock.now().isoformat()}\n")
    assert "The trail is not whole" in browser.post("/admin/audit/verify").text
