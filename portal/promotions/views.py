"""The addresses of the promotions room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("promotions", __name__, template_folder="templates")
