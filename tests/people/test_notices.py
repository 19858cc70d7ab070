"""Since when somebody counts as told."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.db import transaction
from portal.people import queries, service
from portal.people.service.notices import BETWEEN_REMINDERS
from tests.factories import EPOCH, make_person

SECOND = timedelta(seconds=1)


def publish(person_id: int) -> None:
    with transaction():
        service.publish({"zh": "评什么", "en": "What counts"}, None, EPOCH)
        service.deliver(person_id, EPOCH)


def remind(at: object) -> int:
    with transaction():
        return service.remind(at)  # type: ignore[arg-type]  # a moment


def test_two_reminders_stand_in_for_the_receipt(session: Session) -> None:
    person = make_person()
    publish(person.id)
    first, second = EPOCH + BETWEEN_REMINDERS, EPOCH + 2 * BETWEEN_REMINDERS
    assert remind(first - SECOND) == 0
    assert remind(first) == 1
    assert remind(first) == 0
    assert queries.noticed_at(person.id) is None
    assert remind(second - SECOND) == 0
    assert remind(second) == 1
    assert queries.noticed_at(person.id) == second
    assert remind(second + BETWEEN_REMINDERS) == 0


def test_the_receipt_ends_the_reminders(session: Session) -> None:
    person = make_person()
    publish(person.id)
    with transaction():
        service.acknowledge(person.id, EPOCH + SECOND)
    assert remind(EPOCH + 2 * BETWEEN_REMINDERS) == 0
    assert queries.noticed_at(person.id) == EPOCH + SECOND


def test_who_never_saw_the_notice_was_not_told(session: Session) -> None:
    person = make_person()
    with transaction():
        service.publish({"zh": "评什么", "en": "What counts"}, None, EPOCH)
    assert remind(EPOCH + 3 * BETWEEN_REMINDERS) == 0
    assert queries.noticed_at(person.id) is None


def test_without_a_notice_there_is_nothing_to_receive(session: Session) -> None:
    person = make_person()
    with transaction():
        assert service.deliver(person.id, EPOCH) is None
        service.acknowledge(person.id, EPOCH)
    assert queries.noticed_at(person.id) is None
