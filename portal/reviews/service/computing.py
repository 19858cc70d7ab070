"""Computing a review from what is there now."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from portal.framework.queries import current_release, get_framework, get_review_template
from portal.framework.rules import Component, ReviewTemplate
from portal.performance.queries import list_kpis, list_team_kpis
from portal.performance.rules import Figure, Recorded
from portal.reviews import queries
from portal.reviews.rules.calculation import (
    Calculation,
    Item,
    Source,
    State,
    calculate,
    capped,
    excuse,
    mean_on_scale,
    on_scale,
    weigh,
)  # fmt: skip
from portal.reviews.service.learning import learning_items


def compute(review: queries.ReviewValue, today: date) -> Calculation:
    """The calculation from what is there now. A signed review shows its snapshot instead."""
    template = get_review_template(review.cycle.template_id)
    excuses = _excuses(review)
    results = []
    for component in template.components:
        if component.applies_to and review.rung not in component.applies_to:
            continue
        items = {"kpis": _kpis, "learning": learning_items, "feedback": _feedback}[component.id](review, component, template, today)
        results.append(excuse(weigh(component, items), excuses.get(component.id, {})))
    return calculate(template, results)


def _excuses(review: queries.ReviewValue) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in queries.list_excuses(review.cycle.id):
        if one.excused_by == review.person_id:
            continue  # nobody excuses what is missing in their own review
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
