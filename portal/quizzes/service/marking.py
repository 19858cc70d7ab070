"""A marker's ratings of one answer; the mark that follows once enough people have marked, and the score once all marks are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.db import db
from portal.errors import NotFound, PortalError
from portal.framework.queries import get_rubric
from portal.framework.rules import rubric_score
from portal.i18n import lazy
from portal.quizzes.labels import MARKING_REFUSALS
from portal.quizzes.queries.marking import Waiting, get_marker, list_waiting
from portal.quizzes.rules.marking import MarkValue
from portal.quizzes.rules.marking_by_people import Outcome, Refusal, given_by, outcome, refusal_to_mark
from portal.quizzes.service.scoring import marks_in_force, settle, write_marks
from portal.quizzes.tables import Attempt, Marking, Score

LONGEST_FEEDBACK = 4000


@dataclass(frozen=True)
class Marked:
    """What followed from a marking: whose answer it was, how many more markers are needed, and the score, if it is whole now."""

    person_id: int
    still_needed: int
    score: Score | None


def find_waiting(attempt_id: int, position: int, marker_id: int, today: date) -> Waiting:
    """An answer that waits and that this person may mark. Raises NotFound: a marker's business ends where the answer's does."""
    waiting = next((one for one in list_waiting(attempt_id) if one.position == position), None)
    if waiting is None:
        raise NotFound
    refusal = refusal_to_mark(get_marker(marker_id, today), waiting.person_id, waiting.purpose, waiting.still_needed)
    if refusal is not None:
        raise NotFound
    return waiting


def give(
    attempt_id: int, position: int, marker_id: int, ratings: Mapping[str, int], feedback: str, today: date, now: datetime
) -> Marked:
    """Add one marker's ratings to the ledger. Refuses where meanwhile enough others have marked."""
    attempt = db.session.scalar(
        select(Attempt).where(Attempt.id == attempt_id).with_for_update().execution_options(populate_existing=True)
    )
    if attempt is None or not 0 <= position < len(attempt.form) or "rubric" not in attempt.form[position]:
        raise NotFound
    waiting = next((one for one in list_waiting(attempt_id) if one.position == position), None)
    if waiting is None:
        raise PortalError(409, MARKING_REFUSALS[Refusal.COMPLETE])
    refusal = refusal_to_mark(get_marker(marker_id, today), attempt.person_id, attempt.purpose, waiting.still_needed)
    if refusal is not None:
        raise NotFound if refusal is not Refusal.COMPLETE else PortalError(409, MARKING_REFUSALS[refusal])
    following = _append(waiting, marker_id, ratings, feedback, now)
    if following.part is None:
        return Marked(attempt.person_id, following.still_needed, None)
    mark = MarkValue(following.part.numerator, following.part.denominator, attempt.form[position]["points"])
    write_marks(attempt, {position: mark}, given_by(following.marker_ids), now, now)
    return Marked(attempt.person_id, 0, settle(attempt, marks_in_force(attempt_id), now, now))


def _append(waiting: Waiting, marker_id: int, ratings: Mapping[str, int], feedback: str, now: datetime) -> Outcome:
    rubric = get_rubric(waiting.rubric_definition_id)
    try:
        earned, possible = rubric_score(rubric, ratings)
    except ValueError as error:
        raise PortalError(422, lazy("Rate every criterion from 1 to 5 before you save.")) from error
    before = next((one for one in waiting.markings if one.marker_id == marker_id), None)
    row = Marking(
        attempt_id=waiting.attempt_id, position=waiting.position, marker_id=marker_id, number=before.number + 1 if before else 1,
        rubric_definition_id=waiting.rubric_definition_id, ratings=dict(ratings), earned=earned, possible=possible,
        feedback=feedback.strip()[:LONGEST_FEEDBACK], given_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    [again] = [one for one in list_waiting(waiting.attempt_id) if one.position == waiting.position]
    return outcome(again.given, again.markers, rubric.largest_difference)
