"""Flows that cross rooms: an attempt becomes a score, evidence, perhaps a certificate. Each takes part in one transaction of its caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import current_app

from portal import clock
from portal.access import Viewer
from portal.audit import service as audit
from portal.certifications import queries as certification_queries
from portal.certifications import service as certifications
from portal.courses import queries as course_queries
from portal.courses import service as courses
from portal.courses.rules import CourseValue
from portal.db import db
from portal.framework.queries import current_release, get_framework, get_rubric
from portal.framework.rules import Certification, Framework
from portal.i18n import Language, _, language
from portal.people import queries as people_queries
from portal.people import service as people_service
from portal.performance import service as performance
from portal.practicals import queries as practical_queries
from portal.practicals import service as practicals
from portal.promotions import queries as promotion_queries
from portal.quizzes import queries as quiz_queries
from portal.quizzes import service as quizzes
from portal.quizzes.queries import AttemptResult
from portal.quizzes.queries.statistics import list_takers
from portal.quizzes.rules.attempting import ALWAYS, ExamCycle
from portal.quizzes.service import gates
from portal.quizzes.tables import Attempt, Score
from portal.reviews import queries as review_queries
from portal.reviews import service as reviews
from portal.skills import service as skills


def _zone() -> Any:
    return current_app.config["PORTAL"].time_zone


def _framework() -> Framework:
    return get_framework(current_release())


def certifications_with_exam(framework: Framework, slug: str) -> list[Certification]:
    return [
        one
        for one in framework.certifications.values()
        if one.exam == slug or (one.renewal is not None and one.renewal.exam == slug)
    ]


def courses_missing_for(person_id: int, quiz_slug: str, release: int) -> tuple[CourseValue, ...]:
    """Courses to finish before an exam: those of its certification, if the exam is not its renewal's."""
    framework = get_framework(release)
    catalog = course_queries.get_catalog(release)
    done = course_queries.list_completions([person_id]).get(person_id, {})
    asked = [one for c in framework.certifications.values() if c.exam == quiz_slug for one in c.courses if not one.is_planned]
    return tuple(catalog.courses[one.id] for one in asked if one.id not in done and one.id in catalog.courses)


def exam_cycle(person_id: int, quiz_slug: str, release: int, now: datetime) -> ExamCycle:
    """How a person stands to an exam now: what was passed for an earlier certificate does not bar it, and a renewal opens in its window."""
    zone = _zone()
    today = clock.day_of(now, zone)
    found: list[ExamCycle] = []
    for one in certifications_with_exam(get_framework(release), quiz_slug):
        cycle = certification_queries.find_cycle(person_id, one, today)
        from_on = datetime.combine(cycle.counts_from, time(), zone) if cycle.counts_from is not None else None
        renewal = one.renewal.exam if one.renewal and one.renewal.exam else one.exam
        if quiz_slug == (renewal if cycle.is_renewal else one.exam):
            found.append(ExamCycle(from_on))
        elif quiz_slug == one.exam:
            found.append(ALWAYS)  # the renewal is asked now; what was passed for this one stands
        else:
            opens_on = certification_queries.find_renewal_day(person_id, one, today)
            found.append(ExamCycle(None, False, datetime.combine(opens_on, time(), zone) if opens_on is not None else None))
    return next((one for one in found if one.is_open), found[0] if found else ALWAYS)


def attempt_language(viewer: Viewer) -> Language:
    """The language in which an attempt begins: the reader's."""
    return language() if viewer.locale is None else ("en" if viewer.locale == "en" else "zh")


def submit_attempt(attempt_id: int, person_id: int, now: datetime) -> None:
    """The learner hands in. Handing in again changes nothing."""
    _after(quizzes.finish(attempt_id, person_id, now), person_id, now)


def list_overdue(now: datetime) -> tuple[int, ...]:
    """Attempts whose time is up and that nobody has finished."""
    return quiz_queries.list_overdue(now)


def finish_overdue(attempt_id: int, now: datetime) -> None:
    """Finish one attempt whose time is up."""
    _after(quizzes.finish(attempt_id, None, now), None, now)


def _after(score: Score | None, actor_id: int | None, now: datetime) -> None:
    """What follows from a fresh score: evidence, certificates, another look at signed reviews, the audit trail."""
    if score is None:
        return
    attempt = db.session.get_one(Attempt, score.attempt_id)
    if attempt.purpose == "practice":
        return
    shown, issued = raise_by_score(attempt, score, now)
    if shown or issued:
        reviews.look_again(attempt.person_id, f"attempt:{attempt.id}", now)
    audit.record(
        actor_id, "attempt.finished", f"attempt:{attempt.id}", attempt.person_id, {"score": score.id, "issued": issued}, now
    )


def raise_by_score(attempt: Attempt, score: Score, now: datetime) -> tuple[list[str], list[int]]:
    """Evidence and certificates that the score of an attempt that counts earns now: the skills and the periods that are new."""
    on = clock.day_of(attempt.finished_at or now, _zone())
    shown = skills.record_exam(attempt.person_id, attempt.id, attempt.purpose, score.per_skill, on, now)
    return shown, _issue(attempt.person_id, certifications_with_exam(_framework(), attempt.quiz_slug), now)


def mark_answer(
    attempt_id: int, position: int, marker_id: int, ratings: Mapping[str, int], feedback: str, now: datetime
) -> quizzes.Marked:
    """A marker rates an open answer. With the last mark of an attempt come its score and all that follows from it."""
    marked = quizzes.give(attempt_id, position, marker_id, ratings, feedback, clock.day_of(now, _zone()), now)
    _after(marked.score, marker_id, now)
    detail = {"position": position, "still_needed": marked.still_needed, "is_whole": marked.score is not None}
    audit.record(marker_id, "answer.marked", f"attempt:{attempt_id}", marked.person_id, detail, now)
    return marked


def decides_appeal(attempt_id: int, viewer: Viewer, today: date) -> bool:
    """Whether the viewer is HR for the person of an attempt against which an appeal was made: then its files open, too."""
    if not viewer.can("run_reviews"):
        return False
    appeals = review_queries.list_appeals(subject=f"attempt:{attempt_id}")
    return any(people_queries.get_standing(viewer, one.person_id, today).is_hr_for for one in appeals)


def _issue(person_id: int, wanted: list[Certification], now: datetime) -> list[int]:
    today = clock.day_of(now, _zone())
    found = [certifications.issue_if_earned(person_id, one, now, today, _zone()) for one in wanted]
    return [period for period in found if period is not None]


def complete_lesson(person_id: int, lesson_id: int, release: int, now: datetime) -> bool:
    """A lesson is done by the learner's own act. Returns whether that completes the course."""
    slug = courses.mark_done(person_id, lesson_id, release, now)
    if slug is None:
        return False
    wanted = [one for one in _framework().certifications.values() if any(asked.id == slug for asked in one.courses)]
    issued = _issue(person_id, wanted, now)
    if issued:
        reviews.look_again(person_id, f"course:{slug}", now)
    audit.record(person_id, "course.completed", f"course:{slug}", person_id, {"issued": issued}, now)
    return True


def score_practical(
    practical_id: int,
    assessor_id: int,
    ratings: Mapping[str, int],
    feedback: str,
    observed_on: date,
    reason: str | None,
    now: datetime,
) -> bool:
    """An assessor scores a practical; it may be the last part. Returns whether it is passed."""
    practical = practical_queries.find_practical(practical_id)
    certification = _framework().certifications.get(practical.certification or "") if practical else None
    percent = certification.practical.at_least_percent if certification and certification.practical else 60
    today = clock.day_of(now, _zone())
    rubric = get_rubric(practical.rubric_definition_id) if practical else None
    if practical is None or rubric is None:
        raise LookupError(practical_id)
    score = practicals.score(practical_id, assessor_id, rubric, percent, ratings, feedback, observed_on, reason, today, now)
    skills.record_practical(practical.person_id, score.id, rubric, ratings, observed_on, now)
    issued = _issue(practical.person_id, [certification], now) if certification else []
    reviews.look_again(practical.person_id, f"practical_score:{score.id}", now)
    detail = {"score": score.id, "issued": issued}
    audit.record(assessor_id, "practical.scored", f"practical:{practical_id}", practical.person_id, detail, now)
    return score.is_passed


@dataclass(frozen=True)
class Following:
    """What to do after a result."""

    title: str
    why: str
    address: str
    action: str


def after_result(person_id: int, result: AttemptResult, now: datetime) -> Following | None:
    """The one next thing after a result: the certificate, the next part, or practice of what was missing."""
    framework = _framework()
    for certification in certifications_with_exam(framework, result.quiz_slug):
        today = clock.day_of(now, _zone())
        title = certification.title[language()]
        held = [
            one
            for one in certification_queries.list_held([person_id], today).get(person_id, ())
            if one.certification == certification.id
        ]
        if result.is_passed and held and f"attempt:{result.attempt_id}" == held[0].evidence.get("exam"):
            return Following(
                _("You hold “%(title)s”", title=title),
                _("Valid from today on. Well done."),
                f"/certificates/{held[0].code}",
                _("See the certificate"),
            )
        if result.is_passed:
            return Following(
                _("One part of “%(title)s” is passed", title=title),
                _("See what is still missing."),
                f"/certifications/{certification.id}",
                _("Go on"),
            )
        missing = certification.courses[0].id if certification.courses else ""
        return Following(
            _("Look at what was missing"),
            _("Practise the skills that are below their cut, then try again."),
            f"/courses/{missing}",
            _("Practise"),
        )
    return None


def import_kpis(plan: performance.Plan, actor_id: int | None, now: datetime) -> int | None:
    """Import KPIs; signed reviews of the people concerned are marked for another look."""
    done = performance.import_kpis(plan, actor_id, now)
    if done is not None:
        for person_id in sorted({line.person_id for line in plan.lines}):
            reviews.look_again(person_id, f"kpi_import:{done}", now)
    return done


def apply_promotion(case_id: int, now: datetime) -> None:
    """Put somebody on the rung that an approved case decided; the former time on the ladder ends the day before."""
    case = promotion_queries.find_case(case_id)
    if case is None or case.state != "approved" or case.kind != "promotion" or case.effective_on is None:
        return
    people_service.move_to_rung(case.person_id, case.to_rung, case.effective_on, case.id)
    audit.record(None, "promotion.applied", f"promotion_case:{case_id}", case.person_id, {}, now)


def decide_gate(slug: str, is_closed: bool, reason: str, actor_id: int, now: datetime) -> bool:
    """Close or open a quiz's quality gate; signed reviews of its takers are marked for another look. Returns whether anything changed."""
    if not gates.decide(slug, is_closed, reason, actor_id, now):
        return False
    reviews.look_again_at_all(list_takers(slug), f"gate:{slug}", now)
    return True
