"""Every SELECT of the people room, by topic."""

from portal.people.queries.accommodations import AskedAccommodation, find_accommodation, list_accommodations
from portal.people.queries.cards import (
    DaySpan,
    Grant,
    PersonCard,
    RungSpan,
    count_people,
    find_person_id,
    has_people,
    list_absences,
    list_grants,
    list_people,
    list_rungs,
    list_teams,
    rung_history,
    search_people,
)
from portal.people.queries.notices import Told, find_told, latest_notice, list_noticed_at, noticed_at
from portal.people.queries.relations import (
    find_mentor,
    get_standing,
    has_role,
    hr_person_ids,
    hr_scope,
    list_managers_above,
    list_members,
    list_on_rung,
    list_relatives,
    list_report_ids,
    list_with_role,
    was_above,
)
from portal.people.queries.spans import list_team_spans
from portal.people.queries.viewer import find_account, find_viewer, token_hash, viewer_columns, viewer_from

__all__ = [
    "AskedAccommodation", "DaySpan", "Grant", "PersonCard", "RungSpan", "Told", "count_people", "find_accommodation", "find_account",
    "find_mentor", "find_person_id", "find_told", "find_viewer", "get_standing", "has_people", "has_role", "hr_person_ids", "hr_scope",
    "latest_notice", "list_absences", "list_accommodations", "list_grants", "list_managers_above", "list_members", "list_noticed_at",
    "list_on_rung", "list_people", "list_relatives", "list_report_ids", "list_rungs", "list_team_spans", "list_teams", "list_with_role",
    "noticed_at", "rung_history", "search_people", "token_hash", "viewer_columns", "viewer_from", "was_above",
]  # fmt: skip
