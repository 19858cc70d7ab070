"""All view files of the room, so that wiring it is one import. A new view file is one more line in PAGES."""

from portal.authoring import views
from portal.authoring.blueprint import bp

PAGES = (views,)

__all__ = ["PAGES", "bp"]
