"""The commands. Each room's are in its own `commands.py`; here they are hung up."""

from __future__ import annotations

from flask import Flask

from portal import content_commands
from portal.performance import commands as kpi_commands


def register(app: Flask) -> None:
    """Install every command group on an app."""
    for group in (content_commands.group, kpi_commands.group):
        app.cli.add_command(group)
