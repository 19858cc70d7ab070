"""The words of the reports."""

from portal.exchange.values import Change, State
from portal.i18n import Message, lazy

STATES: dict[State, Message] = {
    State.IMPORTED: lazy("imported"),
    State.SIMPLIFIED: lazy("simplified"),
    State.REFUSED: lazy("refused"),
    State.LEFT_OUT: lazy("no question"),
}
WRITTEN: dict[State, Message] = {
    State.IMPORTED: lazy("written"),
    State.SIMPLIFIED: lazy("simplified"),
    State.REFUSED: lazy("not carried"),
}
CHANGES: dict[Change, Message] = {
    Change.NEW: lazy("new"),
    Change.SAME: lazy("as it is there"),
    Change.CHANGED: lazy("replaces the one there"),
}
EXPORT_LANGUAGES: dict[str, Message] = {
    "both": lazy("both languages"),
    "zh": lazy("Chinese only"),
    "en": lazy("English only"),
}
