"""The words of the administration."""

from portal.i18n import Message, lazy

ROLES: dict[str, Message] = {
    "hr": lazy("HR"),
    "assessor": lazy("Assessor"),
    "author": lazy("Author"),
    "administrator": lazy("Administrator"),
}
