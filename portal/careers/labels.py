"""The words of the careers room."""

from portal.careers.rules import State
from portal.i18n import lazy

STATES = {
    State.MET: lazy("met"),
    State.NOT_MET: lazy("not met"),
    State.EXPIRING: lazy("expires soon"),
    State.UNKNOWN: lazy("not known yet"),
    State.PLANNED: lazy("planned, does not count"),
}
COLOURS = {State.MET: "met", State.NOT_MET: "missing", State.EXPIRING: "near", State.UNKNOWN: "near", State.PLANNED: "planned"}
BRANCHES = {"entry": lazy("Entry"), "management": lazy("Management"), "specialist": lazy("Specialist")}
