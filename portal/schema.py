"""All tables at once: for migrations, copies and tests, which need the whole schema whatever else is loaded."""

from portal.assignments import tables as assignments
from portal.audit import tables as audit
from portal.certifications import tables as certifications
from portal.courses import tables as courses
from portal.framework import tables as framework
from portal.outbox import tables as outbox
from portal.people import tables as people
from portal.performance import tables as performance
from portal.practicals import tables as practicals
from portal.promotions import tables as promotions
from portal.quizzes import tables as quizzes
from portal.reviews import tables as reviews
from portal.skills import tables as skills

ROOMS = (
    audit, outbox, people, framework, courses, quizzes, practicals, skills, certifications, assignments, performance, reviews,
    promotions,
)  # fmt: skip
LEDGERS = (
    "answer_events",
    "audit_entries",
    "evidence",
    "gate_decisions",
    "kpi_values",
    "markings",
    "marks",
    "practical_scores",
    "scores",
)
