"""The learning component: requirements met over requirements asked. Certificates, levels, assignments; each assessment enters once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from flask import current_app

from portal import clock
from portal.assignments.queries import list_assignments
from portal.certifications.queries import Held, list_exemptions, list_held
from portal.certifications.rules import State as CertificateState
from portal.courses.queries import get_catalog
from portal.framework.queries import current_release, get_framework
from portal.framework.rules import Component, Framework, ReviewTemplate, Rung
from portal.people.queries import noticed_at
from portal.practicals.queries import find_observed_on
from portal.quizzes.queries import list_attempts
from portal.reviews import queries
from portal.reviews.rules.acting import assignment_counts
from portal.reviews.rules.calculation import Item, Requirement, Source, learning_item
from portal.reviews.service.corrected import correction_note
from portal.reviews.service.gating import Gates, exams_of, quiz_of, read_gates
from portal.skills.queries import list_levels
from portal.skills.rules import counted_level


def learning_items(review: queries.ReviewValue, component: Component, template: ReviewTemplate, _today: date) -> list[Item]:
    framework = get_framework(current_release())
    rung = framework.rungs.get(review.rung)
    until = review.cycle.period_until
    noticed = noticed_at(review.person_id)
    requirements: list[Requirement] = []
    gates = read_gates()
    if rung is not None and "certificates" in component.counts:
        requirements += _certificates(review.person_id, rung, framework, until, noticed, gates)
    if rung is not None and "levels" in component.counts:
        requirements += _levels(review.person_id, rung, framework, until, noticed, gates)
    if "assignments" in component.counts:
        requirements += _assignments(review, until, template.notice_days)
    return [learning_item(requirements, [_requirement_source(one) for one in requirements])]


def _requirement_source(one: Requirement) -> Source:
    marks = {"zh": "达成" if one.is_met else "未达成", "en": "met" if one.is_met else "not met"}
    if one.left_out:
        marks = {
            "zh": f"不计入，考试的质量关口已关闭（{one.left_out}）",
            "en": f"not counted, the exam's quality gate is closed ({one.left_out})",
        }
    text = {
        language: f"{one.text[language]}：{marks[language]}" if language == "zh" else f"{one.text[language]}: {marks[language]}"
        for language in marks
    }
    return Source(one.kind, one.id, text, one.source.address if one.source else "")


def _began_after(noticed: datetime | None, *sources: str) -> bool:
    """Whether everything that a certificate or a level rests on began after notice: an attempt's start, a practical's day."""
    if noticed is None:
        return False
    zone = current_app.config["PORTAL"].time_zone
    return all(_is_after(noticed, clock.day_of(noticed, zone), source) for source in sources if source)


def _is_after(noticed: datetime, noticed_on: date, source: str) -> bool:
    kind, _colon, number = source.partition(":")
    if kind == "attempt":
        attempt = list_attempts([int(number)]).get(int(number))
        return attempt is not None and attempt.started_at >= noticed
    if kind == "practical_score":
        observed_on = find_observed_on(int(number))
        return observed_on is not None and observed_on >= noticed_on
    return True


def _certificates(
    person_id: int, rung: Rung, framework: Framework, until: date, noticed: datetime | None, gates: Gates
) -> list[Requirement]:
    held = list_held([person_id], until).get(person_id, ())
    exempt = list_exemptions([person_id], until).get(person_id, frozenset())
    found = []
    for asked in rung.certifications:
        if asked.is_planned or asked.id in exempt or asked.id not in framework.certifications:
            continue
        valid = [
            one
            for one in held
            if one.certification == asked.id and one.state in {CertificateState.VALID, CertificateState.EXPIRING}
        ]
        counting = [
            one
            for one in valid
            if _began_after(noticed, *map(str, (one.evidence.get("exam", ""), one.evidence.get("practical", ""))))
        ]
        exams = [quiz_of(str(one.evidence.get("exam", ""))) for one in counting]
        still = [(one, exam) for one, exam in zip(counting, exams, strict=True) if not gates.is_closed(exam)]
        closed = next((slug for slug in [*exams, *exams_of(framework.certifications[asked.id])] if gates.is_closed(slug)), None)
        requirement = _certificate(asked.id, framework, [one for one, _exam in still] or counting)
        if still or closed is None:
            found.append(gates.note(requirement, still[0][1] if still else None))
        else:
            found.append(replace(requirement, left_out=gates.reason(closed)))
    return found


def _certificate(slug: str, framework: Framework, held: Sequence[Held]) -> Requirement:
    title = dict(framework.certifications[slug].title)
    source = Source("certificate", held[0].code, title, f"/certificates/{held[0].code}") if held else None
    if held:
        exam = str(held[0].evidence.get("exam", ""))
        address = f"/attempts/{exam.partition(':')[2]}/result" if exam.startswith("attempt:") else f"/certificates/{held[0].code}"
        source = Source("certificate", held[0].code, title, address)
        note, until = correction_note(exam), held[0].valid_until
        title = {"zh": f"{title['zh']}（有效至 {until}{note['zh']}）", "en": f"{title['en']} (valid until {until}{note['en']})"}
    return Requirement("certificate", slug, title, bool(held), source)


def _levels(
    person_id: int, rung: Rung, framework: Framework, until: date, noticed: datetime | None, gates: Gates
) -> list[Requirement]:
    """Levels that the rung asks for; one that a required certification certifies is not asked again."""
    certified = {
        (skill.id, skill.level)
        for asked in rung.certifications
        if not asked.is_planned and asked.id in framework.certifications
        for skill in framework.certifications[asked.id].skills
    }
    levels = list_levels([person_id], until).get(person_id, {})
    found = []
    for asked in rung.skills:
        covered = any(skill == asked.id and level >= asked.level for skill, level in certified)
        if asked.is_planned or covered or asked.id not in framework.skills:
            continue
        held = levels[asked.id].evidence if asked.id in levels else ()
        reaching = [one for one in held if counted_level(one) >= asked.level and _began_after(noticed, one.source)]
        quizzes = [quiz_of(one.source) for one in reaching]
        still = [(one, slug) for one, slug in zip(reaching, quizzes, strict=True) if not gates.is_closed(slug)]
        closed = next((slug for slug in [*quizzes, gates.closed_skills.get(asked.id)] if gates.is_closed(slug)), None)
        title = framework.skills[asked.id].title
        text = {"zh": f"{title['zh']} {asked.level} 级", "en": f"{title['en']}, level {asked.level}"}
        shown = still[0][0] if still else next(iter(held), None)
        source = None
        if shown is not None and shown.source.startswith("attempt:"):
            note = correction_note(shown.source)
            text = {one: text[one] + note[one] for one in text}
            source = Source("evidence", shown.source, dict(title), f"/attempts/{shown.source.partition(':')[2]}/result")
        left_out = gates.reason(closed) if closed is not None and not still else ""
        requirement = Requirement("level", asked.id, text, bool(still), source, left_out)
        found.append(gates.note(requirement, still[0][1] if still else None))
    return found


def _assignments(review: queries.ReviewValue, until: date, notice_days: int) -> list[Requirement]:
    catalog = get_catalog(current_release())
    zone = current_app.config["PORTAL"].time_zone
    found = []
    for one in list_assignments([review.person_id], until).get(review.person_id, ()):
        if not review.cycle.period_from <= one.due_on <= until or one.course_slug not in catalog.courses:
            continue
        is_met = assignment_counts(clock.day_of(one.told_at, zone), one.due_on, one.completed_on, until, notice_days)
        if is_met is None:
            continue
        title = catalog.courses[one.course_slug].title
        text = {"zh": f"学习任务：{title['zh']}（{one.due_on} 到期）", "en": f"Assignment: {title['en']} (due {one.due_on})"}
        found.append(
            Requirement(
                "assignment",
                str(one.assignment_id),
                text,
                is_met,
                Source("assignment", str(one.assignment_id), text, f"/courses/{one.course_slug}"),
            )
        )
    return found
