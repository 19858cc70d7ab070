"""The words of the courses room's enums."""

from portal.courses.rules import CourseState
from portal.i18n import lazy

STATES = {
    CourseState.LOCKED: lazy("something comes first"),
    CourseState.NEW: lazy("not begun"),
    CourseState.STARTED: lazy("begun"),
    CourseState.DONE: lazy("done"),
}
