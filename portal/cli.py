"""The commands. Each room's are in its own `commands.py`; here they are hung up."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Install every command group on an app."""
