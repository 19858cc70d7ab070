"""The words of the skills room."""

from portal.i18n import lazy
from portal.skills.rules import Freshness

FRESHNESS = {
    Freshness.FRESH: lazy("fresh"),
    Freshness.FADING: lazy("worth a review"),
    Freshness.STALE: lazy("long ago, review it"),
}
KINDS = {"exam": lazy("Exam"), "practical": lazy("Practical")}
