"""People who sit the sample's exam, through the services, at a moment of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from portal import journeys
from portal.db import transaction
from portal.people.rules import Accommodation
from portal.people.tables import Person
from portal.quizzes import queries, service, types
from tests.factories import EPOCH, make_person


def sit(
    person: Person,
    knows: Callable[[int], bool],
    slug: str = "exam",
    at: datetime = EPOCH,
    locale: str = "zh",
    seed: int | None = None,
) -> int:
    """One attempt; `knows(position)` says which are answered right, the others get the first wrong choice. Ten seconds a question."""
    with transaction():
        attempt_id = service.start(person.id, slug, locale, 0, Accommodation(), at, seed or person.id)  # type: ignore[arg-type]
        view = queries.get_attempt_view(attempt_id, person.id)
        assert view is not None
        moment = at
        for question in view.questions:
            moment += timedelta(seconds=10)
            key = types.rules_of(question.type).key(question.facts, question.drawn)
            wrong = next(n for n in range(3) if n != key)
            saving = queries.Saving(person.id, attempt_id, locale, len(view.questions), None, view.deadline_at, 0, None)
            answer = key if knows(question.position) else wrong
            service.save_answer(saving, question.position, f"save-{attempt_id}-{question.position}", 0, answer, locale, moment)
        journeys.submit_attempt(attempt_id, person.id, moment)
    return attempt_id


def sit_many(count: int, slug: str = "exam") -> list[Person]:
    """People of rising ability: the first knows nothing, the last all."""
    people = [make_person(f"Person {n}") for n in range(count)]
    for n, person in enumerate(people):
        sit(person, lambda position, n=n: position * count < n * 6, slug, locale="en" if n % 2 else "zh")
    return people
