"""The words of the practicals room's refusals."""

from portal.i18n import lazy
from portal.practicals.rules import Refusal

REFUSALS = {
    Refusal.NO_ASSESSOR: lazy("Only an assessor may score a practical."),
    Refusal.ONESELF: lazy("Nobody scores themselves."),
    Refusal.IN_REPORTING_LINE: lazy("You stand in this person's reporting line; an assessor from outside scores it."),
    Refusal.RELATIVE: lazy("You are declared as related; somebody else scores it."),
    Refusal.CLOSED: lazy("This practical is scored already. To mend a slip, correct the score with a reason."),
}
