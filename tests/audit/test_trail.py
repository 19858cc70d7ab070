"""The chain: what is written, and that no tampering goes unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from portal.audit import queries, service
from portal.audit.labels import ACTIONS, OTHER, action_words
from portal.audit.tables import AuditEntry, AuditHead
from portal.audit.verify import verify
from portal.db import append_only, db, transaction
from tests.factories import EPOCH


def write(count: int, detail: dict | None = None) -> None:
    """Rows in one transaction each, as requests write them."""
    for number in range(count):
        with transaction():
            service.record(1, "person.opened", f"person:{number}", 2, detail or {}, EPOCH + timedelta(minutes=number))


def check() -> list[str]:
    config = current_app.config["PORTAL"]
    db.session.remove()
    return verify(config.audit_key, config.audit_head_file)


def head_file() -> Path:
    return current_app.config["PORTAL"].audit_head_file


def tamper(*statements: object) -> None:
    """What somebody with the database's password can do: take the triggers away, change rows, put the triggers back."""
    dialect = db.engine.dialect.name
    names = ("audit_entries_no_update", "audit_entries_no_delete") if dialect == "sqlite" else ("audit_entries_append_only",)
    with db.engine.begin() as connection:
        for name in names:
            connection.execute(text(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else " ON audit_entries")))
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]  # any executable
        for statement in append_only("audit_entries")[dialect]:
            connection.execute(text(statement))


def test_an_empty_trail_is_whole(session: Session) -> None:
    assert check() == []


def test_rows_are_numbered_without_a_hole_and_noted_beside_the_database(session: Session) -> None:
    write(3)
    assert [one.number for one in queries.list_entries("", None, queries.Scope(), 0, 10)] == [3, 2, 1]
    assert [line.split()[0] for line in head_file().read_text().splitlines()] == ["1", "2", "3"]
    assert check() == []


def test_two_rows_in_one_transaction_note_one_head(session: Session) -> None:
    with transaction():
        service.record(1, "review.opened", "review:1", 2, {}, EPOCH)
        service.record(1, "review.opened", "review:2", 3, {}, EPOCH)
    assert [line.split()[0] for line in head_file().read_text().splitlines()] == ["2"]
    assert check() == []


def test_details_come_back_as_they_were_sealed(session: Session) -> None:
    write(1, {3: (1, 2), "名": "é"})  # type: ignore[dict-item]  # keys that JSON turns into text
    assert check() == []


def test_the_first_row_makes_the_head(session: Session) -> None:
    with transaction():
        db.session.execute(delete(AuditHead))
    write(1)
    assert check() == []


def test_what_is_rolled_back_leaves_no_note(session: Session) -> None:
    with pytest.raises(LookupError), transaction():
        service.record(1, "review.opened", "review:1", 2, {}, EPOCH)
        raise LookupError
    assert not head_file().exists()
    write(1)
    assert check() == []


def test_a_savepoint_neither_notes_nor_forgets_the_head(session: Session) -> None:
    with transaction():
        service.record(1, "review.opened", "review:1", 2, {}, EPOCH)
        with db.session.begin_nested():
            db.session.execute(text("SELECT 1"))
        assert not head_file().exists()
        db.session.begin_nested().rollback()
    assert len(head_file().read_text().splitlines()) == 1
    assert check() == []


def test_no_row_is_written_inside_a_savepoint(session: Session) -> None:
    with pytest.raises(RuntimeError, match="savepoint"), transaction(), db.session.begin_nested():
        service.record(1, "review.opened", "review:1", 2, {}, EPOCH)
    assert check() == []


def test_the_database_itself_refuses_changes(session: Session) -> None:
    write(1)
    for statement in (update(AuditEntry).values(action="x"), delete(AuditEntry)):
        with pytest.raises(Exception, match="append-only"), transaction():
            db.session.execute(statement)
    assert check() == []


COLUMNS = [
    {"action": "person.praised"}, {"actor_id": 9}, {"actor_id": None}, {"subject": "person:9"}, {"person_id": 9}, {"detail": {"a": 1}},
    {"at": EPOCH + timedelta(days=1)}, {"mac": "f" * 64},
]  # fmt: skip


@pytest.mark.parametrize("values", COLUMNS, ids=lambda values: next(iter(values)))
@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_changed_row_is_found(session: Session, number: int, values: dict) -> None:
    write(4)
    tamper(update(AuditEntry).where(AuditEntry.number == number).values(**values))
    assert any(f"row {number} " in problem for problem in check())


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_removed_row_is_found(session: Session, number: int) -> None:
    write(4)
    tamper(delete(AuditEntry).where(AuditEntry.number == number))
    assert check() != []


def test_exchanged_rows_are_found(session: Session) -> None:
    write(4)
    tamper(*(update(AuditEntry).where(AuditEntry.number == old).values(number=new) for old, new in ((2, 99), (3, 2), (99, 3))))
    assert any("exchanged" in problem for problem in check())


def test_a_cut_end_is_found_even_where_the_head_was_set_back(session: Session) -> None:
    write(4)
    third = db.session.get_one(AuditEntry, 3).mac
    db.session.remove()
    tamper(delete(AuditEntry).where(AuditEntry.number == 4), update(AuditHead).values(count=3, mac=third))
    assert check() == ["the head file knows row 4, and the trail ends at row 3: rows at the end are missing"]


def test_a_trail_written_anew_with_another_key_is_found(session: Session) -> None:
    write(2)
    assert verify(b"another key", head_file()) != []


@pytest.mark.parametrize(("change", "is_whole"), [
    (lambda lines: lines[:-1], True),  # the portal ended between commit and note
    (lambda lines: [*lines, f"9 {'0' * 64} {EPOCH.isoformat()}"], False),
    (lambda lines: ["what is this", *lines], False),
    (lambda lines: [lines[0].replace(lines[0].split()[1], "0" * 64), *lines[1:]], False),
    (lambda _lines: [], False),
], ids=["behind", "ahead", "unreadable", "another row", "emptied"])  # fmt: skip
def test_the_head_file(session: Session, change: Callable[[list[str]], list[str]], is_whole: bool) -> None:
    write(3)
    lines = head_file().read_text().splitlines()
    head_file().write_text("".join(f"{line}\n" for line in change(lines)))
    assert (check() == []) is is_whole


def test_a_lost_head_file_is_found(session: Session) -> None:
    write(1)
    head_file().unlink()
    assert check() == ["the head file is missing or empty, and the trail has rows: put it back from a backup"]


def test_the_command_says_whether_the_trail_is_whole(app: Flask, session: Session) -> None:
    write(2)
    db.session.remove()
    good = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (good.exit_code, good.output) == (0, "2 rows: whole.\n")
    db.session.remove()  # a command of its own would not see what the one before had read
    tamper(delete(AuditEntry).where(AuditEntry.number == 2))
    bad = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert bad.exit_code == 1
    assert "NOT whole" in bad.output


def test_entries_are_found_by_action_and_person(session: Session) -> None:
    for action, actor, person in (("promotion.opened", 1, 2), ("promotion.opened_page", 3, 2), ("promotion.voted.approve", 2, 4)):
        with transaction():
            service.record(actor, action, "promotion_case:1", person, {}, EPOCH)
    assert queries.count_entries("promotion.opened") == 1
    assert queries.count_entries("promotion.voted.") == 1
    assert queries.count_entries("", 2) == 3
    assert queries.count_entries("", 4) == 1
    assert queries.count_entries("%") == 0
    assert [one.action for one in queries.list_readings(2, 20)] == ["promotion.opened_page"]


def test_ones_own_readings_are_no_news(session: Session) -> None:
    with transaction():
        service.record(2, "review.opened", "review:1", 2, {}, EPOCH)
    assert queries.list_readings(2, 20) == []


@pytest.mark.parametrize(("action", "words"), [
    ("review.signed", ACTIONS["review.signed"]), ("promotion.voted.approve", ACTIONS["promotion.voted."]),
    ("review.excused.kpis", ACTIONS["review.excused."]), ("role.granted.hr", ACTIONS["role.granted.hr"]), ("nothing", OTHER), ("x.y", OTHER),
])  # fmt: skip
def test_actions_in_words(action: str, words: object) -> None:
    assert action_words(action) is words
