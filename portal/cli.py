"""What an operator types, after `flask portal`."""

from flask import Flask
from flask.cli import AppGroup

portal = AppGroup("portal", help="Run the portal.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(portal)
