"""The front door: where a code is typed."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.codes import normalise
from portal.exceptions import ClosedError
from portal.extensions import csrf
from portal.services.limits import SLIPS, hit

bp = Blueprint("enter", __name__)
# No cookie is set before the first question, so no token can be checked; the guard checks where this comes from.
csrf.exempt(bp)


@bp.get("/")
def form() -> ResponseReturnValue:
    """Ask for a code."""
    return render_template("respond/enter.html", typed="", error="", leave_action=url_for(".leave"))


@bp.post("/")
def enter() -> ResponseReturnValue:
    """Go where a code leads, or say that it has a slip in it."""
    typed = request.form.get("code", "")[:60]
    code = normalise(typed)
    if code is not None:
        return redirect(url_for("respond.welcome", code=code), 303)
    hit(SLIPS, request.remote_addr or "")
    return render_template("respond/enter.html", typed=typed, error="mistyped", leave_action=url_for(".leave")), 422


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    """Go somewhere neutral; there is nothing to forget yet."""
    return redirect(current_app.config["HEARD"].council.leave_url, 303)


@bp.app_errorhandler(ClosedError)
def closed(error: ClosedError) -> ResponseReturnValue:
    """Say kindly why a code opens nothing now."""
    status = 404 if error.reason in {"unknown", "mistyped"} else 410
    page = render_template(
        "respond/closed.html", reason=error.reason, held_on=error.held_on, leave_action=url_for("enter.leave")
    )
    return page, status
