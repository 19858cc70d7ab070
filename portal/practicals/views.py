"""The addresses of the practicals room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("practicals", __name__, template_folder="templates")
