"""A small company in which something of every kind exists, so that every address of the portal has something to open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from portal import clock, journeys
from portal.certifications.tables import CertificationPeriod, Exemption
from portal.db import db, transaction
from portal.framework.queries import current_release, get_framework, get_review_template
from portal.people.tables import AccommodationRequest, Person
from portal.practicals import service as practicals
from portal.promotions.tables import Decider, PromotionCase
from portal.quizzes.service import cut_scores, disputes
from portal.reviews import service as reviews
from portal.reviews.tables import Appeal, Review, ReviewCycle
from tests import factories
from tests.content.sample import sync
from tests.journeys.correcting import hand_in, start

ROLES = ("lin", "manager", "hr", "assessor", "author", "admin")


@dataclass(frozen=True)
class World:
    """Who is there, and what about them. All numbers are of rows about Lin."""

    people: dict[str, Person]
    cycle: int
    review: int
    appeal: int
    case: int
    attempt: int
    open_attempt: int
    practical: int
    dispute: int
    study: int
    wish: int
    exemption: int
    code: str


def make_people() -> dict[str, Person]:
    """Lin and six colleagues under a manager under a director; HR, an assessor, an author and an administrator beside them."""
    names = (*ROLES, "director", "mo", "an", "bo", "cy", "di", "ed")
    people = {name: factories.make_person(name.title(), email=f"{name}@example.com") for name in names}
    team = factories.make_team("east")
    for name in ("lin", "manager", "mo", "an", "bo", "cy", "di", "ed"):
        factories.join(people[name], team)
        if name != "manager":
            factories.relate(people[name], people["manager"])
            factories.put_on_rung(people[name])
    factories.relate(people["manager"], people["director"])
    for name, role in (("hr", "hr"), ("assessor", "assessor"), ("author", "author"), ("admin", "administrator")):
        factories.grant(people[name], role)
    factories.give_notice(*people.values())
    return people


def open_review(people: dict[str, Person]) -> tuple[int, int]:
    """An open cycle of this quarter over Lin: cycle and review. Feedback is asked until a week from now."""
    today = clock.now().date()
    template = next(iter(get_framework(current_release()).review_templates.values()))
    with transaction():
        cycle = reviews.open_cycle(
            get_review_template(template.definition_id), dict(template.title), None, date(today.year, 1, 1), today, today + timedelta(days=7),
            people["hr"].id, {people["lin"].id}, today, clock.now(),
        )  # fmt: skip
    review = db.session.query(Review.id).filter_by(cycle_id=cycle, person_id=people["lin"].id).scalar()
    return cycle, review


def close_feedback(cycle: int) -> None:
    """The day until which colleagues could answer is over."""
    with transaction():
        db.session.get_one(ReviewCycle, cycle).feedback_until = clock.now().date() - timedelta(days=2)


def make_world(folder: Path) -> World:
    """The whole of it, in an app context."""
    sync(folder)
    people = make_people()
    lin, now = people["lin"], clock.now()
    today = now.date()
    cycle, review = open_review(people)
    finished = start(lin, "exam")
    hand_in(finished, lin)
    going_on = start(lin, "practice")
    framework = get_framework(current_release())
    certification = framework.certifications["onboarding"]
    with transaction():
        practical = practicals.request_practical(lin.id, "onboarding", framework.rubrics["visit"], lin.id, now)
        dispute = disputes.raise_dispute(finished, lin.id, 0, "Two are right.", now)
        study = cut_scores.open_study("exam", people["author"].id, now)
        journeys.submit_attempt(finished, lin.id, now)
    wish = AccommodationRequest(person_id=lin.id, wish="More time", asked_at=now)
    exemption = Exemption(
        person_id=lin.id, certification_slug="onboarding", from_on=today, granted_by=people["hr"].id, reason="Held elsewhere"
    )
    case = PromotionCase(
        kind="promotion", person_id=lin.id, from_rung="representative", to_rung="supervisor", checks=[], opened_by=people["hr"].id,
        opened_at=now, state="open",
    )  # fmt: skip
    period = CertificationPeriod(
        person_id=people["mo"].id, certification_slug="onboarding", cycle=1, definition_id=certification.definition_id, window_opens_on=today,
        valid_from=today, valid_until=today + timedelta(days=30), ends_on=today + timedelta(days=44), issued_at=now, code="AAAABBBBCCCCDDDD", evidence={},
    )  # fmt: skip
    appeal = Appeal(subject=f"attempt:{finished}", person_id=lin.id, text="Question 3 has two keys.", appealed_at=now)
    factories.save(wish, exemption, case, period, appeal)
    factories.save(
        *(Decider(case_id=case.id, person_id=people[one].id, appointed_by=people["hr"].id) for one in ("author", "admin"))
    )
    return World(
        people, cycle, review, appeal.id, case.id, finished, going_on, practical, dispute, study, wish.id, exemption.id, "AAAABBBBCCCCDDDD",
    )  # fmt: skip
