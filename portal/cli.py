"""The commands. Each room's are in its own `commands.py`; here they are hung up."""

from __future__ import annotations

from flask import Flask

from portal import content_commands, job_commands, results_commands
from portal.audit import commands as audit
from portal.demo import commands as demo
from portal.exchange import commands as exchange
from portal.people import commands as people
from portal.performance import commands as performance
from portal.quizzes import statistics_commands

GROUPS = (
    content_commands.group,
    people.group,
    performance.group,
    audit.group,
    demo.group,
    exchange.group,
    job_commands.jobs,
    job_commands.certificates,
    statistics_commands.group,
    results_commands.group,
)


def register(app: Flask) -> None:
    """Install every command group on an app."""
    for group in GROUPS:
        app.cli.add_command(group)
