"""Computing a review from what is there now; and freezing it when it is signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from flask import current_app

from portal import clock
from portal.assignments.queries import list_assignments
from portal.certifications.queries import Held, list_exemptions, list_held
from portal.certifications.rules import State as CertificateState
from portal.courses.queries import get_catalog
from portal.framework.queries import current_release, get_framework, get_review_template
from portal.framework.rules import Component, Framework, ReviewTemplate, Rung
from portal.people.queries import noticed_at
from portal.performance.queries import list_kpis, list_team_kpis
from portal.performance.rules import Figure, Recorded
from portal.quizzes.queries import list_attempts
from portal.reviews import queries
from portal.reviews.rules.acting import counts_as_late
from portal.reviews.rules.calculation import (
    Calculation,
    ComponentResult,
    Item,
    Requirement,
    Source,
    State,
    calculate,
    capped,
    excuse,
    learning_item,
    mean_on_scale,
    on_scale,
    weigh,
)  # fmt: skip
from portal.reviews.service.corrected import correction_note
from portal.skills.queries import list_levels


def compute(review: queries.ReviewValue, today: date) -> Calculation:
    """The calculation from what is there now. A signed review shows its snapshot instead."""
    template = get_review_template(review.cycle.template_id)
    excuses = _excuses(review)
    results = []
    for component in template.components:
        if component.applies_to and review.rung not in component.applies_to:
            continue
        items = {"kpis": _kpis, "learning": _learning, "feedback": _feedback}[component.id](review, component, template, today)
        results.append(excuse(weigh(component, items), excuses.get(component.id, {})))
    return calculate(template, results)


def _excuses(review: queries.ReviewValue) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in queries.list_excuses(review.cycle.id):
        if (
            one.applies_to.get("all")
            or one.applies_to.get("rung") == review.rung
            or one.applies_to.get("person") == review.person_id
        ):
            found.setdefault(one.component, {})[one.item or ""] = one.reason
    return found


def _kpis(review: queries.ReviewValue, component: Component, _template: ReviewTemplate, _today: date) -> list[Item]:
    cycle = review.cycle
    rung = get_framework(current_release()).rungs.get(review.rung)
    if rung is not None and rung.branch == "management":  # a leader's KPI is the team's
        listed = list_team_kpis(review.person_id, cycle.period_from, cycle.period_until)
    else:
        listed = list_kpis([review.person_id], cycle.period_from, cycle.period_until).get(review.person_id, ())
    figures = {one.kpi: one for one in listed}
    return [_kpi_item(figures.get(kpi), kpi, component.cap_percent) for kpi in component.items]


def _kpi_item(figure: Figure | None, kpi: str, cap_percent: int) -> Item:
    if figure is None or figure.attainment is None:
        return Item(kpi, State.MISSING, None)
    sources = tuple(_kpi_source(row) for row in figure.rows)
    actual, asked = (_number(value) for value in (figure.actual, figure.asked))
    detail = {"zh": f"完成 {actual}，目标 {asked}", "en": f"{actual} of {asked}"}
    return Item(kpi, State.COVERED, capped(figure.attainment, cap_percent), sources=sources, detail=detail)


def _kpi_source(row: Recorded) -> Source:
    actual, target = ("–" if value is None else f"{value:,}" for value in (row.actual, row.target))
    chinese = f"{row.period_from} 至 {row.period_until}：{actual} / {target}（{row.source} 第 {row.row_number} 行，{row.imported_on} 导入）"
    english = f"{row.period_from} to {row.period_until}: {actual} of {target} ({row.source}, row {row.row_number}, imported {row.imported_on})"
    return Source("kpi_row", str(row.id), {"zh": chinese, "en": english})


def _number(value: Fraction | None) -> str:
    if value is None:
        return "–"
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.1f}"


def _feedback(review: queries.ReviewValue, component: Component, _template: ReviewTemplate, today: date) -> list[Item]:
    return [_feedback_item(review, item, component.scale, today) for item in component.items]


def _feedback_item(review: queries.ReviewValue, item: str, steps: int, today: date) -> Item:
    if item == "manager":
        text = queries.list_texts(review.id).get(("manager", "manager"))
        if text is None or text.value is None:
            return Item(item, State.MISSING, None)
        detail = {"zh": f"{text.value} / {steps}", "en": f"{text.value} of {steps}"}
        return Item(item, State.COVERED, on_scale(text.value, steps), detail=detail)
    answers = queries.list_feedback(review.id, item) if today > review.cycle.feedback_until else []
    mean = mean_on_scale([value for value, _comment in answers], steps)
    if mean is None:
        return Item(item, State.MISSING, None)
    detail = {"zh": f"{len(answers)} 人作答，合并显示", "en": f"{len(answers)} answers, shown together"}
    return Item(item, State.COVERED, mean, detail=detail)


def _learning(review: queries.ReviewValue, component: Component, template: ReviewTemplate, _today: date) -> list[Item]:
    framework = get_framework(current_release())
    rung = framework.rungs.get(review.rung)
    until = review.cycle.period_until
    noticed = noticed_at(review.person_id)
    requirements: list[Requirement] = []
    if rung is not None and "certificates" in component.counts:
        requirements += _certificates(review.person_id, rung, framework, until, noticed)
    if rung is not None and "levels" in component.counts:
        requirements += _levels(review.person_id, rung, framework, until, noticed)
    if "assignments" in component.counts:
        requirements += _assignments(review, until, template.notice_days)
    return [learning_item(requirements, [_requirement_source(one) for one in requirements])]


def _requirement_source(one: Requirement) -> Source:
    marks = {"zh": "达成" if one.is_met else "未达成", "en": "met" if one.is_met else "not met"}
    text = {
        language: f"{one.text[language]}：{marks[language]}" if language == "zh" else f"{one.text[language]}: {marks[language]}"
        for language in marks
    }
    return Source(one.kind, one.id, text, one.source.address if one.source else "")


def _began_after(noticed: datetime | None, source: str) -> bool:
    """Whether what a piece of evidence rests on began after notice."""
    if noticed is None:
        return False
    kind, _colon, number = source.partition(":")
    if kind != "attempt":
        return True
    attempt = list_attempts([int(number)]).get(int(number))
    return attempt is not None and attempt.started_at >= noticed


def _certificates(person_id: int, rung: Rung, framework: Framework, until: date, noticed: datetime | None) -> list[Requirement]:
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
        counting = [one for one in valid if _began_after(noticed, str(one.evidence.get("exam", "")))]
        found.append(_certificate(asked.id, framework, counting))
    return found


def _certificate(slug: str, framework: Framework, held: Sequence[Held]) -> Requirement:
    title = dict(framework.certifications[slug].title)
    source = Source("certificate", held[0].code, title, f"/certificates/{held[0].code}") if held else None
    if held:
        exam = str(held[0].evidence.get("exam", ""))
        address = f"/attempts/{exam.partition(':')[2]}/result" if exam.startswith("attempt:") else f"/certificates/{held[0].code}"
        source = Source("certificate", held[0].code, title, address)
        note = correction_note(exam)
        until = held[0].valid_until
        title = {"zh": f"{title['zh']}（有效至 {until}{note['zh']}）", "en": f"{title['en']} (valid until {until}{note['en']})"}
    return Requirement("certificate", slug, title, bool(held), source)


def _levels(person_id: int, rung: Rung, framework: Framework, until: date, noticed: datetime | None) -> list[Requirement]:
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
        mine = levels.get(asked.id)
        is_met = mine is not None and mine.level >= asked.level and _began_after(noticed, mine.evidence[0].source)
        title = framework.skills[asked.id].title
        text = {"zh": f"{title['zh']} {asked.level} 级", "en": f"{title['en']}, level {asked.level}"}
        source = None
        if mine is not None and mine.evidence[0].source.startswith("attempt:"):
            note = correction_note(mine.evidence[0].source)
            text = {one: text[one] + note[one] for one in text}
            source = Source(
                "evidence", mine.evidence[0].source, dict(title), f"/attempts/{mine.evidence[0].source.partition(':')[2]}/result"
            )
        found.append(Requirement("level", asked.id, text, is_met, source))
    return found


def _assignments(review: queries.ReviewValue, until: date, notice_days: int) -> list[Requirement]:
    catalog = get_catalog(current_release())
    zone = current_app.config["PORTAL"].time_zone
    found = []
    for one in list_assignments([review.person_id], until).get(review.person_id, ()):
        if not review.cycle.period_from <= one.due_on <= until or one.course_slug not in catalog.courses:
            continue
        late = counts_as_late(clock.day_of(one.told_at, zone), one.due_on, one.completed_on, until, notice_days)
        title = catalog.courses[one.course_slug].title
        text = {"zh": f"学习任务：{title['zh']}（{one.due_on} 到期）", "en": f"Assignment: {title['en']} (due {one.due_on})"}
        found.append(
            Requirement(
                "assignment",
                str(one.assignment_id),
                text,
                not late,
                Source("assignment", str(one.assignment_id), text, f"/courses/{one.course_slug}"),
            )
        )
    return found


def freeze(calculation: Calculation) -> tuple[dict[str, Any], str]:
    """A calculation as a snapshot (fractions as text) and its SHA-256."""
    data = {
        "covered_percent": str(calculation.covered_percent),
        "score": None if calculation.score is None else str(calculation.score),
        "components": [_frozen_component(one) for one in calculation.components],
    }
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return data, hashlib.sha256(text.encode()).hexdigest()


def _frozen_component(one: ComponentResult) -> dict[str, Any]:
    items = [
        {
            "id": item.id, "state": item.state.value, "value": None if item.value is None else str(item.value), "weight": str(item.weight),
            "detail": item.detail, "excuse": item.excuse,
            "sources": [{"kind": s.kind, "id": s.id, "text": s.text, "address": s.address} for s in item.sources],
        }
        for item in one.items
    ]  # fmt: skip
    return {"id": one.id, "weight": one.weight, "items": items}


def thaw(data: dict[str, Any]) -> Calculation:
    """A snapshot as a calculation again: what was frozen, exactly."""
    components = tuple(
        ComponentResult(
            one["id"],
            one["weight"],
            tuple(
                Item(
                    item["id"], State(item["state"]), None if item["value"] is None else Fraction(item["value"]), Fraction(item["weight"]),
                    tuple(Source(**source) for source in item["sources"]), item["detail"], item["excuse"],
                )
                for item in one["items"]
            ),
        )
        for one in data["components"]
    )  # fmt: skip
    return Calculation(components, Fraction(data["covered_percent"]), None if data["score"] is None else Fraction(data["score"]))
