"""The words of the quizzes room's refusals and policies."""

from __future__ import annotations

from datetime import datetime

from portal.i18n import Message, lazy
from portal.quizzes.rules.attempting import Refusal
from portal.words import moment

REFUSALS = {
    Refusal.NO_ATTEMPTS_LEFT: lazy("You have used all attempts. Ask HR if you need another one."),
    Refusal.PASSED_ALREADY: lazy("You have passed this already."),
    Refusal.COURSES_FIRST: lazy("Finish the courses of the certification first."),
    Refusal.FINISHED: lazy("This attempt is finished; nothing more can be saved."),
    Refusal.NOT_OPEN: lazy("This renews a certificate. You hold none that can be renewed now."),
    Refusal.TOO_LATE: lazy("Time is up; what you had saved counts."),
}
PURPOSES = {
    "practice": lazy("Practice: it shows you what you know and never counts in a review."),
    "certification": lazy("Exam: it counts for a certification. The result shows a score per skill."),
    "evidence": lazy("Evidence: the result counts in your review."),
}


def refusal_message(refusal: Refusal, free_at: datetime | None) -> Message:
    """A refusal in a sentence; with the moment from which it is over."""
    if refusal is Refusal.MUST_WAIT:
        return lazy("You can try again from %(moment)s. Until then, practise what was missing.", moment=moment(free_at))
    if refusal is Refusal.NOT_OPEN and free_at is not None:
        return lazy("This renews a certificate that you hold. It opens on %(moment)s.", moment=moment(free_at))
    return REFUSALS[refusal]
