"""How the framework's files look: pydantic models, from which the JSON Schemas for editors are made."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from portal.reading import Prose, Strict

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Level = Annotated[int, Field(ge=1, le=5)]
Percent = Annotated[int, Field(ge=0, le=100)]
Five = dict[Level, Prose]


def _five(levels: Five) -> Five:
    if set(levels) != {1, 2, 3, 4, 5}:
        raise ValueError("All five levels are needed, 1 to 5.")
    return levels


class SkillModel(Strict):
    """A skill with a sentence a level."""

    id: Id
    title: Prose
    levels: Five

    @model_validator(mode="after")
    def all_levels(self) -> SkillModel:
        """Five of them."""
        _five(self.levels)
        return self


class FamilyModel(Strict):
    """Skills that belong together."""

    id: Id
    title: Prose
    skills: list[SkillModel] = Field(min_length=1)


class SkillsFile(Strict):
    """courses/skills.yaml"""

    levels: Five
    families: list[FamilyModel] = Field(min_length=1)


class PlannedLevel(Strict):
    """A level of a skill that no content teaches yet."""

    level: Level
    planned: bool = False


class PlannedCertification(Strict):
    """A certification that is not written yet."""

    certification: Id
    planned: bool = False
    title: Prose | None = None


class PlannedCourse(Strict):
    """A course that is not written yet."""

    course: Id
    planned: bool = False


SkillsAsked = dict[Id, Level | PlannedLevel]


class RatingsModel(Strict):
    """The last ratings of record, each at least this good."""

    at_least: Literal["outstanding", "strong", "meets", "partly", "below"]
    last: int = Field(ge=1, le=8)


class Asks(Strict):
    """What a rung asks for."""

    certifications: list[Id | PlannedCertification] = []
    skills: SkillsAsked = {}
    months_on_rung: int | dict[Id, int] | None = None
    ratings: RatingsModel | list[RatingsModel] | None = None


class ProbationModel(Strict):
    """Months at first and at most, and the days on which to look."""

    months: int = Field(ge=1, le=12)
    longest_months: int = Field(ge=1, le=12)
    checks_on_day: list[int] = []


class RungModel(Strict):
    """A rung."""

    id: Id
    title: Prose
    branch: Literal["entry", "management", "specialist"]
    comes_from: list[Id] = Field(default=[], alias="from")
    asks: Asks = Asks()
    probation: ProbationModel | None = None
    brings: Prose | None = None


class LadderFile(Strict):
    """courses/career-ladder.yaml"""

    rungs: list[RungModel] = Field(min_length=1)


class KpiModel(Strict):
    """A KPI."""

    id: Id
    title: Prose
    unit: Literal["money", "count", "percent", "score", "days"]
    better: Literal["higher", "lower"]
    comes_from: list[Id] = Field(default=[], alias="from", max_length=2)


class KpisFile(Strict):
    """courses/kpis.yaml"""

    kpis: list[KpiModel] = Field(min_length=1)


class PracticalModel(Strict):
    """The practical part."""

    rubric: Id
    at_least_percent: Percent


class Validity(Strict):
    """How long a certificate holds."""

    months: int = Field(ge=1, le=120)
    grace_days: int = Field(default=0, ge=0, le=90)


class RenewalModel(Strict):
    """When and how a certification is renewed."""

    opens_days_before: int = Field(ge=0, le=365)
    anchor: Literal["previous_expiry", "completion", "calendar"] = "previous_expiry"
    exam: Id | None = None


class CertificationFile(Strict):
    """courses/certifications/<id>.yaml"""

    id: Id
    version: int = Field(ge=1)
    title: Prose
    summary: Prose | None = None
    courses: list[Id | PlannedCourse] = []
    exam: Id | None = None
    practical: PracticalModel | None = None
    skills: SkillsAsked = {}
    validity: Validity
    renewal: RenewalModel | None = None


class CriterionModel(Strict):
    """A row of a rubric."""

    id: Id
    title: Prose
    skill: Id
    level: Level
    weight: int = Field(ge=1, le=100)
    anchors: Five

    @model_validator(mode="after")
    def all_anchors(self) -> CriterionModel:
        """Five of them."""
        _five(self.anchors)
        return self


class RubricFile(Strict):
    """courses/rubrics/<id>.yaml"""

    id: Id
    version: int = Field(ge=1)
    title: Prose
    minutes: int = Field(ge=1, le=480)
    largest_difference: Percent = 25  # of the points; where two markers differ by more, a third marks
    criteria: list[CriterionModel] = Field(min_length=1)


class StepModel(Strict):
    """A step of the scale of ratings."""

    id: Id
    title: Prose


class ComponentModel(Strict):
    """A component of a review."""

    id: Literal["kpis", "learning", "feedback"]
    weight: Percent
    items: dict[Id, Percent] = {}
    cap_percent: int = Field(default=100, ge=100, le=200)
    below_covered_days: int = Field(default=0, ge=0, le=366)
    counts: list[Literal["certificates", "levels", "assignments"]] = []
    scale: int = Field(default=5, ge=2, le=10)
    applies_to: list[Id] = []


class ReviewTemplateFile(Strict):
    """courses/review-templates/<id>.yaml"""

    id: Id
    version: int = Field(ge=1)
    title: Prose
    scale: list[StepModel] = Field(min_length=2)
    applies_to: list[Id] = []
    components: list[ComponentModel] = Field(min_length=1)
    least_covered_percent: Percent = 60
    notice_days: int = Field(default=10, ge=0, le=60)
    excluded_uses: Prose
