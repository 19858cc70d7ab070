"""The addresses of the performance room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("performance", __name__, template_folder="templates")
