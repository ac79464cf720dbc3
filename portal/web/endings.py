"""How a meeting ended: held, stood down, or planned again."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.queries.meetings import meeting_open_to
from portal.queries.opening import today
from portal.services import meetings as services
from portal.web.guard import only_for
from portal.web.meetings_forms import StandDownForm
from portal.web.mistakes import mistakes_in

bp = Blueprint("endings", __name__)
only_for(bp, "chair", "manager", "coordinator")


@bp.post("/staff/meetings/<uuid:meeting_id>/held")
def held(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it took place."""
    services.mark_held(current_user, meeting_id, today())
    flash(_("This meeting was held. Its codes now ask how it was."), "good")
    return redirect(url_for("meetings.show", meeting_id=meeting_id))


@bp.route("/staff/meetings/<uuid:meeting_id>/stand-down", methods=["GET", "POST"])
def stand_down(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it did not go ahead, and why."""
    meeting = meeting_open_to(current_user, meeting_id)
    form = StandDownForm()
    if form.validate_on_submit():
        with mistakes_in(form):
            services.stand_down(current_user, meeting_id, form.why)
            flash(_("This meeting did not go ahead. Its codes say so, kindly."), "good")
            return redirect(url_for("meetings.show", meeting_id=meeting_id))
    return render_template("meetings/stand_down.html", meeting=meeting, form=form)


@bp.post("/staff/meetings/<uuid:meeting_id>/plan-again")
def plan_again(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take back that it was held or stood down."""
    services.plan_again(current_user, meeting_id)
    flash(_("This meeting is planned again."), "good")
    return redirect(url_for("meetings.show", meeting_id=meeting_id))
