"""The blueprint that every view file of this room hangs its pages into."""

from flask import Blueprint

bp = Blueprint("authoring", __name__, template_folder="templates")
