"""Storing banks and quizzes. Every version that was ever stored stays: somebody may have answered it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from portal.db import db
from portal.framework.service import fingerprint
from portal.i18n import LANGUAGES
from portal.quizzes.content import BankQuestion, QuizContent
from portal.quizzes.tables import Question, QuestionVersion, Quiz, QuizVersion


def sync(content: QuizContent, release_id: int) -> None:
    """Make these questions and quizzes the current ones. A question that is gone is drawn no more."""
    questions = {row.id: row for row in db.session.scalars(select(Question))}
    versions = {
        (row.question_id, row.scoring_hash, row.prose_hash): row.id
        for row in db.session.execute(
            select(QuestionVersion.id, QuestionVersion.question_id, QuestionVersion.scoring_hash, QuestionVersion.prose_hash)
        )
    }
    for one in content.questions.values():
        row = questions.pop(one.id, None)
        if row is None:
            row = Question(id=one.id, pool=one.pool)
            db.session.add(row)
            db.session.flush()
        row.pool = one.pool
        row.current_version_id = _version(one, versions, release_id)
    for row in questions.values():
        row.current_version_id = None
    _sync_quizzes(content, release_id)


def _version(one: BankQuestion, versions: dict[Any, int], release_id: int) -> int:
    model = one.model
    facts = one.facts()
    prose = {language: model.prose(language) for language in LANGUAGES}
    scoring = fingerprint([model.type, model.skill, model.level, model.points, facts])
    key = (one.id, scoring, fingerprint([model.objective, prose]))
    if key not in versions:
        row = QuestionVersion(
            question_id=one.id, scoring_hash=key[1], prose_hash=key[2], type=model.type, skill=model.skill, level=model.level,
            objective=model.objective, points=model.points, facts=facts, prose=prose, release_id=release_id,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        versions[key] = row.id
    return versions[key]


def _sync_quizzes(content: QuizContent, release_id: int) -> None:
    quizzes = {row.slug: row for row in db.session.scalars(select(Quiz))}
    for slug, model in content.quizzes.items():
        row = quizzes.pop(slug, None)
        if row is None:
            row = Quiz(slug=slug)
            db.session.add(row)
            db.session.flush()
        data = model.model_dump(mode="json")
        mark = fingerprint(data)
        version = db.session.scalar(select(QuizVersion).where(QuizVersion.slug == slug, QuizVersion.fingerprint == mark))
        if version is None:
            version = QuizVersion(slug=slug, fingerprint=mark, data=data, release_id=release_id)
            db.session.add(version)
            db.session.flush()
        row.current_version_id, row.is_current = version.id, True
    for row in quizzes.values():
        row.is_current = False


def retire(question_ids: Iterable[str], now: datetime) -> None:
    """Draw these no more in exams: their keys were disclosed in an appeal."""
    ids = tuple(question_ids)
    db.session.execute(update(Question).where(Question.id.in_(ids), Question.retired_at.is_(None)).values(retired_at=now))
