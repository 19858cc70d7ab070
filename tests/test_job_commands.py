"""`jobs once`: every scan whose turn is free, once."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.jobs import SCANS, run_all
from portal.outbox.tables import Lease
from tests.factories import EPOCH, make_release


def test_scans_run_and_note_their_turn(app: Flask) -> None:
    with app.app_context():
        make_release()
    done = app.test_cli_runner().invoke(args=["jobs", "once"])
    assert done.exit_code == 0
    assert set(done.output.strip().split(", ")) == {scan.name for scan in SCANS}
    with app.app_context():
        leases = db.session.scalars(select(Lease)).all()
        assert {lease.name for lease in leases} == {scan.name for scan in SCANS}
        assert all(lease.finished_at for lease in leases)


def test_a_turn_is_run_once_and_the_next_one_again(app: Flask) -> None:
    with app.app_context():
        make_release()
        assert set(run_all(EPOCH)) == {scan.name for scan in SCANS}
        assert run_all(EPOCH) == []
        again = run_all(EPOCH + timedelta(seconds=60))
        assert set(again) == {scan.name for scan in SCANS if scan.every_seconds == 60}
