"""People: who may sign in, as what, in which teams. For administrators."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import DataRequired, Length

from portal.queries.people import people, person, teams
from portal.services import people as services
from portal.services.people import Particulars
from portal.web.guard import only_for
from portal.web.mistakes import mistakes_in

bp = Blueprint("people", __name__)
only_for(bp, "administrator")


def role_words() -> dict[str, str]:
    """Return what each role is called and what it opens."""
    return {
        "chair": _("Chair (IRO): the views and concerns of their own meetings"),
        "manager": _("Manager: views, feedback, comments and concerns of their teams"),
        "coordinator": _("Coordinator: meetings, codes and printing; never what people wrote"),
        "administrator": _("Administrator: people, teams and the audit log; never what people wrote"),
    }


class PersonForm(FlaskForm):
    """Who somebody is to the portal."""

    name = StringField(
        lazy_gettext("Name"),
        [
            DataRequired(lazy_gettext("Write their name, as families know it.")),
            Length(max=200, message=lazy_gettext("Keep the name under 200 characters.")),
        ],
        filters=[lambda text: text and text.strip()],
    )
    email = EmailField(
        lazy_gettext("E-mail"),
        [
            DataRequired(lazy_gettext("Write the e-mail address they will sign in with.")),
            Length(max=255, message=lazy_gettext("Keep the address under 255 characters.")),
        ],
        filters=[lambda text: text and text.strip()],
    )
    roles = SelectMultipleField(lazy_gettext("Roles"), [DataRequired(lazy_gettext("Choose at least one role."))])
    teams = SelectMultipleField(lazy_gettext("Teams"))

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the four roles and every team."""
        super().__init__(*given, **named)
        self.roles.choices = [SelectChoice(role, words) for role, words in role_words().items()]
        self.teams.choices = [SelectChoice(str(line.team.id), line.team.name) for line in teams()]

    @property
    def particulars(self) -> Particulars:
        """What was filled in."""
        return Particulars(
            name=self.name.data or "",
            email=self.email.data or "",
            roles=self.roles.data or [],
            team_ids=[uuid.UUID(key) for key in self.teams.data or []],
        )


@bp.get("/staff/people")
def index() -> str:
    """List everybody."""
    return render_template("people/index.html", people=people())


@bp.route("/staff/people/add", methods=["GET", "POST"])
def add() -> str:
    """Add somebody, and show the password to hand over: once, on this page only."""
    form = PersonForm()
    if form.validate_on_submit():
        with mistakes_in(form):
            someone, password = services.add_person(current_user, form.particulars)
            return render_template("people/password.html", person=someone, password=password, new=True)
    return render_template("people/add.html", form=form)


@bp.route("/staff/people/<uuid:person_id>", methods=["GET", "POST"])
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show somebody, and change who they are to the portal."""
    someone = person(person_id)
    form = PersonForm(
        name=someone.name,
        email=someone.email,
        roles=[role.name for role in someone.roles],
        teams=[str(team.id) for team in someone.teams],
    )
    if form.validate_on_submit():
        with mistakes_in(form):
            services.change_person(current_user, person_id, form.particulars)
            flash(_("The changes are kept."), "good")
            return redirect(url_for("people.index"))
    return render_template("people/show.html", person=someone, form=form)


@bp.post("/staff/people/<uuid:person_id>/switch-off")
def switch_off(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody sign in no more."""
    someone = services.switch_off(current_user, person_id)
    flash(_("%(name)s cannot sign in any more.", name=someone.name), "good")
    return redirect(url_for("people.show", person_id=person_id))


@bp.post("/staff/people/<uuid:person_id>/switch-on")
def switch_on(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody sign in again."""
    someone = services.switch_on(current_user, person_id)
    flash(_("%(name)s can sign in again.", name=someone.name), "good")
    return redirect(url_for("people.show", person_id=person_id))


@bp.post("/staff/people/<uuid:person_id>/password")
def password(person_id: uuid.UUID) -> str:
    """Give somebody a new password, shown once, on this page only."""
    someone, given = services.give_password(current_user, person_id)
    return render_template("people/password.html", person=someone, password=given, new=False)


@bp.post("/staff/people/<uuid:person_id>/two-step")
def two_step(person_id: uuid.UUID) -> ResponseReturnValue:
    """Forget somebody's two-step sign-in."""
    someone = services.forget_two_step(current_user, person_id)
    flash(_("%(name)s can sign in without a code now, and set two-step up again.", name=someone.name), "good")
    return redirect(url_for("people.show", person_id=person_id))
