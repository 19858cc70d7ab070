"""The words of the audit trail's actions."""

from __future__ import annotations

from flask import Flask

from portal.i18n import Message, lazy

ACTIONS: dict[str, Message] = {
    "accommodation.declined": lazy("declined an accommodation"),
    "accommodation.granted": lazy("granted an accommodation"),
    "account.disabled": lazy("closed an account"),
    "account.enabled": lazy("opened an account again"),
    "account.link_issued": lazy("issued a set-password link"),
    "answer.marked": lazy("marked an answer"),
    "appeal.dismissed": lazy("dismissed an appeal"),
    "appeal.made": lazy("made an appeal"),
    "appeal.opened": lazy("opened an appeal"),
    "appeal.upheld": lazy("upheld an appeal"),
    "assignment.cancelled": lazy("took back an assignment"),
    "assignment.given": lazy("gave an assignment"),
    "attempt.corrected": lazy("followed a correction in a result"),
    "attempt.finished": lazy("finished an attempt"),
    "certificate.revoked": lazy("revoked a certificate"),
    "correction.approved": lazy("approved a correction"),
    "correction.effective": lazy("put a correction in force"),
    "correction.proposed": lazy("proposed a correction"),
    "correction.withdrawn": lazy("withdrew a correction"),
    "course.completed": lazy("completed a course"),
    "cut_study.adopted": lazy("adopted a pass mark from a study"),
    "cut_study.opened": lazy("opened a cut-score study"),
    "cut_study.round_ended": lazy("ended a round of a cut-score study"),
    "dispute.declined": lazy("declined a dispute"),
    "dispute.raised": lazy("disputed a question"),
    "dispute.upheld": lazy("upheld a dispute"),
    "exemption.ended": lazy("ended an exemption"),
    "exemption.granted": lazy("exempted from a certification"),
    "gate.closed": lazy("closed the quality gate of a quiz"),
    "gate.opened": lazy("opened the quality gate of a quiz"),
    "kpis.imported": lazy("imported KPI figures"),
    "notice.published": lazy("published a notice"),
    "people.imported": lazy("imported people"),
    "person.opened": lazy("opened the results of a person"),
    "practical.scored": lazy("scored a practical"),
    "probation.checked": lazy("noted a probation talk"),
    "promotion.applied": lazy("put a decided promotion in force"),
    "promotion.decider_appointed": lazy("appointed a decider"),
    "promotion.endorsed": lazy("endorsed a promotion"),
    "promotion.opened": lazy("opened a promotion case"),
    "promotion.opened_page": lazy("read a promotion case"),
    "promotion.voted.": lazy("voted on a promotion"),
    "review.acknowledged": lazy("acknowledged a review"),
    "review.customer_answer": lazy("noted a customer's answer"),
    "review.excused.": lazy("left a part out of a review"),
    "review.opened": lazy("opened a review"),
    "review.reassigned": lazy("gave a review to another writer"),
    "review.signed": lazy("signed a review"),
    "review_cycle.exported": lazy("exported a review cycle"),
    "review_cycle.opened": lazy("opened a review cycle"),
    "review_cycle.opened_page": lazy("read a review cycle"),
    "role.granted.administrator": lazy("granted the role of administrator"),
    "role.granted.assessor": lazy("granted the role of assessor"),
    "role.granted.author": lazy("granted the role of author"),
    "role.granted.hr": lazy("granted the role of HR"),
    "role.withdrawn.administrator": lazy("withdrew the role of administrator"),
    "role.withdrawn.assessor": lazy("withdrew the role of assessor"),
    "role.withdrawn.author": lazy("withdrew the role of author"),
    "role.withdrawn.hr": lazy("withdrew the role of HR"),
}
OTHER = lazy("did something else")


def action_words(action: str) -> Message:
    """An action in words. A key that ends in a dot stands for every action that begins so."""
    family = action.rpartition(".")[0] + "."
    return ACTIONS.get(action) or ACTIONS.get(family) or OTHER


def register(app: Flask) -> None:
    """Install `action_words(action)` in templates."""
    app.jinja_env.globals.update(action_words=action_words)
