"""The words of the courses room's enums."""

from portal.courses.rules import CourseState
from portal.i18n import lazy

# in the order of the catalogue: what is under way stands first, what is finished last
HEADINGS = {
    CourseState.STARTED: lazy("Under way"),
    CourseState.NEW: lazy("Open to you now"),
    CourseState.LOCKED: lazy("Later, something comes first"),
    CourseState.DONE: lazy("Finished"),
}
