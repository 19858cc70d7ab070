"""The words of the quizzes room's refusals and policies."""

from __future__ import annotations

from datetime import datetime

from portal.i18n import Message, lazy
from portal.quizzes.rules.attempting import Refusal
from portal.quizzes.rules.correcting import Refusal as CorrectionRefusal
from portal.quizzes.rules.marking_by_people import Refusal as Marking
from portal.quizzes.rules.uploading import Refusal as Upload
from portal.words import moment

REFUSALS = {
    Refusal.NO_ATTEMPTS_LEFT: lazy("You have used all attempts. Ask HR if you need another one."),
    Refusal.PASSED_ALREADY: lazy("You have passed this already."),
    Refusal.COURSES_FIRST: lazy("Finish the courses of the certification first."),
    Refusal.AWAITS_MARKING: lazy(
        "Your last attempt is still being marked. When the mark is there, you see whether you need another."
    ),
    Refusal.FINISHED: lazy("This attempt is finished; nothing more can be saved."),
    Refusal.NOT_OPEN: lazy("This renews a certificate. You hold none that can be renewed now."),
    Refusal.TOO_LATE: lazy("Time is up; what you had saved counts."),
}
MARKING_REFUSALS = {
    Marking.COMPLETE: lazy("Meanwhile others have marked this answer; nothing more is needed. Thank you."),
}
UPLOAD_REFUSALS = {
    Upload.EMPTY: lazy("This file is empty. Choose the recording itself."),
    Upload.TOO_LARGE: lazy("This file is larger than 100 MB. Record it shorter, or with a lower resolution."),
    Upload.UNKNOWN_TYPE: lazy("This kind of file is not taken. Send MP4, MOV, WebM, MP3, M4A, WAV, OGG, PDF, PNG, JPEG or WebP."),
    Upload.NOT_ASKED: lazy("This question does not ask for this kind of file. See above what you may hand in."),
    Upload.TOO_MANY: lazy("So many files were sent to this question already that no more are taken. Use one that you have sent."),
}
PURPOSES = {
    "practice": lazy("Practice: it shows you what you know and never counts in a review."),
    "certification": lazy("Exam: it counts for a certification. The result shows a score per skill."),
    "evidence": lazy("Evidence: the result counts in your review."),
}

CORRECTION_REFUSALS: dict[CorrectionRefusal, Message] = {
    CorrectionRefusal.NO_REASON: lazy("Say why the question is corrected; the approver reads it."),
    CorrectionRefusal.UNDER_WAY: lazy("Another correction of this question is open. Finish or withdraw it first."),
    CorrectionRefusal.NOTHING_TO_MARK: lazy(
        "There are no earlier answers that it could mark. Mend the question in its file first, or leave it out."
    ),
    CorrectionRefusal.OWN_PROPOSAL: lazy("Somebody else has to approve what you proposed."),
    CorrectionRefusal.OWN_RESULT: lazy("It moves a result of yours: somebody else has to approve it."),
    CorrectionRefusal.ANOTHER_RUNS: lazy("Another correction is being written. Approve this one when that has taken effect."),
    CorrectionRefusal.STALE: lazy("The question has changed since this was proposed. Withdraw it and propose it anew."),
    CorrectionRefusal.WITHDRAWN: lazy("This was withdrawn. Propose it anew."),
    CorrectionRefusal.APPROVED: lazy("This is approved already and goes its way."),
}


def refusal_message(refusal: Refusal, free_at: datetime | None) -> Message:
    """A refusal in a sentence; with the moment from which it is over."""
    if refusal is Refusal.MUST_WAIT:
        return lazy("You can try again from %(moment)s. Until then, practise what was missing.", moment=moment(free_at))
    if refusal is Refusal.NOT_OPEN and free_at is not None:
        return lazy("This renews a certificate that you hold. It opens on %(moment)s.", moment=moment(free_at))
    return REFUSALS[refusal]
