"""Storing banks and quizzes. Every version that was ever stored stays: somebody may have answered it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from portal.db import db
from portal.framework.service import fingerprint
from portal.i18n import LANGUAGES
from portal.quizzes.content import BankQuestion, QuizContent
from portal.quizzes.queries.corrections import current_versions, find_version
from portal.quizzes.rules.editing import Difference, Edit, Version, classify, differences
from portal.quizzes.tables import Question, QuestionVersion, Quiz, QuizVersion


@dataclass(frozen=True)
class QuestionEdit:
    """How a question of the files differs from the one that is stored."""

    question_id: str
    edit: Edit
    differences: tuple[Difference, ...]


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


def _read(one: BankQuestion) -> tuple[Version, str, str]:
    """A question of a file as a version that has no number yet, with its two hashes: of what scores, of what is read."""
    model = one.model
    prose: dict[str, Any] = {language: model.prose(language) for language in LANGUAGES}
    found = Version(0, model.type, model.skill, model.level, model.points, one.facts(), prose)
    scoring = fingerprint([model.type, model.skill, model.level, model.points, found.facts])
    return found, scoring, fingerprint([model.objective, prose])


def list_edits(content: QuizContent) -> tuple[QuestionEdit, ...]:
    """How the questions of the files differ from those that are stored, by id; what is the same or new is left out."""
    stored = current_versions()
    found = []
    for one in sorted(content.questions.values(), key=lambda question: question.id):
        if one.id not in stored:
            continue
        new, scoring, prose = _read(one)
        was_scoring, was_prose, version = stored[one.id]
        old = find_version(version) if (scoring, prose) != (was_scoring, was_prose) else None
        if old is not None:
            found.append(QuestionEdit(one.id, classify(old, new), differences(old, new, "en")))
    return tuple(found)


def _version(one: BankQuestion, versions: dict[Any, int], release_id: int) -> int:
    new, scoring, prose = _read(one)
    key = (one.id, scoring, prose)
    if key not in versions:
        row = QuestionVersion(
            question_id=one.id, scoring_hash=scoring, prose_hash=prose, type=new.type, skill=new.skill, level=new.level,
            objective=one.model.objective, points=new.points, facts=new.facts, prose=new.prose, release_id=release_id,
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
