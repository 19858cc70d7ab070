"""Items once, turns once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import transaction
from portal.outbox import service
from portal.outbox.tables import Lease, OutboxItem
from tests.factories import EPOCH


def test_one_event_is_one_item(session: Session) -> None:
    with transaction():
        assert service.add("mail", "review:1", {"to": 1}, EPOCH, EPOCH) is True
        assert service.add("mail", "review:1", {"to": 2}, EPOCH, EPOCH) is False
        assert service.add("mail", "review:2", {}, EPOCH, EPOCH) is True
    assert [one.payload for one in session.scalars(select(OutboxItem).order_by(OutboxItem.id))] == [{"to": 1}, {}]


def test_a_turn_is_taken_once(session: Session) -> None:
    with transaction():
        assert service.take("scan", EPOCH, EPOCH) is True
        assert service.take("scan", EPOCH, EPOCH) is False
        assert service.take("other", EPOCH, EPOCH) is True
        assert service.take("scan", EPOCH + timedelta(minutes=1), EPOCH) is True


def test_a_turn_notes_its_end(session: Session) -> None:
    with transaction():
        service.take("scan", EPOCH, EPOCH)
        service.finish("scan", EPOCH, EPOCH + timedelta(seconds=2), "3")
        service.finish("unknown", EPOCH, EPOCH, "nothing happens")
    lease = session.scalars(select(Lease)).one()
    assert (lease.finished_at, lease.outcome) == (EPOCH + timedelta(seconds=2), "3")
