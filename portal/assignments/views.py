"""The addresses of the assignments room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("assignments", __name__, template_folder="templates")
