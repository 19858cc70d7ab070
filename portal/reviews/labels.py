"""The words of the reviews room."""

from portal.i18n import lazy
from portal.reviews.rules.acting import Refusal
from portal.reviews.rules.calculation import State

COMPONENTS = {"kpis": lazy("KPIs"), "learning": lazy("Learning"), "feedback": lazy("Feedback")}
ITEMS = {
    "requirements": lazy("Requirements"),
    "manager": lazy("Manager"),
    "colleagues": lazy("Colleagues"),
    "customers": lazy("Customers"),
}
STATES = {
    "open": lazy("being written"),
    "signed": lazy("signed, waits for you"),
    "acknowledged": lazy("read"),
    "appealed": lazy("appealed"),
    "decided": lazy("appeal decided"),
}
COVERAGE = {State.COVERED: lazy("counted"), State.MISSING: lazy("missing"), State.EXCUSED: lazy("excused")}
REFUSALS = {
    Refusal.SIGNED: lazy("This review is signed. What changes later marks it for another look and never rewrites it."),
    Refusal.MISSING: lazy("Something is still missing. Wait for it, or have HR excuse it with a reason; then sign."),
    Refusal.NO_RATING: lazy("Choose a rating: it is yours, the calculation is only evidence."),
    Refusal.NO_REASON: lazy("Say why you give this rating; the person reads it."),
    Refusal.NOT_SIGNED: lazy("This review is not signed yet."),
    Refusal.CLOSED: lazy("Feedback for this review is closed."),
    Refusal.TOO_MANY: lazy("Eight colleagues are enough."),
    Refusal.NOT_A_COLLEAGUE: lazy("The person and their manager are no colleagues here; choose somebody else."),
    Refusal.OWN_DECISION: lazy("Somebody else decides this appeal: neither the person nor who signed."),
    Refusal.DECIDED: lazy("This appeal is decided."),
    Refusal.NOT_ON_SCALE: lazy("Choose a step of the scale first."),
}
OUTCOMES = {"upheld": lazy("upheld"), "dismissed": lazy("dismissed")}
