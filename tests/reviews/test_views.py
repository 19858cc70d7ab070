"""Reviews by address: who may open, write, rate, invite, excuse and appeal; and that every reading of somebody else's is recorded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal import clock
from portal.audit.tables import AuditEntry
from portal.db import db, transaction
from portal.people.tables import Person, Relation
from portal.quizzes.tables import Attempt
from portal.reviews import queries, service
from portal.reviews.service.writing import give_feedback
from portal.reviews.tables import Appeal, Excuse, FeedbackInvitation, Review, ReviewText
from tests import factories
from tests.content.sample import sync
from tests.journeys.correcting import start
from tests.world import close_feedback, make_people, open_review

SignInAs = Callable[[Person], FlaskClient]


@pytest.fixture
def people(app: Flask, tmp_path: Path) -> dict[str, Person]:
    with app.app_context():
        sync(tmp_path)
        return make_people()


@pytest.fixture
def cycle_and_review(app: Flask, people: dict[str, Person]) -> tuple[int, int]:
    with app.app_context():
        return open_review(people)


@pytest.fixture
def review(cycle_and_review: tuple[int, int]) -> int:
    return cycle_and_review[1]


def readings(app: Flask, person: Person) -> int:
    with app.app_context():
        query = (
            select(func.count())
            .select_from(AuditEntry)
            .where(AuditEntry.action == "review.opened", AuditEntry.actor_id == person.id)
        )
        return db.session.scalar(query) or 0


@pytest.mark.parametrize(("who", "status"), [
    ("lin", 200), ("manager", 200), ("director", 200), ("hr", 200), ("mo", 404), ("assessor", 404), ("author", 404), ("admin", 404),
])  # fmt: skip
def test_who_opens_a_review(app: Flask, people: dict[str, Person], review: int, sign_in: SignInAs, who: str, status: int) -> None:
    assert sign_in(people[who]).get(f"/reviews/{review}").status_code == status
    assert readings(app, people[who]) == (1 if status == 200 and who != "lin" else 0)


def test_to_write_a_review_is_to_read_it_and_is_recorded(
    app: Flask, people: dict[str, Person], review: int, sign_in: SignInAs
) -> None:
    assert sign_in(people["manager"]).get(f"/reviews/{review}/write").status_code == 200
    assert readings(app, people["manager"]) == 1
    for other in ("lin", "director", "hr", "mo"):
        assert sign_in(people[other]).get(f"/reviews/{review}/write").status_code == 404


def test_a_former_manager_who_does_not_write_it_sees_it_no_more(
    app: Flask, people: dict[str, Person], review: int, sign_in: SignInAs
) -> None:
    """The director was above Lin through the manager, who left the tree the day before."""
    with app.app_context(), transaction():
        relation = db.session.scalar(select(Relation).where(Relation.person_id == people["manager"].id))
        assert relation is not None
        relation.from_on, relation.until_on = factories.DAY, factories.DAY
    assert sign_in(people["director"]).get(f"/reviews/{review}").status_code == 404


def test_hr_opens_neither_their_own_review_nor_their_superiors(
    app: Flask, people: dict[str, Person], review: int, sign_in: SignInAs
) -> None:
    with app.app_context():
        factories.grant(people["lin"], "hr")
        factories.relate(people["hr"], people["lin"])
    assert sign_in(people["hr"]).get(f"/reviews/{review}").status_code == 404
    assert sign_in(people["lin"]).post(f"/reviews/{review}/reassign", data={"manager": "mo@example.com"}).status_code == 404


@pytest.mark.parametrize(("value", "status"), [("5", 303), ("6", 409), ("10", 409), ("0", 303), ("five", 303)])
def test_a_step_that_is_not_on_the_scale_is_refused_and_breaks_nothing(
    app: Flask, people: dict[str, Person], review: int, sign_in: SignInAs, value: str, status: int
) -> None:
    browser = sign_in(people["manager"])
    assert browser.post(f"/reviews/{review}/write", data={"value": value, "comment": "Steady"}).status_code == status
    assert browser.get(f"/reviews/{review}/write").status_code == 200
    with app.app_context():
        kept = db.session.scalars(select(ReviewText.value)).all()
    assert kept == ([] if status == 409 else [5] if value == "5" else [None])


def test_signing_is_refused_while_something_is_missing(
    app: Flask, people: dict[str, Person], review: int, sign_in: SignInAs
) -> None:
    form = {"value": "4", "comment": "Steady", "sign": "1", "rating": "meets", "reason": "Steady"}
    assert sign_in(people["manager"]).post(f"/reviews/{review}/write", data=form).status_code == 409
    with app.app_context():
        assert db.session.get_one(Review, review).state == "open"
        assert db.session.scalars(select(ReviewText)).all() == []  # one request is one transaction


@pytest.mark.parametrize(("colleague", "status"), [
    ("an", 303), ("lin", 409), ("manager", 409), ("999999", 422), ("²", 422), ("", 422), ("9" * 40, 422),
])  # fmt: skip
def test_whom_one_may_invite(
    app: Flask, people: dict[str, Person], review: int, sign_in: SignInAs, colleague: str, status: int
) -> None:
    value = str(people[colleague].id) if colleague in people else colleague
    assert sign_in(people["manager"]).post(f"/reviews/{review}/invite", data={"colleague": value}).status_code == status
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(FeedbackInvitation)) == (1 if status == 303 else 0)


def test_hr_who_invites_comes_back_to_a_page_of_theirs(people: dict[str, Person], review: int, sign_in: SignInAs) -> None:
    browser = sign_in(people["hr"])
    answer = browser.post(f"/reviews/{review}/invite", data={"colleague": str(people["an"].id)}, follow_redirects=True)
    assert answer.status_code == 200


@pytest.mark.parametrize(("count", "is_shown"), [(3, False), (4, True)])
def test_colleagues_are_shown_from_four_on_after_closing_and_without_names(
    app: Flask, people: dict[str, Person], cycle_and_review: tuple[int, int], sign_in: SignInAs, count: int, is_shown: bool
) -> None:
    cycle, review = cycle_and_review
    with app.app_context():
        colleagues = [people[name] for name in ("an", "bo", "cy", "di")][:count]
        for one in colleagues:
            with transaction():
                service.invite(review, one.id, people["manager"].id)
                give_feedback(review, one.id, 4, f"A word of {one.name}'s, said once", clock.now().date())
        found = queries.find_review(review)
        assert found is not None
        assert "feedback/colleagues" in service.compute(found, clock.now().date()).missing  # not before closing, however many
    page = sign_in(people["director"]).get(f"/reviews/{review}").text
    assert "said once" not in page
    with app.app_context():
        close_feedback(cycle)
        found = queries.find_review(review)
        assert found is not None
        assert ("feedback/colleagues" in service.compute(found, clock.now().date()).missing) is not is_shown
    page = sign_in(people["director"]).get(f"/reviews/{review}").text
    assert ("said once" in page) is is_shown


def test_an_excuse_never_covers_who_gave_it(app: Flask, people: dict[str, Person], cycle_and_review: tuple[int, int]) -> None:
    cycle, review = cycle_and_review
    with app.app_context():
        found = queries.find_review(review)
        assert found is not None
        today = clock.now().date()
        before = service.compute(found, today).missing
        excuse = {
            "cycle_id": cycle,
            "component": "kpis",
            "applies_to": {"all": True},
            "reason": "No figures",
            "excused_at": clock.now(),
        }
        factories.save(Excuse(**excuse, excused_by=people["lin"].id))
        assert service.compute(found, today).missing == before
        factories.save(Excuse(**excuse, excused_by=people["hr"].id))
        assert set(before) - set(service.compute(found, today).missing) == {"kpis/revenue", "kpis/close-rate"}


@pytest.mark.parametrize(("what", "status"), [
    ("kpis/revenue", 303), ("feedback", 303), ("customers", 422), ("", 422), ("kpis/" + "x" * 61, 422),
])  # fmt: skip
def test_what_hr_may_excuse(
    people: dict[str, Person], cycle_and_review: tuple[int, int], sign_in: SignInAs, what: str, status: int
) -> None:
    form = {"what": what, "who": "all", "reason": "No figures"}
    assert sign_in(people["hr"]).post(f"/reviews/cycles/{cycle_and_review[0]}/excuse", data=form).status_code == status


def test_an_appeal_needs_a_result_and_is_found_however_its_number_is_written(
    app: Flask, people: dict[str, Person], sign_in: SignInAs
) -> None:
    with app.app_context():
        attempt = start(people["lin"], "exam")
    browser = sign_in(people["lin"])
    assert browser.post("/appeals", data={"subject": f"attempt:{attempt}", "text": "Look again"}).status_code == 404
    assert browser.post(f"/attempts/{attempt}/submit").status_code == 303
    for subject in (f"attempt:{attempt}", f"attempt:000{attempt}"):
        assert browser.post("/appeals", data={"subject": subject, "text": "Look again"}).status_code == 303
    for subject in ("attempt:²", "attempt:" + "9" * 40, "attempt:", "person:1", f"review:{attempt}9"):
        assert browser.post("/appeals", data={"subject": subject, "text": "Look again"}).status_code == 404
    assert sign_in(people["mo"]).post("/appeals", data={"subject": f"attempt:{attempt}", "text": "Look"}).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Appeal.subject)).all() == [f"attempt:{attempt}"]
        assert db.session.get_one(Attempt, attempt).finished_at is not None


@pytest.mark.parametrize(("values", "status"), [
    ({}, 303), ({"period_until": "2025-12-31"}, 422), ({"period_until": "2028-02-01"}, 422), ({"period_from": "0001-01-01"}, 422),
    ({"period_until": "9999-12-31"}, 422), ({"team": "999999"}, 422), ({"team": "²"}, 303), ({"template": "none"}, 422),
])  # fmt: skip
def test_opening_a_cycle(people: dict[str, Person], sign_in: SignInAs, values: dict[str, str], status: int) -> None:
    form = {
        "template": "representative",
        "team": "",
        "period_from": "2026-01-01",
        "period_until": "2026-03-31",
        "feedback_until": "2026-04-10",
    }
    assert sign_in(people["hr"]).post("/reviews/cycles", data=form | values).status_code == status
