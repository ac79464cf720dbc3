"""What an operator types, after `flask portal`: one module a matter."""

from flask import Flask
from flask.cli import AppGroup

from portal.cli import example, people, preview, questionnaires, upkeep

portal = AppGroup("portal", help="Run the portal.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    for module in (example, people, preview, questionnaires, upkeep):
        module.add_to(portal)
    app.cli.add_command(portal)
