"""Readiness of people for their next rungs, and the one next thing for each. Fixed numbers of statements for any number of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app

from portal import clock
from portal.assignments.queries import list_assignments
from portal.careers.rules import Checklist, Criterion, State, months_criterion, rating_criteria
from portal.certifications.queries import Held, Record, list_exemptions, list_held, list_records, parts_from
from portal.certifications.rules import Parts
from portal.certifications.rules import State as CertificateState
from portal.courses.queries import get_catalog, list_done_lessons, list_progress
from portal.courses.rules import Catalog, minutes_left, next_lesson
from portal.framework.queries import current_release, get_framework
from portal.framework.rules import Asked, Certification, Framework, Rung
from portal.i18n import _, pick
from portal.people.queries import list_absences, list_people, list_rungs
from portal.people.rules import days_away
from portal.quizzes.queries import find_open_attempts, list_quiz_titles
from portal.reviews.queries import list_ratings
from portal.skills.queries import list_levels
from portal.skills.rules import Demonstrated

ASSESSMENT_MINUTES = 30  # an exam that states no time


@dataclass(frozen=True)
class Facts:
    """All that the checklists of some people need, read at once."""

    framework: Framework
    catalog: Catalog
    exam_minutes: Mapping[str, int]
    rungs: Mapping[int, Any]
    levels: Mapping[int, Mapping[str, Demonstrated]]
    held: Mapping[int, tuple[Held, ...]]
    exempt: Mapping[int, frozenset[str]]
    records: Mapping[int, Record]
    done: Mapping[int, frozenset[int]]
    ratings: Mapping[int, tuple[Any, ...]]
    absences: Mapping[int, tuple[Any, ...]]


def _facts(ids: tuple[int, ...], on: date) -> Facts:
    framework = get_framework(current_release())
    exams = [one.exam for one in framework.certifications.values() if one.exam]
    quizzes = list_quiz_titles(exams)
    return Facts(
        framework, get_catalog(framework.release), {slug: quiz.minutes or ASSESSMENT_MINUTES for slug, quiz in quizzes.items()},
        list_rungs(ids), list_levels(ids, on), list_held(ids, on), list_exemptions(ids, on), list_records(ids), list_done_lessons(ids),
        list_ratings(ids), list_absences(ids),
    )  # fmt: skip


def readiness(person_ids: Iterable[int], on: date) -> dict[int, tuple[Checklist, ...]]:
    """A checklist for each next rung of each person; people on no rung get none."""
    ids = tuple(person_ids)
    facts = _facts(ids, on)
    found = {}
    for person in ids:
        now_on = [
            span for span in facts.rungs.get(person, ()) if span.from_on <= on and (span.until_on is None or on <= span.until_on)
        ]
        span = now_on[-1] if now_on else None
        after = facts.framework.rungs_after(span.rung) if span else ()
        found[person] = tuple(_checklist(person, rung, span, facts, on) for rung in after)
    return found


def own_rung(person_id: int, on: date) -> Checklist | None:
    """What the rung that a person is on asks for: for probation, and for who fell behind."""
    facts = _facts((person_id,), on)
    spans = [
        span for span in facts.rungs.get(person_id, ()) if span.from_on <= on and (span.until_on is None or on <= span.until_on)
    ]
    rung = facts.framework.rungs.get(spans[-1].rung) if spans else None
    if rung is None:
        return None
    criteria = [_certification(person_id, one, facts, on) for one in rung.certifications]
    return Checklist(rung, tuple(criteria + [_skill(person_id, one, facts) for one in rung.skills]))


def _checklist(person: int, rung: Rung, span: Any, facts: Facts, on: date) -> Checklist:
    criteria = [_certification(person, one, facts, on) for one in rung.certifications]
    criteria += [_skill(person, one, facts) for one in rung.skills]
    away = days_away([(one.from_on, one.until_on) for one in facts.absences.get(person, ())], span.from_on, on)
    months = months_criterion(rung, span.rung, span.from_on, on, away)
    titles = {step.id: step.title for template in facts.framework.review_templates.values() for step in template.scale}
    ratings = rating_criteria(rung, [one.rating for one in facts.ratings.get(person, ())], titles)
    return Checklist(rung, tuple(criteria + ([months] if months else []) + ratings))


def _certification(person: int, asked: Asked, facts: Facts, on: date) -> Criterion:
    found = facts.framework.certifications.get(asked.id)
    if asked.is_planned or found is None:
        text = asked.title or {"zh": "一个认证", "en": "A certification"}
        return Criterion("certification", asked.id, text, State.PLANNED, {"zh": "认证还没写好", "en": "not written yet"})
    if asked.id in facts.exempt.get(person, frozenset()):
        return Criterion("certification", asked.id, found.title, State.MET, {"zh": "已豁免", "en": "exempt"})
    address = f"/certifications/{asked.id}"
    for held in facts.held.get(person, ()):
        if held.certification == asked.id and held.state in {CertificateState.VALID, CertificateState.EXPIRING}:
            state = State.MET if held.state is CertificateState.VALID else State.EXPIRING
            note = {"zh": f"有效至 {held.valid_until}", "en": f"valid until {held.valid_until}"}
            return Criterion("certification", asked.id, found.title, state, note, f"/certificates/{held.code}")
    parts = parts_from(facts.records[person], found, on, current_app.config["PORTAL"].time_zone)
    if facts.records[person].awaits(parts):
        note = {"zh": "考试已交卷，等待评分", "en": "the exam is handed in and being marked"}
        return Criterion("certification", asked.id, found.title, State.UNKNOWN, note, address)
    minutes = _minutes(parts, found, facts, person)
    note = {"zh": f"还缺 {len(parts.missing)} 部分", "en": f"{len(parts.missing)} parts missing"}
    return Criterion("certification", asked.id, found.title, State.NOT_MET, note, address, minutes)


def _minutes(parts: Parts, certification: Certification, facts: Facts, person: int) -> int:
    total = 0
    for part in parts.missing:
        if part.kind == "course" and part.id in facts.catalog.courses:
            total += minutes_left(facts.catalog.courses[part.id], facts.done.get(person, frozenset()))
        elif part.kind == "exam":
            total += facts.exam_minutes.get(part.id, ASSESSMENT_MINUTES)
        elif part.kind == "practical" and certification.practical is not None:
            rubric = facts.framework.rubrics.get(certification.practical.rubric)
            total += rubric.minutes if rubric else ASSESSMENT_MINUTES
    return total


def _skill(person: int, asked: Asked, facts: Facts) -> Criterion:
    skill = facts.framework.skills[asked.id]
    text = {"zh": f"{skill.title['zh']} {asked.level} 级", "en": f"{skill.title['en']}, level {asked.level}"}
    mine = facts.levels.get(person, {}).get(asked.id)
    note = (
        {"zh": f"现在 {mine.level} 级", "en": f"level {mine.level} now"} if mine else {"zh": "还没有佐证", "en": "no evidence yet"}
    )
    if asked.is_planned:
        return Criterion("skill", asked.id, text, State.PLANNED, note)
    is_met = mine is not None and mine.level >= asked.level
    minutes = 0 if is_met else _minutes_to_show(asked, facts, person)
    return Criterion("skill", asked.id, text, State.MET if is_met else State.NOT_MET, note, "/skills", minutes)


def _minutes_to_show(asked: Asked, facts: Facts, person: int) -> int:
    """The shortest course that leads to the level, and an exam."""
    left = [
        minutes_left(course, facts.done.get(person, frozenset()))
        for course in facts.catalog.courses.values()
        if any(one.id == asked.id and one.level >= asked.level for one in course.teaches)
    ]
    return min(left, default=0) + ASSESSMENT_MINUTES


@dataclass(frozen=True)
class NextStep:
    """The one next thing to do."""

    title: str
    why: str
    address: str
    action: str
    minutes: int


def next_step(person_id: int, noticed: bool, now: datetime) -> NextStep:
    """An open attempt, the notice, what is overdue, then the next part of the certification that one's rung or the next asks for."""
    on = clock.day_of(now, current_app.config["PORTAL"].time_zone)
    attempts = find_open_attempts(person_id)
    if attempts:
        attempt_id, _slug, title = attempts[0]
        return NextStep(
            _("Go on: %(title)s", title=pick(title)), _("You have an attempt under way."), f"/attempts/{attempt_id}", _("Go on"), 0
        )
    if not noticed:
        return NextStep(
            _("Read what is assessed, and how it counts"),
            _("Only what you do afterwards counts in a review."),
            "/notice",
            _("Read"),
            3,
        )
    framework = get_framework(current_release())
    catalog = get_catalog(framework.release)
    for assigned in list_assignments([person_id], on).get(person_id, ()):
        if assigned.is_open and assigned.course_slug in catalog.courses:
            why = _("Assigned to you; it was due.") if assigned.is_overdue else _("Assigned to you.")
            return _course_step(person_id, assigned.course_slug, catalog, why)
    for certification in _wanted(person_id, framework, on):
        step = _part_step(person_id, certification, framework, catalog, on)
        if step is not None:
            return step
    return NextStep(_("You are up to date"), _("See what the next rung asks for."), "/path", _("To my path"), 0)


def _wanted(person_id: int, framework: Framework, on: date) -> list[Certification]:
    rung = framework.rungs.get(list_people([person_id], on)[person_id].rung or "")
    rungs = [rung, *framework.rungs_after(rung.id)] if rung else list(framework.rungs.values())[:1]
    ids = dict.fromkeys(one.id for each in rungs if each for one in each.certifications if not one.is_planned)
    return [framework.certifications[slug] for slug in ids if slug in framework.certifications]


def _part_step(person_id: int, certification: Certification, framework: Framework, catalog: Catalog, on: date) -> NextStep | None:
    held = [one for one in list_held([person_id], on).get(person_id, ()) if one.certification == certification.id]
    if held and held[0].state is CertificateState.VALID:
        return None
    record = list_records([person_id])[person_id]
    parts = parts_from(record, certification, on, current_app.config["PORTAL"].time_zone)
    missing = [part for part in parts.missing if part.kind != "exam" or part.id not in record.awaiting]
    if not missing:
        return None
    part = missing[0]
    title = pick(certification.title)
    if part.kind == "course" and part.id in catalog.courses:
        return _course_step(person_id, part.id, catalog, _("A part of “%(title)s”.", title=title))
    if part.kind == "exam":
        quiz = list_quiz_titles([part.id]).get(part.id)
        minutes = (quiz.minutes if quiz else None) or ASSESSMENT_MINUTES
        return NextStep(
            pick(quiz.title) if quiz else title,
            _("The exam of “%(title)s”.", title=title),
            f"/quizzes/{part.id}",
            _("To the exam"),
            minutes,
        )
    rubric = framework.rubrics.get(part.id)
    why = _("The practical of “%(title)s”: an assessor watches you.", title=title)
    return NextStep(
        pick(rubric.title) if rubric else title,
        why,
        f"/certifications/{certification.id}#practical",
        _("Open"),
        rubric.minutes if rubric else 20,
    )


def _course_step(person_id: int, slug: str, catalog: Catalog, why: str) -> NextStep:
    course = catalog.courses[slug]
    progress = list_progress(person_id)
    lesson = next_lesson(course, progress)
    if lesson is None:
        return NextStep(pick(course.title), why, f"/courses/{slug}", _("Open"), 0)
    place = progress[lesson.id].place if lesson.id in progress else None
    title = _("Go on: %(title)s", title=pick(lesson.titles)) if progress else _("Begin: %(title)s", title=pick(lesson.titles))
    return NextStep(
        title,
        f"{pick(course.title)} · {why}",
        f"/courses/{slug}/{lesson.slug}" + (f"#{place}" if place else ""),
        _("Go on") if progress else _("Begin"),
        lesson.minutes,
    )
