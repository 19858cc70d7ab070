"""Loading the demo company again gives the same history; bulk loading writes the same shapes."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from config import ROOT
from portal.certifications.tables import CertificationPeriod
from portal.db import db
from portal.demo import bulk, service
from portal.demo.plan import PASSWORD
from portal.people.tables import Person
from portal.quizzes.tables import Attempt, Score
from tests.conftest import empty


def test_bulk_loads_the_same_shapes(app: Flask) -> None:
    with app.app_context():
        bulk.load(ROOT, 30, lambda _line: None)
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 60
        assert db.session.scalar(select(func.count()).select_from(db.metadata.tables["marks"])) == 1200
        db.session.remove()
    client = app.test_client()
    assert client.post("/sign-in", data={"email": "p1@bulk.example", "password": PASSWORD}).status_code == 303
    assert client.get("/team").status_code == 200


def test_history_follows_from_its_seed(app: Flask) -> None:
    """Loaded twice, the answers and the results are the same; only codes and tokens differ."""
    found = []
    for _time in range(2):
        with app.app_context():
            empty(app)
            service.load(ROOT)
            scores = db.session.execute(select(Score.attempt_id, Score.earned, Score.possible).order_by(Score.attempt_id)).all()
            found.append([tuple(row) for row in scores])
            holders = select(Person.email).join(CertificationPeriod, CertificationPeriod.person_id == Person.id)
            certified = set(db.session.scalars(holders))
            db.session.remove()
    assert found[0] == found[1]
    assert {"east.rep5@lichuan.example", "overseas.rep5@lichuan.example"} <= certified
