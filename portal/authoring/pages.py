"""All view files of the room, so that wiring it is one import. A new view file is one more line in PAGES."""

from portal.authoring import correction_views, cut_score_views, gate_views, statistics_views, views
from portal.authoring.blueprint import bp

PAGES = (views, statistics_views, cut_score_views, gate_views, correction_views)

__all__ = ["PAGES", "bp"]
