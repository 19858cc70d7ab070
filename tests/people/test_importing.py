"""The import: the documented sample, all or nothing, again changes nothing; and the commands."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.audit.tables import AuditEntry
from portal.db import db, transaction
from portal.people import queries, service
from portal.people.service.importing import Plan
from portal.people.tables import Account, Person, Relation, RoleGrant, SetPasswordLink, Team
from tests.factories import EPOCH, make_person

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "people.csv"
TODAY = date(2026, 3, 5)


def plan(text: str) -> Plan:
    return service.plan_import("people.csv", text.encode())


def run(text: str) -> service.Outcome:
    with transaction():
        return service.import_people(plan(text), None, TODAY, EPOCH)


def counts(outcome: service.Outcome) -> tuple[int, int, int]:
    return outcome.new, outcome.changed, outcome.same


def test_the_sample_of_the_document_is_imported_and_again_changes_nothing(session: Session) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    first = run(text)
    assert counts(first) == (11, 0, 0)
    assert [email for email, _token in first.links] == ["lin.xiao@example.com", "chen.wei@example.com", "anna.berg@example.com"]
    again = run(text)
    assert counts(again) == (0, 0, 11)
    assert again.links == []
    anna, chen, lin = (queries.find_person_id(f"{name}@example.com") for name in ("anna.berg", "chen.wei", "lin.xiao"))
    assert queries.list_managers_above(lin, TODAY) == (chen, anna)
    assert session.scalars(select(Team)).one().name == {"zh": "华东一组", "en": "East One"}
    assert session.scalars(select(RoleGrant)).one().team_id is not None
    assert queries.list_people([lin], TODAY)[lin].team_id is not None


def test_a_preview_counts_and_changes_nothing(session: Session) -> None:
    with transaction():
        outcome = service.preview_import(plan(SAMPLE.read_text(encoding="utf-8")), TODAY, EPOCH)
    assert counts(outcome) == (11, 0, 0)
    assert outcome.links == []
    for table in (Person, Account, Relation, SetPasswordLink, AuditEntry):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_wrong_row_refuses_the_whole(session: Session) -> None:
    bad = plan("kind,email,name,from_on\nperson,lin@example.com,Lin,2026-03-05\nperson,chen@example.com,,2026-03-05\n")
    assert [(one.number, one.column) for one in bad.wrong] == [(3, "name")]
    with pytest.raises(ValueError, match="refused"), transaction():
        service.import_people(bad, None, TODAY, EPOCH)
    assert queries.count_people() == 0


def test_a_new_manager_ends_the_time_of_the_one_before(session: Session) -> None:
    one, two, low = make_person(email="one@example.com"), make_person(email="two@example.com"), make_person(email="low@example.com")
    head = "kind,email,other,from_on\n"
    run(f"{head}reports_to,low@example.com,one@example.com,2026-01-05\n")
    run(f"{head}reports_to,low@example.com,two@example.com,2026-03-05\n")
    assert queries.list_managers_above(low.id, date(2026, 3, 4)) == (one.id,)
    assert queries.list_managers_above(low.id, date(2026, 3, 5)) == (two.id,)


def test_a_changed_name_is_one_change(session: Session) -> None:
    head = "kind,email,name,from_on\n"
    run(f"{head}person,lin@example.com,Lin,2026-03-05\n")
    assert counts(run(f"{head}person,LIN@example.com,Lin Xiao,2026-03-05\n")) == (0, 1, 0)
    assert session.scalars(select(Person)).one().name == "Lin Xiao"


def test_a_fact_ends_by_its_last_day(session: Session) -> None:
    make_person(email="lin@example.com")
    head = "kind,email,other,from_on,until_on\n"
    run(f"{head}role,lin@example.com,assessor,2026-01-05,\n")
    assert counts(run(f"{head}role,lin@example.com,assessor,2026-01-05,2026-03-04\n")) == (0, 1, 0)
    assert not queries.has_role(queries.find_person_id("lin@example.com"), "assessor", TODAY)


def invoke(app: Flask, *args: str, text: str | None = None):  # click's Result
    return app.test_cli_runner().invoke(args=["people", *args], input=text)


def test_the_command_writes_links_for_the_owner_only(app: Flask, tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    done = invoke(app, "import", str(SAMPLE), "--links-file", str(links))
    assert done.exit_code == 0, done.output
    assert "11 new, 0 changed, 0 the same." in done.output
    assert stat.S_IMODE(links.stat().st_mode) == 0o600
    lines = links.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    token = lines[0].split("/set-password/")[1]
    assert app.test_client().get(f"/set-password/{token}").status_code == 200


def test_the_command_overwrites_no_file_and_changes_nothing_then(app: Flask, tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    links.write_text("keep me", encoding="utf-8")
    done = invoke(app, "import", str(SAMPLE), "--links-file", str(links))
    assert done.exit_code == 1
    assert "is there already" in done.output
    assert links.read_text(encoding="utf-8") == "keep me"
    with app.app_context():
        assert queries.count_people() == 0


def test_the_command_leaves_no_empty_file(app: Flask, tmp_path: Path) -> None:
    invoke(app, "import", str(SAMPLE), "--links-file", str(tmp_path / "first.csv"))
    invoke(app, "import", str(SAMPLE), "--links-file", str(tmp_path / "second.csv"))
    assert not (tmp_path / "second.csv").exists()


def test_a_dry_run_says_what_would_be(app: Flask, tmp_path: Path) -> None:
    done = invoke(app, "import", str(SAMPLE), "--dry-run", "--links-file", str(tmp_path / "links.csv"))
    assert done.exit_code == 0
    assert "It would be 11 new, 0 changed, 0 the same." in done.output
    assert not (tmp_path / "links.csv").exists()
    with app.app_context():
        assert queries.count_people() == 0


def test_the_command_names_each_wrong_row(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("kind,email,name,from_on\nperson,lin,Lin,2026-03-05\nperson,chen@example.com,,2026-03-05\n", encoding="utf-8")
    done = invoke(app, "import", str(file), "--dry-run")
    assert done.exit_code == 1
    assert "row 2, email: " in done.output
    assert "row 3, name: A person needs a name." in done.output


def test_a_file_that_is_no_table_gets_a_sentence(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "people.xlsx"
    file.write_bytes(b"not a workbook")
    done = invoke(app, "import", str(file))
    assert done.exit_code == 1
    assert "This is not a workbook" in done.output


def test_the_first_administrator_gets_a_link(app: Flask) -> None:
    done = invoke(app, "create-admin", "--email", "Root@example.com", "--name", "Root")
    assert done.exit_code == 0
    assert app.test_client().get(done.output.strip()).status_code == 200
    with app.app_context():
        today = clock.day_of(clock.now(), app.config["PORTAL"].time_zone)
        assert queries.has_role(queries.find_person_id("root@example.com"), "administrator", today)
    again = invoke(app, "create-admin", "--email", "root@example.com", "--name", "Root")
    assert again.exit_code == 1


def test_the_first_administrator_may_have_a_password(app: Flask) -> None:
    done = invoke(
        app, "create-admin", "--email", "root@example.com", "--name", "Root", "--password-stdin", text="three new words\n"
    )
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert service.prove("root@example.com", "three new words").is_right
    short = invoke(app, "create-admin", "--email", "other@example.com", "--name", "Other", "--password-stdin", text="short\n")
    assert short.exit_code == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 1
