"""The addresses of the home room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("home", __name__, template_folder="templates")
