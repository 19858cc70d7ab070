"""The framework as values: skills, ladder, certifications, rubrics, review templates, KPIs. Texts are `{"zh", "en"}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Text = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A level of a skill, or a certification or course, that something asks for; planned ones are shown, never counted."""

    id: str
    level: int = 0
    is_planned: bool = False
    title: Text | None = None  # of what is planned and has no file yet


@dataclass(frozen=True)
class Skill:
    """A skill with one observable sentence a level (1 to 5)."""

    id: str
    title: Text
    family: str
    levels: Mapping[int, Text]


@dataclass(frozen=True)
class Family:
    """Skills that belong together."""

    id: str
    title: Text
    skills: tuple[Skill, ...]


@dataclass(frozen=True)
class RatingsAsked:
    """So many of the last ratings of record, each at least this good."""

    at_least: str
    last: int


@dataclass(frozen=True)
class Probation:
    """Months agreed at first and at most, and the days on which to look."""

    months: int
    longest_months: int
    checks_on_day: tuple[int, ...]


@dataclass(frozen=True)
class Rung:
    """A step of the career ladder. `months_on_rung` maps the rung one comes from to months; "" stands for any."""

    id: str
    title: Text
    branch: str  # entry, management, specialist
    comes_from: tuple[str, ...]
    certifications: tuple[Asked, ...] = ()
    skills: tuple[Asked, ...] = ()
    months_on_rung: Mapping[str, int] = field(default_factory=dict)
    ratings: tuple[RatingsAsked, ...] = ()
    probation: Probation | None = None
    brings: Text | None = None


@dataclass(frozen=True)
class Practical:
    """The practical part of a certification."""

    rubric: str
    at_least_percent: int


@dataclass(frozen=True)
class Renewal:
    """When and how a certification is renewed; anchor is previous_expiry, completion or calendar."""

    opens_days_before: int
    anchor: str
    exam: str | None


@dataclass(frozen=True)
class Certification:
    """What can be earned. `definition_id` is the row that holds this very version."""

    id: str
    definition_id: int
    version: int
    title: Text
    summary: Text | None
    courses: tuple[Asked, ...]
    exam: str | None
    practical: Practical | None
    skills: tuple[Asked, ...]
    months: int
    grace_days: int
    renewal: Renewal | None


@dataclass(frozen=True)
class RubricCriterion:
    """One row of a rubric: five anchors, a weight in percent, the skill and level that it shows."""

    id: str
    title: Text
    skill: str
    level: int
    weight: int
    anchors: Mapping[int, Text]


@dataclass(frozen=True)
class Rubric:
    """How a practical is scored."""

    id: str
    definition_id: int
    version: int
    title: Text
    minutes: int
    criteria: tuple[RubricCriterion, ...]
    largest_difference: int = 25  # percent of the points; where two markers differ by more, a third marks


HIGHEST_RATING = 5


def rubric_score(rubric: Rubric, ratings: Mapping[str, int]) -> tuple[int, int]:
    """Earned and possible, as two integers: Σ weight·(x−1)/4 of 100, exactly. Every criterion must be rated 1 to 5.

    Raises ValueError naming the criteria that are not.
    """
    unrated = [one.id for one in rubric.criteria if ratings.get(one.id) not in range(1, HIGHEST_RATING + 1)]
    if unrated:
        raise ValueError(", ".join(unrated))
    earned = sum((Fraction(one.weight * (ratings[one.id] - 1), HIGHEST_RATING - 1) for one in rubric.criteria), Fraction(0))
    return earned.numerator, 100 * earned.denominator


@dataclass(frozen=True)
class RatingStep:
    """One step of the scale of ratings, best first in a template."""

    id: str
    title: Text


@dataclass(frozen=True)
class Component:
    """A component of a review: kpis, learning or feedback. `items` maps an item to its percent; empty: equally."""

    id: str
    weight: int
    items: Mapping[str, int] = field(default_factory=dict)
    cap_percent: int = 100
    below_covered_days: int = 0
    counts: tuple[str, ...] = ()
    scale: int = 5
    applies_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReviewTemplate:
    """How a review is put together."""

    id: str
    definition_id: int
    version: int
    title: Text
    scale: tuple[RatingStep, ...]
    applies_to: tuple[str, ...]
    components: tuple[Component, ...]
    least_covered_percent: int
    notice_days: int
    excluded_uses: Text


@dataclass(frozen=True)
class Kpi:
    """A KPI; a rate names in `comes_from` the two counts that it is computed from (won, lost)."""

    id: str
    title: Text
    unit: str  # money, count, percent, score, days
    better: str  # higher, lower
    comes_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Framework:
    """All definitions of one content release. Maps keep the order of the files."""

    release: int
    level_titles: Mapping[int, Text]
    families: tuple[Family, ...]
    skills: Mapping[str, Skill]
    rungs: Mapping[str, Rung]
    certifications: Mapping[str, Certification]
    rubrics: Mapping[str, Rubric]
    review_templates: Mapping[str, ReviewTemplate]
    kpis: Mapping[str, Kpi]

    def rungs_after(self, rung: str) -> tuple[Rung, ...]:
        """The rungs that somebody on `rung` may move to, in the file's order."""
        return tuple(next_ for next_ in self.rungs.values() if rung in next_.comes_from)
