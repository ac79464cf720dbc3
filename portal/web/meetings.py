"""Meetings: find one, see who was asked and has answered."""

import uuid

from flask import Blueprint, render_template, request
from flask_login import current_user

from portal.queries.invitations import invitations_of
from portal.queries.meetings import meeting_open_to, meeting_page, people_answered, people_asked
from portal.queries.opening import today
from portal.web.guard import only_for
from portal.web.meetings_forms import FilterForm, status_words
from portal.web.paging import page_address

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
        earlier=page_address("meetings.index", page.number - 1, page.pages),
        later=page_address("meetings.index", page.number + 1, page.pages),
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
        may_read=current_user.has_role("chair") or current_user.has_role("manager"),
        over=meeting.held_on <= today(),
    )
