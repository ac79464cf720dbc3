"""Pages that anybody can read: help, privacy, accessibility, leaving safely; and the load balancer's question."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.queries.health import database_answers
from portal.web.assets import send_asset

bp = Blueprint("pages", __name__)


@bp.get("/help")
def help_lines() -> ResponseReturnValue:
    """Say whom to ring."""
    return _page("help")


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Say what is kept, who reads it and for how long."""
    return _page("privacy")


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Publish the accessibility statement the 2018 Regulations ask for."""
    return _page("accessibility")


@bp.get("/safety")
def safety() -> ResponseReturnValue:
    """Say what 'Leave this page' hides and what it does not."""
    return _page("safety")


@bp.get("/health")
def health() -> ResponseReturnValue:
    """Tell a load balancer whether the portal can reach its database."""
    return ({"status": "ok"}, 200) if database_answers() else ({"status": "no database"}, 503)


@bp.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Give browsers that ask for the old name the picture there is."""
    return send_asset("", "icon.svg")


def _page(name: str) -> str:
    return render_template(f"pages/{name}.html", leave_action=url_for("enter.leave"))
