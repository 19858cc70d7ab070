"""Statistics as snapshots: computed by a scan or a command, read by the pages. Computing reads only; storing is one short transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from portal.courses.queries import get_catalog
from portal.db import db
from portal.framework.queries import current_release, get_framework
from portal.quizzes.queries import observing
from portal.quizzes.queries.definitions import QuizValue, find_quiz, list_candidates, quiz_value
from portal.quizzes.rules.drawing import Candidate, Wish, fits
from portal.quizzes.rules.marking import passes
from portal.quizzes.rules.statistics import LEAST_FOR_FIGURES, LEAST_FOR_JUDGING
from portal.quizzes.rules.statistics.counting import quiz_key
from portal.quizzes.rules.statistics.items import ItemFigures, choice_keys, describe
from portal.quizzes.rules.statistics.looks import Setting, reasons
from portal.quizzes.rules.statistics.measures import UNIT, as_share, median, spread
from portal.quizzes.rules.statistics.reliability import Reliability, reliability
from portal.quizzes.service.gathering import Gathered, Item, Sittings, gather
from portal.quizzes.tables import QuestionStatistics, QuizStatistics

TENTHS = 10


@dataclass(frozen=True)
class Computed:
    """The rows of one quiz."""

    slug: str
    quizzes: list[dict[str, Any]]
    questions: list[dict[str, Any]]


def list_stale() -> tuple[str, ...]:
    """Quizzes whose snapshot is not of today's answers."""
    traces = observing.list_traces(current_release())
    seen = {row.quiz_slug: row.seen for row in db.session.execute(select(QuizStatistics.quiz_slug, QuizStatistics.seen))}
    return tuple(sorted(slug for slug, trace in traces.items() if seen.get(slug) != trace))


def list_answered() -> tuple[str, ...]:
    """Quizzes that somebody has finished."""
    return tuple(sorted(observing.list_traces(0)))


def compute(slug: str, zone: ZoneInfo, now: datetime) -> Computed:
    """All figures of a quiz, from what is there now. Reads only, so that nobody who saves an answer waits for it."""
    release = current_release()
    trace = observing.list_traces(release).get(slug, "")
    gathered = gather(slug, zone)
    data = observing.list_quiz_data({one.version_id for one in gathered.by_key.values()})
    quiz = find_quiz(slug)
    computed = Computed(slug, [], [])
    for key, sittings in gathered.by_key.items():
        stood = quiz_value(sittings.version_id, data[sittings.version_id])
        figures = _figures(sittings)
        looked = _questions(key, sittings, figures, stood, now)
        measured = _reliability(sittings)
        row = {
            "quiz_slug": slug, "key": key, "n": len(sittings.totals), "seen": trace, "computed_at": now,
            "error_millionths": measured.error_millionths if measured else None,
            "gate": _gate(quiz, key, len(sittings.totals), measured, looked, release),
            "data": _quiz_data(sittings, gathered, stood, measured, figures),
        }  # fmt: skip
        computed.quizzes.append(row)
        computed.questions.extend({"quiz_slug": slug, **one} for one in looked)
    return computed


def store(computed: Computed) -> None:
    """Put the snapshots in the place of the former ones."""
    for table in (QuestionStatistics, QuizStatistics):
        db.session.execute(delete(table).where(table.quiz_slug == computed.slug))
    if computed.quizzes:
        db.session.execute(insert(QuizStatistics), computed.quizzes)
    if computed.questions:
        db.session.execute(insert(QuestionStatistics), computed.questions)


def _figures(sittings: Sittings) -> dict[Item, ItemFigures]:
    found = {}
    for item, columns in sittings.items.items():
        if len(columns.shares) < LEAST_FOR_FIGURES:
            continue
        figures = describe(columns.answers(), choice_keys(columns.version.type, columns.version.facts))
        shown = tuple(one for one in figures.languages if one.n >= LEAST_FOR_FIGURES)
        if len(shown) < 2:
            figures = replace(figures, language_gap=None, language_gap_error=None)
        found[item] = replace(figures, languages=shown)
    return found


def _reliability(sittings: Sittings) -> Reliability | None:
    if len(sittings.totals) < LEAST_FOR_JUDGING:
        return None
    return reliability([one.part() for one in sittings.items.values()], len(sittings.totals))


def _questions(
    key: str, sittings: Sittings, figures: Mapping[Item, ItemFigures], stood: QuizValue, now: datetime
) -> list[dict[str, Any]]:
    count, rows = len(sittings.totals), []
    for item, columns in sittings.items.items():
        shown = figures.get(item)
        setting = Setting(len(columns.shares) / count, _usual_exposure(sittings), _is_drawn_exam(stood), _usual_seconds(figures))
        rows.append({
            "key": key, "question_id": item[0], "scoring_hash": item[1], "question_version_id": columns.version.id,
            "n": len(columns.shares), "computed_at": now, "needs_look": shown is not None and bool(reasons(shown, setting)),
            "data": {"setting": asdict(setting), "figures": asdict(shown) if shown else None},
        })  # fmt: skip
    return rows


def _is_drawn_exam(stood: QuizValue) -> bool:
    return bool(stood.lines) and stood.purpose != "practice"


def _usual_exposure(sittings: Sittings) -> float:
    marks = sum(len(columns.shares) for columns in sittings.items.values())
    return marks / len(sittings.totals) / len(sittings.items)


def _usual_seconds(figures: Mapping[Item, ItemFigures]) -> int | None:
    return median(one.median_seconds for one in figures.values() if one.median_seconds is not None)


def _quiz_data(
    sittings: Sittings, gathered: Gathered, stood: QuizValue, measured: Reliability | None, figures: Mapping[Item, ItemFigures]
) -> dict[str, Any]:
    n = len(sittings.totals)
    left_out = {"staff": gathered.staff, "unmarked": sittings.unmarked}
    if n < LEAST_FOR_FIGURES:
        return {"left_out": left_out}
    whole = spread(sittings.totals)
    tenths = [0] * TENTHS
    for total in sittings.totals:
        tenths[min(TENTHS - 1, total * TENTHS // UNIT)] += 1
    return {
        "left_out": left_out, "mean": as_share(whole.mean), "deviation": float(whole.variance) ** 0.5 / UNIT, "tenths": tenths,
        "passing": sum(passes(total, UNIT, stood.pass_percent) for total in sittings.totals), "pass_percent": stood.pass_percent,
        "reliability": float(measured.coefficient) if measured else None, "error": measured.error if measured else None,
        "usual_seconds": _usual_seconds(figures), "usual_exposure": _usual_exposure(sittings), "is_drawn_exam": _is_drawn_exam(stood),
    }  # fmt: skip


def pool_of(quiz: QuizValue) -> list[Candidate]:
    """The questions that a form of a quiz may hold today."""
    candidates = list_candidates(quiz)
    if quiz.questions:
        return candidates
    wishes = [Wish(line.draw, line.sources, line.skill, line.level) for line in quiz.lines]
    return [one for one in candidates if any(fits(one, wish) for wish in wishes)]


def _gate(
    quiz: QuizValue | None, key: str, n: int, measured: Reliability | None, rows: Sequence[Mapping[str, Any]], release: int
) -> dict[str, Any]:
    """What the gate looks at; nothing for a content version that is no longer asked, and for practice."""
    if quiz is None or quiz.purpose == "practice" or key != _key_of(quiz.version_id):
        return {}
    pool = observing.list_versions(one.version for one in pool_of(quiz))
    by_item = {(row["question_id"], row["scoring_hash"]): row for row in rows}
    mine = [by_item.get((one.question_id, one.scoring_hash)) for one in pool.values()]
    judged = [row for row in mine if row is not None and row["n"] >= LEAST_FOR_JUDGING]
    return {
        "n": n, "reliability": float(measured.coefficient) if measured else None, "questions": len(pool), "judged": len(judged),
        "to_look_at": sum(row["needs_look"] for row in judged),
        "untested_objectives": sorted(_untested(quiz, {one.objective for one in pool.values()}, release)),
    }  # fmt: skip


def _key_of(version_id: int) -> str:
    return quiz_key(observing.list_quiz_data([version_id])[version_id])


def _untested(quiz: QuizValue, tested: Collection[str], release: int) -> frozenset[str]:
    """Objectives of the quiz's course, and of the courses whose certification it examines, that no question of the pool tests."""
    framework, catalog = get_framework(release), get_catalog(release)
    slugs = {one.id for c in framework.certifications.values() if c.exam == quiz.slug for one in c.courses if not one.is_planned}
    if quiz.course:
        slugs.add(quiz.course)
    asked = {name for slug in slugs if slug in catalog.courses for name in catalog.courses[slug].objectives}
    return frozenset(asked - set(tested))
