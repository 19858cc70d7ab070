"""The addresses of the skills room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("skills", __name__, template_folder="templates")
