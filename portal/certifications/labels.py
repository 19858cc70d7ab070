"""The words of the certifications room."""

from portal.certifications.rules import State
from portal.i18n import lazy

STATES = {
    State.VALID: lazy("valid"),
    State.EXPIRING: lazy("expires soon"),
    State.GRACE: lazy("expired, renewal still open"),
    State.EXPIRED: lazy("expired"),
    State.REVOKED: lazy("revoked"),
    State.NOT_YET: lazy("not earned yet"),
}
COLOURS = {
    State.VALID: "met",
    State.EXPIRING: "near",
    State.GRACE: "missing",
    State.EXPIRED: "missing",
    State.REVOKED: "missing",
    State.NOT_YET: "",
}
PARTS = {"course": lazy("Course"), "exam": lazy("Exam"), "practical": lazy("Practical")}
