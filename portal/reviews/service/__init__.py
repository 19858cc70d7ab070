"""Use cases of the reviews room, by topic."""

from portal.reviews.service.appeals import appeal, decide
from portal.reviews.service.computing import compute
from portal.reviews.service.cycles import excuse, look_again, look_again_at_all, open_cycle, reassign
from portal.reviews.service.snapshots import freeze
from portal.reviews.service.writing import acknowledge, add_customer_answer, give_feedback, invite, sign, write

__all__ = [
    "acknowledge", "add_customer_answer", "appeal", "compute", "decide", "excuse", "freeze", "give_feedback", "invite", "look_again",
    "look_again_at_all", "open_cycle", "reassign", "sign", "write",
]  # fmt: skip
