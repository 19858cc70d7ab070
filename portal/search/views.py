"""The addresses of the search room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("search", __name__, template_folder="templates")
