"""The words of corrections and disputes."""

from portal.i18n import Message, lazy
from portal.quizzes.rules.editing import Edit

EDITS: dict[Edit, Message] = {
    Edit.NONE: lazy("the same"),
    Edit.WORDING: lazy("wording only: marks stay as they are"),
    Edit.SCORING: lazy("scoring: its answers can be marked by the version of today"),
    Edit.BREAKING: lazy("breaking: its answers mean something else in the version of today"),
}
KINDS: dict[str, Message] = {
    "key": lazy("marked anew by the version of today"),
    "void": lazy("void: full points for everyone"),
}
STATES: dict[str, Message] = {
    "proposed": lazy("waits for approval"),
    "approved": lazy("approved, being written"),
    "effective": lazy("in force; certificates and reviews follow"),
    "done": lazy("in force"),
    "withdrawn": lazy("withdrawn"),
}
LINES: dict[str, Message] = {
    "pass_gained": lazy("gains the pass"),
    "pass_kept": lazy("pass kept"),
    "pass_lost": lazy("loses the pass (practice)"),
    "cut_gained": lazy("reaches the cut of a skill"),
    "cut_kept": lazy("cut of a skill kept"),
    "cut_lost": lazy("falls below the cut of a skill (practice)"),
    "level_gained": lazy("gains a level"),
    "level_kept": lazy("level kept"),
    "certificate_gained": lazy("gets a certificate"),
    "certificate_kept": lazy("certificate kept"),
    "open_review": lazy("has an open review, which follows"),
    "signed_review": lazy("has a signed review, marked for another look"),
    "open_case": lazy("has an open promotion case, which follows"),
    "decided_case": lazy("has a decided promotion case, marked for another look"),
}
ANSWERS: dict[str, Message] = {"True": lazy("yes"), "False": lazy("no")}
# the parts of a question's file that a difference may name; what is not here is shown as the file calls it
PARTS: dict[str, Message] = {
    "type": lazy("type"),
    "skill": lazy("skill"),
    "level": lazy("level"),
    "points": lazy("points"),
    "prompt": lazy("prompt"),
    "explanation": lazy("explanation"),
    "choices": lazy("choice"),
    "text": lazy("text"),
    "feedback": lazy("feedback"),
    "correct": lazy("is right"),
    "answer": lazy("right answer"),
    "accepted": lazy("accepted form"),
    "tolerance": lazy("tolerance"),
    "tolerance_percent": lazy("tolerance in percent"),
    "unit": lazy("unit"),
    "scoring": lazy("way of scoring"),
    "items": lazy("item"),
    "wrong_turns": lazy("wrong turn"),
    "pairs": lazy("pair"),
    "lefts": lazy("left side"),
    "rights": lazy("right side"),
    "parameters": lazy("parameter"),
}
