"""Readiness: a checklist for a next rung, never one number. Each criterion is met or not, by which evidence, and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.certifications.rules import add_months
from portal.framework.rules import Rung

RATINGS = ("outstanding", "strong", "meets", "partly", "below")  # best first


class State(StrEnum):
    """How a criterion stands."""

    MET = "met"
    NOT_MET = "not_met"
    EXPIRING = "expiring"
    UNKNOWN = "unknown"
    PLANNED = "planned"


@dataclass(frozen=True)
class Criterion:
    """One thing that a rung asks for. `text` and `note` in both languages; `minutes` to meet it, where that can be said."""

    kind: str  # certification, skill, months, rating
    id: str
    text: Mapping[str, str]
    state: State
    note: Mapping[str, str]
    address: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Checklist:
    """A next rung and its criteria, in the ladder's order."""

    rung: Rung
    criteria: tuple[Criterion, ...]

    @property
    def open(self) -> tuple[Criterion, ...]:
        """What is not met; planned criteria never count."""
        return tuple(one for one in self.criteria if one.state in {State.NOT_MET, State.UNKNOWN})

    @property
    def is_ready(self) -> bool:
        """Whether everything that counts is met."""
        return not self.open and any(one.state is not State.PLANNED for one in self.criteria)

    @property
    def minutes(self) -> int:
        """Minutes of learning that are left."""
        return sum(one.minutes for one in self.open)


def months_on_rung(since: date, on: date, days_away: int) -> int:
    """Whole months on a rung; days away stop the clock."""
    effective = date.fromordinal(max(since.toordinal(), on.toordinal() - days_away))
    months = (effective.year - since.year) * 12 + effective.month - since.month
    return months if add_months(since, months) <= effective else months - 1


def months_criterion(rung: Rung, comes_from: str, since: date | None, on: date, days_away: int) -> Criterion | None:
    """Time in the role that one comes from; None where the rung asks for none."""
    asked = rung.months_on_rung.get(comes_from, rung.months_on_rung.get(""))
    if not asked:
        return None
    text = {"zh": f"在现岗位满 {asked} 个月", "en": f"{asked} months in the present role"}
    if since is None:
        return Criterion(
            "months", rung.id, text, State.UNKNOWN, {"zh": "没有入岗日期", "en": "the day of entering it is not recorded"}
        )
    months = months_on_rung(since, on, days_away)
    note = {"zh": f"已 {months} 个月", "en": f"{months} so far"}
    return Criterion("months", rung.id, text, State.MET if months >= asked else State.NOT_MET, note)


def rating_criteria(rung: Rung, ratings: Sequence[str], titles: Mapping[str, Mapping[str, str]]) -> list[Criterion]:
    """The last ratings of record, newest first, each at least as good as asked."""
    found = []
    for asked in rung.ratings:
        title = titles.get(asked.at_least, {"zh": asked.at_least, "en": asked.at_least})
        text = {
            "zh": f"最近 {asked.last} 次评估不低于“{title['zh']}”",
            "en": f"{title['en']} or better in the last {f'{asked.last} reviews' if asked.last > 1 else 'review'}",
        }
        last = list(ratings[: asked.last])
        good = sum(RATINGS.index(one) <= RATINGS.index(asked.at_least) for one in last if one in RATINGS)
        state = State.UNKNOWN if len(last) < asked.last else State.MET if good == asked.last else State.NOT_MET
        note = {"zh": f"{len(last)} 次中 {good} 次达到", "en": f"{good} of {len(last)}"}
        found.append(Criterion("rating", f"{asked.at_least}-{asked.last}", text, state, note, "/reviews"))
    return found
