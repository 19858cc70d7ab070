"""Everything about me, and nothing about anybody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal import clock
from portal.db import transaction
from portal.people import export
from portal.people.tables import Person
from portal.reviews import service
from portal.reviews.service.writing import give_feedback
from tests.content.sample import sync
from tests.world import make_people, open_review


@pytest.fixture
def people(app: Flask, tmp_path: Path) -> dict[str, Person]:
    with app.app_context():
        sync(tmp_path)
        return make_people()


def test_a_managers_export_holds_no_reports_review_and_a_colleagues_no_feedback(app: Flask, people: dict[str, Person]) -> None:
    with app.app_context():
        _cycle, review = open_review(people)
        with transaction():
            service.write(review, "manager", people["manager"].id, 4, "Behind closed doors", clock.now())
            service.invite(review, people["an"].id, people["manager"].id)
            give_feedback(review, people["an"].id, 4, "A secret word", clock.now().date())
        for who in ("lin", "manager", "an", "hr"):
            told = str(export.collect(people[who].id))
            assert "A secret word" not in told, who
            assert "Behind closed doors" not in told, who
        assert "reviews" in export.collect(people["lin"].id)
        assert "reviews" not in export.collect(people["manager"].id)
        for table in ("accounts", "sign_ins", "feedback_answers", "feedback_invitations"):
            assert table not in export.collect(people["an"].id)
