"""Meetings: find one, see who was asked and has answered, say how it ended."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.queries.invitations import invitations_of
from portal.queries.meetings import MeetingPage, meeting_open_to, meeting_page, people_answered, people_asked
from portal.queries.opening import today
from portal.services import meetings as services
from portal.web.guard import only_for
from portal.web.meetings_forms import FilterForm, StandDownForm, status_words
from portal.web.mistakes import mistakes_in

bp = Blueprint("meetings", __name__)
only_for(bp, "chair", "manager", "coordinator")


@bp.get("/staff/meetings")
def index() -> str:
    """List meetings."""
    form = FilterForm(request.args)
    form.validate()
    page = meeting_page(current_user, form.wanted, request.args.get("page", 1, type=int))
    return render_template(
        "meetings/index.html",
        form=form,
        page=page,
        status_words=status_words(),
        earlier=_page_address(page.number - 1, page),
        later=_page_address(page.number + 1, page),
    )


@bp.get("/staff/meetings/<uuid:meeting_id>")
def show(meeting_id: uuid.UUID) -> str:
    """Show one meeting, its people and their codes."""
    meeting = meeting_open_to(current_user, meeting_id)
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        asked=people_asked([meeting.id]),
        answered=people_answered([meeting.id]),
        invitations=invitations_of(meeting),
        status_words=status_words(),
        may_print=current_user.has_role("coordinator") or meeting.chair_id == current_user.id,
        may_read=current_user.has_role("chair") or current_user.has_role("manager"),
        may_change=current_user.has_role("coordinator"),
        over=meeting.held_on <= today(),
    )


@bp.post("/staff/meetings/<uuid:meeting_id>/held")
def held(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it took place."""
    services.mark_held(current_user, meeting_id, today())
    flash(_("This meeting was held. Its codes now ask how it was."), "good")
    return redirect(url_for(".show", meeting_id=meeting_id))


@bp.route("/staff/meetings/<uuid:meeting_id>/stand-down", methods=["GET", "POST"])
def stand_down(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it did not go ahead, and why."""
    meeting = services.meeting_to_end(current_user, meeting_id)
    form = StandDownForm()
    if form.validate_on_submit():
        with mistakes_in(form):
            services.stand_down(current_user, meeting_id, form.why)
            flash(_("This meeting did not go ahead. Its codes say so, kindly."), "good")
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("meetings/stand_down.html", meeting=meeting, form=form)


@bp.post("/staff/meetings/<uuid:meeting_id>/plan-again")
def plan_again(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take back that it was held or stood down."""
    services.plan_again(current_user, meeting_id)
    flash(_("This meeting is planned again."), "good")
    return redirect(url_for(".show", meeting_id=meeting_id))


def _page_address(number: int, page: MeetingPage) -> str:
    """Return the address of another page with the same filters, or '' if there is none."""
    if not 1 <= number <= page.pages:
        return ""
    address: str = url_for(".index", **{**request.args.to_dict(), "page": str(number)})  # type: ignore[arg-type]
    return address
