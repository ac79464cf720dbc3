"""Adding meetings and changing them: any for coordinators, their teams' for managers, their own for chairs."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.queries.meetings import meeting_open_to
from portal.services import meetings as services
from portal.web.guard import only_for
from portal.web.meetings_forms import MeetingForm
from portal.web.mistakes import mistakes_in

bp = Blueprint("bookings", __name__)
only_for(bp, "chair", "manager", "coordinator")


@bp.route("/staff/meetings/add", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Add a meeting."""
    form = MeetingForm()
    if _ready(form):
        with mistakes_in(form):
            meeting = services.add_meeting(current_user, form.facts, form.children_given, form.adults_given)
            flash(_("The meeting is added. Make its codes below."), "good")
            return redirect(url_for("meetings.show", meeting_id=meeting.id))
    return render_template("meetings/form.html", form=form, heading=_("Add a meeting"))


@bp.route("/staff/meetings/<uuid:meeting_id>/change", methods=["GET", "POST"])
def change(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Change a meeting."""
    form = MeetingForm.of(meeting_open_to(current_user, meeting_id))
    if _ready(form):
        with mistakes_in(form):
            services.change_meeting(current_user, meeting_id, form.facts, form.children_given, form.adults_given)
            flash(_("The changes are kept."), "good")
            return redirect(url_for("meetings.show", meeting_id=meeting_id))
    return render_template("meetings/form.html", form=form, heading=_("Change this meeting"), meeting_id=meeting_id)


def _ready(form: MeetingForm) -> bool:
    """Return whether a form was sent to be kept and is sound; a press on 'More rows' only adds rows."""
    if form.is_submitted() and "more" in request.form:
        form.add_rows()
        return False
    return bool(form.validate_on_submit())
