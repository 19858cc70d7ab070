"""The words of the promotions room."""

from portal.i18n import lazy
from portal.promotions.rules import Refusal

KINDS = {"promotion": lazy("Promotion"), "probation": lazy("Probation")}
STATES = {"open": lazy("open"), "approved": lazy("approved"), "declined": lazy("declined"), "withdrawn": lazy("withdrawn")}
VOTES = {"approve": lazy("approve"), "decline": lazy("decline")}
REFUSALS = {
    Refusal.CANDIDATE: lazy("Nobody decides about themselves."),
    Refusal.MANAGER: lazy("The candidate's managers endorse and do not vote."),
    Refusal.SUBORDINATE: lazy("People below the candidate do not decide."),
    Refusal.RIVAL: lazy("Somebody who is a candidate for the same place does not decide."),
    Refusal.RELATIVE: lazy("Declared relatives do not decide."),
    Refusal.NOT_APPOINTED: lazy("You are not appointed to decide this case."),
    Refusal.VOTED: lazy("You have voted."),
    Refusal.TOO_FEW: lazy("At least two people decide; HR appoints another one first."),
    Refusal.CLOSED: lazy("This case is decided."),
    Refusal.NO_REASON: lazy("Say why; the candidate reads it."),
}
