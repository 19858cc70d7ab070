"""Cut-score studies: their questions, the judges' estimates without names, and what was adopted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.errors import NotFound
from portal.framework.rules import Text
from portal.quizzes.queries.observing import VersionValue, list_versions
from portal.quizzes.rules.statistics.counting import quiz_key
from portal.quizzes.tables import CutEstimate, CutStudy, QuestionVersion, QuizVersion


@dataclass(frozen=True)
class Study:
    """A study. `weights` maps question versions to the points that each is expected to bring to a form."""

    id: int
    quiz_slug: str
    quiz_version_id: int
    title: Text
    key: str
    weights: Mapping[int, Fraction]
    round: int
    opened_by: int
    opened_at: datetime
    closed_at: datetime | None
    adopted_percent: int | None
    adopted_by: int | None
    adopted_at: datetime | None
    reason: str | None


@dataclass(frozen=True)
class StudyQuestion:
    """A question to be judged."""

    version: VersionValue
    prose: Mapping[str, Any]
    skill: str
    level: int


@dataclass(frozen=True)
class Adopted:
    """A pass mark that comes from a study."""

    study_id: int
    quiz_slug: str
    key: str
    percent: int
    adopted_at: datetime
    reason: str

    def applies_to(self, slug: str, key: str, pass_percent: int) -> bool:
        """Whether a quiz's pass mark is the adopted one, of the same questions."""
        return self.quiz_slug == slug and self.key == key and self.percent == pass_percent


def _study(row: Any) -> Study:
    study, data = row
    return Study(
        study.id, study.quiz_slug, study.quiz_version_id, data["title"], quiz_key(data),
        {version: Fraction(points) for version, points in study.weights}, study.round, study.opened_by, study.opened_at,
        study.closed_at, study.adopted_percent, study.adopted_by, study.adopted_at, study.reason,
    )  # fmt: skip


def _studies() -> Any:
    return (
        select(CutStudy, QuizVersion.data)
        .join(QuizVersion, QuizVersion.id == CutStudy.quiz_version_id)
        .execution_options(populate_existing=True)
    )


def list_studies() -> tuple[Study, ...]:
    """All studies, those under way first, then the newest. One statement."""
    rows = db.session.execute(_studies().order_by(CutStudy.closed_at.is_not(None), CutStudy.id.desc()))
    return tuple(_study(row) for row in rows)


def get_study(study_id: int) -> Study:
    """One study; raises NotFound."""
    row = db.session.execute(_studies().where(CutStudy.id == study_id)).first()
    if row is None:
        raise NotFound
    return _study(row)


def list_study_questions(study: Study) -> tuple[StudyQuestion, ...]:
    """Its questions in the order of the study. Two statements."""
    versions = list_versions(study.weights)
    rows = db.session.execute(
        select(QuestionVersion.id, QuestionVersion.prose, QuestionVersion.skill, QuestionVersion.level).where(
            QuestionVersion.id.in_(study.weights)
        )
    )
    found = {row.id: StudyQuestion(versions[row.id], row.prose, row.skill, row.level) for row in rows}
    return tuple(found[version] for version in study.weights)


def list_estimates(study_id: int, round_: int) -> dict[int, dict[int, int]]:
    """Percents by judge and question version, in one round. One statement."""
    rows = db.session.execute(
        select(CutEstimate.judge_id, CutEstimate.question_version_id, CutEstimate.percent).where(
            CutEstimate.study_id == study_id, CutEstimate.round == round_
        )
    )
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for judge, version, percent in rows:
        found[judge][version] = percent
    return dict(found)


def list_adopted(slugs: Iterable[str]) -> tuple[Adopted, ...]:
    """What was adopted for these quizzes, newest first. One statement."""
    rows = db.session.execute(
        _studies().where(CutStudy.quiz_slug.in_(tuple(slugs)), CutStudy.adopted_at.is_not(None)).order_by(CutStudy.id.desc())
    )
    return tuple(
        Adopted(one.id, one.quiz_slug, quiz_key(data), one.adopted_percent, one.adopted_at, one.reason or "") for one, data in rows
    )
