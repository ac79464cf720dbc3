"""Teams and the council's own kinds of meeting. For administrators."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from portal.queries.people import meeting_types, team, teams
from portal.services import people as services
from portal.web.guard import only_for
from portal.web.mistakes import mistakes_in

bp = Blueprint("teams", __name__)
only_for(bp, "administrator")


class TeamForm(FlaskForm):
    """What a team is called."""

    name = StringField(
        lazy_gettext("Name of the team"),
        [
            DataRequired(lazy_gettext("Write what the team is called.")),
            Length(max=180, message=lazy_gettext("Keep the name under 180 characters.")),
        ],
        filters=[lambda text: text and text.strip()],
    )


class MeetingTypeForm(FlaskForm):
    """What a kind of meeting is called, as which of the two it runs, and when its report is due."""

    name = StringField(
        lazy_gettext("Name"),
        [
            DataRequired(lazy_gettext("Write what this kind of meeting is called.")),
            Length(max=180, message=lazy_gettext("Keep the name under 180 characters.")),
        ],
        filters=[lambda text: text and text.strip()],
    )
    kind = RadioField(
        lazy_gettext("It runs as"),
        [DataRequired(lazy_gettext("Choose which of the two it runs as."))],
        choices=[
            SelectChoice("review", lazy_gettext("a review of a child in care")),
            SelectChoice("conference", lazy_gettext("a child protection conference")),
        ],
    )
    report_working_days = IntegerField(
        lazy_gettext("Working days before the meeting by which the family should have the report"),
        [
            InputRequired(lazy_gettext("Write a number of days, 0 to 30.")),
            NumberRange(0, 30, lazy_gettext("Write a number of days, 0 to 30.")),
        ],
        default=3,
    )


@bp.get("/staff/teams")
def index() -> str:
    """List the teams and the kinds of meeting."""
    return render_template("people/teams.html", teams=teams(), meeting_types=meeting_types())


@bp.route("/staff/teams/add", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Add a team."""
    form = TeamForm()
    if form.validate_on_submit():
        with mistakes_in(form):
            services.add_team(current_user, form.name.data or "")
            flash(_("The team is added. Put people into it on their own pages."), "good")
            return redirect(url_for("teams.index"))
    return render_template("people/team.html", form=form, heading=_("Add a team"))


@bp.route("/staff/teams/<uuid:team_id>", methods=["GET", "POST"])
def rename(team_id: uuid.UUID) -> ResponseReturnValue:
    """Give a team another name."""
    form = TeamForm(name=team(team_id).name)
    if form.validate_on_submit():
        with mistakes_in(form):
            services.rename_team(current_user, team_id, form.name.data or "")
            flash(_("The team has its new name, everywhere and for every year."), "good")
            return redirect(url_for("teams.index"))
    return render_template("people/team.html", form=form, heading=_("Rename a team"))


@bp.route("/staff/meeting-kinds/add", methods=["GET", "POST"])
def add_meeting_type() -> ResponseReturnValue:
    """Add a kind of meeting."""
    form = MeetingTypeForm()
    if form.validate_on_submit():
        with mistakes_in(form):
            services.add_meeting_type(
                current_user, form.name.data or "", form.kind.data, form.report_working_days.data or 0
            )
            flash(_("The kind of meeting is on the list."), "good")
            return redirect(url_for("teams.index"))
    return render_template("people/meeting_type.html", form=form)
