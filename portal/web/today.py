"""Today: what waits for whoever signed in, each role's part under the other."""

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user

from portal.queries.concerns import concern_board
from portal.queries.opening import today
from portal.queries.today import DAYS_AHEAD, coming_meetings, comments_waiting, house_in_numbers, meetings_without_codes
from portal.web.guard import ROLES, only_for

bp = Blueprint("today", __name__)
only_for(bp, *ROLES)


@bp.get("/staff/")
def index() -> str:
    """Show what waits for this person, in every role they hold."""
    day = today()
    parts: dict[str, Any] = {"day": day, "days_ahead": DAYS_AHEAD}
    if current_user.has_role("chair") or current_user.has_role("manager"):
        parts["board"] = concern_board(current_user)
    if current_user.has_role("chair"):
        parts["meetings"] = coming_meetings(current_user, day)
    if current_user.has_role("manager"):
        parts["comments"] = comments_waiting(current_user)
    if current_user.has_role("coordinator"):
        parts["without_codes"] = meetings_without_codes(day)
    if current_user.has_role("administrator"):
        parts["house"] = house_in_numbers()
    return render_template("today/index.html", **parts)
