"""The addresses of the courses room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("courses", __name__, template_folder="templates")
