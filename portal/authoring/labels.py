"""The words of the authors' room."""

from collections import defaultdict

from portal.i18n import Message, lazy

POOLS: dict[str, Message] = {"practice": lazy("practice pool"), "exam": lazy("exam pool")}
PURPOSES: dict[str, Message] = {
    "practice": lazy("for practice"),
    "certification": lazy("for a certification"),
    "evidence": lazy("as evidence in reviews"),
}
# a type that nobody has named yet is shown as "other": adding a type changes nothing here
TYPES: defaultdict[str, Message] = defaultdict(lambda: lazy("another type"))
TYPES.update({
    "single_choice": lazy("single choice"),
    "multiple_choice": lazy("multiple choice"),
    "true_false": lazy("true or false"),
    "numeric": lazy("a number"),
    "calculated": lazy("calculated"),
    "short_text": lazy("short text"),
    "ordering": lazy("ordering"),
    "matching": lazy("matching"),
    "dialogue": lazy("customer dialogue"),
    "cloze": lazy("text with gaps"),
    "categorise": lazy("categories"),
    "hotspot": lazy("areas of a picture"),
    "open": lazy("open answer"),
    "role_play": lazy("role-play or pitch"),
})  # fmt: skip
