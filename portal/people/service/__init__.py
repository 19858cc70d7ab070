"""Use cases of the people room, by topic."""

from portal.people.service.accommodations import ask_accommodation, decline_accommodation, grant_accommodation
from portal.people.service.importing import Outcome, import_people, plan_import, preview_import
from portal.people.service.notices import acknowledge, deliver, publish, remind
from portal.people.service.passwords import issue_link, set_password, use_link
from portal.people.service.signing_in import end_all_sign_ins, end_sign_in, open_sign_in, prove, sign_in
from portal.people.service.staff import add_person, choose_language, enable, grant_role, move_to_rung, withdraw_role

__all__ = [
    "Outcome", "acknowledge", "add_person", "ask_accommodation", "choose_language", "decline_accommodation", "deliver", "enable", "end_all_sign_ins",
    "end_sign_in", "grant_accommodation", "grant_role", "import_people", "issue_link", "move_to_rung", "open_sign_in", "plan_import",
    "preview_import", "prove", "publish", "remind", "set_password", "sign_in", "use_link", "withdraw_role",
]  # fmt: skip
