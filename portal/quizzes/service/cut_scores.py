"""Use cases of cut-score studies: opened for an exam, judged in two rounds, closed, adopted with a reason. Content stays a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from portal.audit import service as audit
from portal.db import db
from portal.errors import NotFound, PortalError
from portal.i18n import lazy
from portal.quizzes.queries import cut_scores
from portal.quizzes.queries.attempts import find_open_attempts
from portal.quizzes.queries.definitions import QuizValue, get_quiz
from portal.quizzes.rules.drawing import Wish, fits
from portal.quizzes.rules.statistics.cut_scores import LEAST_JUDGES, CutScore, cut_score, weights, whole_judges
from portal.quizzes.service.statistics import pool_of
from portal.quizzes.tables import CutEstimate, CutStudy


def open_study(slug: str, actor_id: int, now: datetime) -> int:
    """Open a study of today's questions of a quiz, or give the one that is under way. Returns its id."""
    quiz = get_quiz(slug)
    if quiz.purpose == "practice":
        raise PortalError(409, lazy("Practice decides nothing, so its pass mark needs no study."))
    under_way = db.session.scalar(select(CutStudy.id).where(CutStudy.quiz_slug == slug, CutStudy.closed_at.is_(None)))
    if under_way is not None:
        return under_way
    expected = _weights(quiz)
    if not expected:
        raise PortalError(409, lazy("This quiz has no questions to judge."))
    study = CutStudy(
        quiz_slug=slug, quiz_version_id=quiz.version_id, weights=[[version, str(points)] for version, points in expected.items()],
        opened_by=actor_id, opened_at=now,
    )  # fmt: skip
    db.session.add(study)
    db.session.flush()
    audit.record(actor_id, "cut_study.opened", f"cut_study:{study.id}", None, {"quiz": slug}, now)
    return study.id


def _weights(quiz: QuizValue) -> dict[int, Fraction]:
    pool = pool_of(quiz)
    versions = {one.question: one.version for one in pool}
    fixed = {one.question: one.points for one in pool} if quiz.questions else {}
    wishes = [Wish(line.draw, line.sources, line.skill, line.level) for line in quiz.lines]
    lines = [(wish.draw, {one.question: one.points for one in pool if fits(one, wish)}) for wish in wishes]
    return {versions[name]: points for name, points in weights(fixed, lines).items()}


def _locked(study_id: int) -> CutStudy:
    study = db.session.scalar(
        select(CutStudy).where(CutStudy.id == study_id).with_for_update().execution_options(populate_existing=True)
    )
    if study is None:
        raise NotFound
    return study


def estimate(study_id: int, judge_id: int, round_: int, given: Mapping[int, int], now: datetime) -> None:
    """Keep a judge's percents (by question version) in the round that the page showed; they may be changed while it lasts."""
    study = _locked(study_id)
    if study.closed_at is not None or study.round != round_:
        raise PortalError(409, lazy("This round is over. Open the study again; what you had saved counts."))
    if any(slug == study.quiz_slug for _id, slug, _title in find_open_attempts(judge_id)):
        raise PortalError(409, lazy("You are taking this quiz yourself. Hand it in first, then judge."))
    asked = {version for version, _points in study.weights}
    if not set(given) <= asked or any(not 0 <= percent <= 100 for percent in given.values()):
        raise PortalError(422, lazy("An estimate is a whole number from 0 to 100."))
    rows = {
        row.question_version_id: row
        for row in db.session.scalars(
            select(CutEstimate).where(
                CutEstimate.study_id == study_id, CutEstimate.judge_id == judge_id, CutEstimate.round == study.round
            )
        )
    }
    for version, percent in given.items():
        row = rows.get(version)
        if row is None:
            db.session.add(
                CutEstimate(
                    study_id=study_id,
                    round=study.round,
                    judge_id=judge_id,
                    question_version_id=version,
                    percent=percent,
                    given_at=now,
                )
            )
        elif row.percent != percent:
            row.percent, row.given_at = percent, now
    db.session.flush()


def result(study: cut_scores.Study) -> CutScore | None:
    """The result of the present round, of the judges who have judged everything; None for fewer than two."""
    estimates = cut_scores.list_estimates(study.id, study.round)
    return result_of(study, estimates)


def result_of(study: cut_scores.Study, estimates: Mapping[int, Mapping[int, int]]) -> CutScore | None:
    """The same from estimates that are there already."""
    named = {judge: {str(version): percent for version, percent in given.items()} for judge, given in estimates.items()}
    expected = {str(version): points for version, points in study.weights.items()}
    return cut_score([named[judge] for judge in whole_judges(named, list(expected))], expected)


def _require_judges(study_id: int) -> CutScore:
    found = result(cut_scores.get_study(study_id))
    if found is None or len(found.judges) < LEAST_JUDGES:
        raise PortalError(409, lazy("At least %(n)s judges have to judge every question first.", n=LEAST_JUDGES))
    return found


def go_on(study_id: int, round_: int, actor_id: int, now: datetime) -> None:
    """End a round: after the first the judges see each other's values and may change theirs; after the second the study is closed.

    A second click (`round_` is the one that the page showed) changes nothing.
    """
    study = _locked(study_id)
    if study.closed_at is not None or study.round != round_:
        return
    _require_judges(study_id)
    if study.round == 1:
        first = db.session.scalars(select(CutEstimate).where(CutEstimate.study_id == study_id, CutEstimate.round == 1)).all()
        db.session.add_all(
            CutEstimate(
                study_id=study_id, round=2, judge_id=one.judge_id, question_version_id=one.question_version_id,
                percent=one.percent, given_at=now,
            )
            for one in first
        )  # fmt: skip
        study.round = 2
    else:
        study.closed_at = now
    db.session.flush()
    audit.record(actor_id, "cut_study.round_ended", f"cut_study:{study_id}", None, {"round": round_}, now)


def adopt(study_id: int, percent: int | None, reason: str, actor_id: int, now: datetime) -> None:
    """Adopt a pass mark from a closed study, with a reason. It takes effect when the quiz's file says it."""
    study = _locked(study_id)
    if study.closed_at is None:
        raise PortalError(409, lazy("End the second round first."))
    if study.adopted_at is not None:
        raise PortalError(409, lazy("A pass mark has been adopted from this study. Open a new study to change it."))
    if percent is None or not 0 <= percent <= 100:
        raise PortalError(422, lazy("The pass mark is a whole number from 0 to 100."))
    if not reason.strip():
        raise PortalError(422, lazy("Say why this mark; those who take the quiz read it."))
    found = _require_judges(study_id)
    study.adopted_percent, study.adopted_by, study.adopted_at, study.reason = percent, actor_id, now, reason.strip()
    db.session.flush()
    detail = {"quiz": study.quiz_slug, "percent": percent, "recommended": found.recommended}
    audit.record(actor_id, "cut_study.adopted", f"cut_study:{study_id}", None, detail, now)
