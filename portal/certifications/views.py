"""The addresses of the certifications room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("certifications", __name__, template_folder="templates")
