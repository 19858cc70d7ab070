"""Which questions need a look, and why, in words. Nothing is said on few answers: see LEAST_FOR_JUDGING."""

from __future__ import annotations

from dataclasses import dataclass

from portal.quizzes.rules.statistics import LEAST_FOR_JUDGING
from portal.quizzes.rules.statistics.items import NOTHING, OTHER, RIGHT, ItemFigures
from portal.sentences import Sentence

TOO_EASY_PERCENT = 95
TOO_HARD_PERCENT = 25
POOR_DISCRIMINATION = 0.15
UNUSED_PERCENT = 3
ATTRACTS = 0.10
ATTRACTED_PERCENT = 5
SLOW_TIMES = 2.5
OVER_EXPOSED_PERCENT = 60
OVER_EXPOSED_TIMES = 1.25
LANGUAGE_GAP = 0.10
GAP_ERRORS = 2


@dataclass(frozen=True)
class Setting:
    """What a question is compared with: its share of the forms, the mean share of the quiz's questions, and their usual time."""

    exposure: float
    usual_exposure: float
    is_drawn_exam: bool
    usual_seconds: int | None


def is_small_pool(setting: Setting) -> bool:
    """Whether an exam draws from so few questions that every form is like the next: said once of the quiz, not of each question."""
    return setting.is_drawn_exam and setting.usual_exposure * 100 > OVER_EXPOSED_PERCENT


def thresholds() -> tuple[Sentence, ...]:
    """What is compared with what, to be read beside the list."""
    return (
        Sentence("Nothing is said of a question with fewer than %(n)s answers.", n=LEAST_FOR_JUDGING),
        Sentence("Too easy: %(n)s %% or more of the points are earned. Too hard: %(m)s %% or fewer.", n=TOO_EASY_PERCENT, m=TOO_HARD_PERCENT),
        Sentence("Discriminates poorly: its correlation with the rest of the form is under %(n)s; negatively: under 0.", n=POOR_DISCRIMINATION),
        Sentence("A wrong choice that nobody takes: fewer than %(n)s %%.", n=UNUSED_PERCENT),
        Sentence(
            "A wrong choice that good people take: its correlation with the rest is %(r)s or more, and %(n)s %% or more take it.",
            r=ATTRACTS, n=ATTRACTED_PERCENT,
        ),
        Sentence("Slow: the median time is %(n)s times that of the quiz's questions, or more.", n=SLOW_TIMES),
        Sentence(
            "Over-exposed: drawn in more than %(n)s %% of the forms of an exam, and %(times)s times as often as its questions are on average.",
            n=OVER_EXPOSED_PERCENT, times=OVER_EXPOSED_TIMES,
        ),
        Sentence(
            "Differs by language: among people alike in the rest, by %(n)s percent points or more, and by more than twice its standard error.",
            n=round(LANGUAGE_GAP * 100),
        ),
    )  # fmt: skip


def reasons(figures: ItemFigures, setting: Setting) -> tuple[Sentence, ...]:
    """Why a question needs a look; empty: it does not, or too few have answered."""
    if figures.n < LEAST_FOR_JUDGING:
        return ()
    return (
        *_difficulty(figures), *_discrimination(figures), *_choices(figures), *_time(figures, setting.usual_seconds), *_exposure(setting),
        *_language(figures),
    )  # fmt: skip


def _percent(value: float) -> int:
    return round(value * 100)


def _difficulty(figures: ItemFigures) -> list[Sentence]:
    if figures.facility * 100 >= TOO_EASY_PERCENT:
        return [
            Sentence(
                "Too easy: %(n)s %% of the points are earned, so it tells people apart hardly at all.", n=_percent(figures.facility)
            )
        ]
    if figures.facility * 100 <= TOO_HARD_PERCENT:
        return [
            Sentence(
                "Too hard: only %(n)s %% of the points are earned. Is the key right, and is it taught?",
                n=_percent(figures.facility),
            )
        ]
    return []


def _discrimination(figures: ItemFigures) -> list[Sentence]:
    r = figures.discrimination
    if r is None:
        return []
    if r < 0:
        return [
            Sentence(
                "Discriminates negatively (%(r)s): who does well in the rest does worse here. Look at the key first.", r=f"{r:.2f}"
            )
        ]
    if r < POOR_DISCRIMINATION:
        return [Sentence("Discriminates poorly (%(r)s): right answers here say little about the rest.", r=f"{r:.2f}")]
    return []


def _choices(figures: ItemFigures) -> list[Sentence]:
    found = []
    for choice in figures.choices:
        if choice.is_right or choice.id in {RIGHT, OTHER, NOTHING}:
            continue
        if choice.share * 100 < UNUSED_PERCENT and not choice.id.startswith("turn-"):
            found.append(Sentence("Nobody, or hardly anybody, takes the choice “%(id)s”: it does not do its work.", id=choice.id))
        elif choice.share * 100 >= ATTRACTED_PERCENT and (choice.with_rest or 0) >= ATTRACTS:
            found.append(
                Sentence(
                    "Good people take the wrong choice “%(id)s”: it may be right as well, or the question unclear.", id=choice.id
                )
            )
    return found


def _time(figures: ItemFigures, usual: int | None) -> list[Sentence]:
    if figures.median_seconds is None or not usual or figures.median_seconds < SLOW_TIMES * usual:
        return []
    return [Sentence("Far slower than the others: %(n)s seconds, where %(m)s are usual.", n=figures.median_seconds, m=usual)]


def _exposure(setting: Setting) -> list[Sentence]:
    if not setting.is_drawn_exam or setting.exposure * 100 <= OVER_EXPOSED_PERCENT:
        return []
    if setting.exposure < OVER_EXPOSED_TIMES * setting.usual_exposure:
        return []
    return [Sentence("Over-exposed: %(n)s %% of the forms had it. Write more questions like it.", n=_percent(setting.exposure))]


def _language(figures: ItemFigures) -> list[Sentence]:
    gap, error = figures.language_gap, figures.language_gap_error
    if gap is None or error is None or abs(gap) < LANGUAGE_GAP or abs(gap) <= GAP_ERRORS * error:
        return []
    return [
        Sentence(
            "Differs by language, by %(n)s percent points among people alike in the rest: compare the two texts.",
            n=_percent(abs(gap)),
        )
    ]
