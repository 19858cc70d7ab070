"""From the data of definitions to the frozen values of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.framework.rules import (
    Asked,
    Certification,
    Component,
    Family,
    Kpi,
    Practical,
    Probation,
    RatingsAsked,
    RatingStep,
    Renewal,
    ReviewTemplate,
    Rubric,
    RubricCriterion,
    Rung,
    Skill,
)  # fmt: skip

Data = Mapping[str, Any]


def _levels(data: Mapping[Any, Any]) -> dict[int, Any]:
    return {int(level): text for level, text in data.items()}


def asked_skills(data: Mapping[str, Any]) -> tuple[Asked, ...]:
    """`{skill: level}` or `{skill: {level, planned}}` as Asked."""
    return tuple(
        Asked(skill, wish, False) if isinstance(wish, int) else Asked(skill, wish["level"], wish["planned"])
        for skill, wish in data.items()
    )


def asked_ids(data: list[Any], key: str) -> tuple[Asked, ...]:
    """A list of ids, or of `{key: id, planned}`, as Asked."""
    return tuple(Asked(one) if isinstance(one, str) else Asked(one[key], 0, one["planned"], one.get("title")) for one in data)


def families(data: Data) -> tuple[Family, ...]:
    """The families of skills.yaml."""
    return tuple(
        Family(
            family["id"],
            family["title"],
            tuple(Skill(one["id"], one["title"], family["id"], _levels(one["levels"])) for one in family["skills"]),
        )
        for family in data["families"]
    )


def level_titles(data: Data) -> dict[int, Any]:
    """The five words for levels."""
    return _levels(data["levels"])


def rungs(data: Data) -> dict[str, Rung]:
    """The rungs of career-ladder.yaml, in its order."""
    return {one["id"]: _rung(one) for one in data["rungs"]}


def _rung(data: Data) -> Rung:
    asks = data["asks"]
    months = asks["months_on_rung"]
    ratings = asks["ratings"] or []
    ratings = ratings if isinstance(ratings, list) else [ratings]
    probation = data["probation"]
    return Rung(
        data["id"], data["title"], data["branch"], tuple(data["comes_from"]),
        asked_ids(asks["certifications"], "certification"), asked_skills(asks["skills"]),
        months if isinstance(months, dict) else ({"": months} if months else {}),
        tuple(RatingsAsked(one["at_least"], one["last"]) for one in ratings),
        Probation(probation["months"], probation["longest_months"], tuple(probation["checks_on_day"])) if probation else None,
        data["brings"],
    )  # fmt: skip


def kpis(data: Data) -> dict[str, Kpi]:
    """The KPIs of kpis.yaml."""
    return {one["id"]: Kpi(one["id"], one["title"], one["unit"], one["better"], tuple(one["comes_from"])) for one in data["kpis"]}


def certification(definition_id: int, data: Data) -> Certification:
    """A certification."""
    practical, renewal = data["practical"], data["renewal"]
    return Certification(
        data["id"], definition_id, data["version"], data["title"], data["summary"], asked_ids(data["courses"], "course"),
        data["exam"], Practical(practical["rubric"], practical["at_least_percent"]) if practical else None,
        asked_skills(data["skills"]), data["validity"]["months"], data["validity"]["grace_days"],
        Renewal(renewal["opens_days_before"], renewal["anchor"], renewal["exam"]) if renewal else None,
    )  # fmt: skip


def rubric(definition_id: int, data: Data) -> Rubric:
    """A rubric."""
    criteria = tuple(
        RubricCriterion(one["id"], one["title"], one["skill"], one["level"], one["weight"], _levels(one["anchors"]))
        for one in data["criteria"]
    )
    allowed = data.get("largest_difference", 25)
    return Rubric(data["id"], definition_id, data["version"], data["title"], data["minutes"], criteria, allowed)


def review_template(definition_id: int, data: Data) -> ReviewTemplate:
    """A review template."""
    components = tuple(
        Component(
            one["id"], one["weight"], one["items"], one["cap_percent"], one["below_covered_days"], tuple(one["counts"]),
            one["scale"], tuple(one["applies_to"]),
        )
        for one in data["components"]
    )  # fmt: skip
    return ReviewTemplate(
        data["id"], definition_id, data["version"], data["title"], tuple(RatingStep(one["id"], one["title"]) for one in data["scale"]),
        tuple(data["applies_to"]), components, data["least_covered_percent"], data["notice_days"], data["excluded_uses"],
    )  # fmt: skip
