"""The audit log: who did what to which thing, and when. For administrators."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import Optional

from portal.queries.audit import AuditFilter, audit_actions, audit_page
from portal.queries.people import people
from portal.web.days import within_reason
from portal.web.guard import only_for
from portal.web.paging import page_address

bp = Blueprint("audit", __name__)
only_for(bp, "administrator")


class AuditForm(FlaskForm):
    """Which entries to show. It is sent by GET and changes nothing, so it needs no token."""

    class Meta:
        """How WTForms treats this form."""

        csrf = False

    person = SelectField(lazy_gettext("Who"), validate_choice=False)
    action = SelectField(lazy_gettext("What"), validate_choice=False)
    since = DateField(lazy_gettext("From"), [Optional(), within_reason])
    until = DateField(lazy_gettext("To"), [Optional(), within_reason])

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer everybody and everything in the log."""
        super().__init__(*given, **named)
        words = action_words()
        self.people = {str(one.id): one for one in people()}
        self.actions = set(audit_actions())
        actions = sorted((words.get(action, action.replace("_", " ")), action) for action in self.actions)
        self.person.choices = [
            SelectChoice("", _("Everybody")),
            *(SelectChoice(key, one.name) for key, one in self.people.items()),
        ]
        self.action.choices = [
            SelectChoice("", _("Everything")),
            *(SelectChoice(action, label) for label, action in actions),
        ]

    @property
    def wanted(self) -> AuditFilter:
        """What was chosen; whoever and whatever is not on the lists asks for everything."""
        chosen = self.people.get(self.person.data or "")
        return AuditFilter(
            person_id=chosen.id if chosen else None,
            action=self.action.data if self.action.data in self.actions else "",
            since=None if self.since.errors else self.since.data,
            until=None if self.until.errors else self.until.data,
        )


@bp.get("/staff/audit")
def index() -> str:
    """Show a page of the log."""
    form = AuditForm(request.args)
    form.validate()
    page = audit_page(form.wanted, request.args.get("page", 1, type=int))
    return render_template(
        "people/audit.html",
        form=form,
        page=page,
        words=action_words(),
        earlier=page_address("audit.index", page.number - 1, page.pages),
        later=page_address("audit.index", page.number + 1, page.pages),
    )


def action_words() -> dict[str, str]:
    """Return what stands in the log, in words; an action not named here reads as it is written."""
    return {
        "signed_in": _("signed in"),
        "opened_views": _("opened views"),
        "opened_concern": _("opened a concern"),
        "took_concern": _("took a concern"),
        "closed_concern": _("closed a concern"),
        "made_code": _("made a code"),
        "withdrew_code": _("withdrew a code"),
        "replaced_code": _("replaced a code"),
        "printed_code": _("printed or showed a code"),
        "added_person": _("added a person"),
        "added_administrator": _("added an administrator"),
        "changed_person": _("changed a person"),
        "switched_off_person": _("switched a person off"),
        "switched_on_person": _("switched a person on"),
        "gave_new_password": _("gave a new password"),
        "forgot_two_step": _("reset two-step sign-in"),
        "changed_password": _("changed their own password"),
        "changed_two_step": _("turned their two-step sign-in on or off"),
        "added_team": _("added a team"),
        "renamed_team": _("renamed a team"),
        "added_kind_of_meeting": _("added a kind of meeting"),
    }
