"""The addresses of the teams room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("teams", __name__, template_folder="templates")
