"""The addresses of the careers room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("careers", __name__, template_folder="templates")
