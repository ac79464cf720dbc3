"""What staff fill in about meetings."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from portal.models import Meeting, MeetingFormat
from portal.queries.meetings import MeetingFilter, all_meeting_types, all_teams, chairs
from portal.services.meetings import AdultFacts, ChildFacts, MeetingFacts
from portal.web.days import within_reason
from portal.web.rows import Rows

BLANK_CHILDREN, BLANK_ADULTS = 3, 2
MOST_ROWS = 40


def adult_roles() -> dict[str, str]:
    """Return the roles an adult may have, in words: never a name."""
    return {
        "mother": _("Mother"),
        "father": _("Father"),
        "step_parent": _("Step-parent"),
        "grandparent": _("Grandparent"),
        "foster_carer": _("Foster carer"),
        "carer": _("Carer"),
        "guardian": _("Guardian"),
        "relative": _("Relative"),
        "other": _("Another adult"),
    }


def format_words() -> dict[str, str]:
    """Return how people may meet, in words."""
    return {"in_person": _("In person"), "hybrid": _("In person and online"), "online": _("Online")}


def status_words() -> dict[str, str]:
    """Return where a meeting may stand, in words."""
    return {"planned": _("Planned"), "held": _("Held"), "stood_down": _("Stood down")}


def reasons() -> list[str]:
    """Return the usual reasons why a meeting does not go ahead."""
    return [
        _("It was asked for too late"),
        _("Not enough people to decide"),
        _("A parent could not come"),
        _("No interpreter"),
        _("The report was not shared in time"),
        _("The chair was ill"),
    ]


class FilterForm(FlaskForm):
    """Which meetings to list. It is sent by GET and changes nothing, so it needs no token."""

    class Meta:
        """How WTForms treats this form."""

        csrf = False

    since = DateField(lazy_gettext("From"), [Optional()])
    until = DateField(lazy_gettext("To"), [Optional()])
    team = SelectField(lazy_gettext("Team"), validate_choice=False)
    chair = SelectField(lazy_gettext("Chair"), validate_choice=False)
    kind = SelectField(lazy_gettext("Kind"), validate_choice=False)
    status = SelectField(lazy_gettext("Status"), validate_choice=False)
    reference = StringField(lazy_gettext("Case reference"), filters=[lambda text: text and text.strip()[:40]])

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer every team, chair, kind and status."""
        super().__init__(*given, **named)
        self.team.choices = [SelectChoice("", _("All teams")), *_keyed(all_teams())]
        self.chair.choices = [SelectChoice("", _("Everybody")), *_keyed(chairs())]
        self.kind.choices = [
            SelectChoice("", _("All kinds")),
            SelectChoice("review", _("Reviews")),
            SelectChoice("conference", _("Conferences")),
        ]
        self.status.choices = [SelectChoice("", _("Any")), *_worded(status_words())]

    @property
    def wanted(self) -> MeetingFilter:
        """What was chosen; whatever is not on a list does not narrow it."""
        return MeetingFilter(
            since=None if self.since.errors else self.since.data,
            until=None if self.until.errors else self.until.data,
            team_id=_key(_listed(self.team)),
            chair_id=_key(_listed(self.chair)),
            kind=_listed(self.kind),
            status=_listed(self.status),
            reference=self.reference.data or "",
        )


class ChildForm(Form):
    """One row: a child. A row without a reference is left out."""

    id = HiddenField()
    case_reference = StringField(
        lazy_gettext("Case reference"),
        [Length(max=40, message=lazy_gettext("Keep a case reference under 40 characters."))],
        filters=[lambda text: text and text.strip()],
    )
    age = IntegerField(lazy_gettext("Age at the meeting"), [Optional()])


class AdultForm(Form):
    """One row: an adult, by role. A row without a role is left out."""

    id = HiddenField()
    role = SelectField(lazy_gettext("Role"))

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer every role, and none."""
        super().__init__(*given, **named)
        self.role.choices = [SelectChoice("", _("Nobody")), *_worded(adult_roles())]


class MeetingForm(FlaskForm):
    """A meeting and its people."""

    type = SelectField(lazy_gettext("Kind of meeting"), [DataRequired(lazy_gettext("Choose a kind of meeting."))])
    held_on = DateField(
        lazy_gettext("Date"), [InputRequired(lazy_gettext("Enter the date of the meeting.")), within_reason]
    )
    format = RadioField(lazy_gettext("How people meet"), [DataRequired(lazy_gettext("Choose how people meet."))])
    team = SelectField(lazy_gettext("Team"), [DataRequired(lazy_gettext("Choose a team."))])
    chair = SelectField(lazy_gettext("Chair"), [DataRequired(lazy_gettext("Choose who chairs it."))])
    children = Rows(FormField(ChildForm), lazy_gettext("Children"), max_entries=MOST_ROWS)
    adults = Rows(FormField(AdultForm), lazy_gettext("Adults"), max_entries=MOST_ROWS)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the council's kinds, teams and chairs, and keep some rows blank."""
        super().__init__(*given, **named)
        self.type.choices = [SelectChoice("", _("Choose…")), *_keyed(all_meeting_types())]
        self.team.choices = [SelectChoice("", _("Choose…")), *_keyed(all_teams())]
        self.chair.choices = [SelectChoice("", _("Choose…")), *_keyed(chairs())]
        self.format.choices = _worded(format_words())
        if not self.is_submitted():
            self.add_rows()

    @classmethod
    def of(cls, meeting: Meeting) -> "MeetingForm":
        """Return the form with what is known of a meeting."""
        form = cls(
            type=str(meeting.type_id),
            held_on=meeting.held_on,
            format=meeting.format.value,
            team=str(meeting.team_id),
            chair=str(meeting.chair_id),
            children=[{"id": c.id, "case_reference": c.case_reference, "age": c.age} for c in meeting.children],
            adults=[{"id": one.id, "role": one.role} for one in meeting.adults],
        )
        form.keep_chair(meeting)
        return form

    def keep_chair(self, meeting: Meeting) -> None:
        """Offer the meeting's own chair too, who may have left since."""
        if meeting.chair_id not in {chair.id for chair in chairs()}:
            self.chair.choices.append(SelectChoice(str(meeting.chair_id), meeting.chair.name))  # type: ignore[union-attr]

    def add_rows(self) -> None:
        """Add blank rows for more people."""
        for rows, count in ((self.children, BLANK_CHILDREN), (self.adults, BLANK_ADULTS)):
            for _number in range(min(count, MOST_ROWS - len(rows))):
                rows.append_entry()

    @property
    def facts(self) -> MeetingFacts:
        """What was filled in of the meeting itself."""
        return MeetingFacts(
            type_id=uuid.UUID(self.type.data),
            held_on=cast("date", self.held_on.data),  # InputRequired saw to it
            format=MeetingFormat(self.format.data),
            team_id=uuid.UUID(self.team.data),
            chair_id=uuid.UUID(self.chair.data),
        )

    @property
    def children_given(self) -> list[ChildFacts]:
        """The rows with a child; one without an age has an age that no child has, and is refused by the service."""
        rows = [row.form for row in self.children if row.form.case_reference.data]
        return [
            ChildFacts(row.case_reference.data or "", -1 if row.age.data is None else row.age.data, _key(row.id.data))
            for row in rows
        ]

    @property
    def adults_given(self) -> list[AdultFacts]:
        """The rows with an adult."""
        return [AdultFacts(row.form.role.data, _key(row.form.id.data)) for row in self.adults if row.form.role.data]


class StandDownForm(FlaskForm):
    """Why a meeting did not go ahead."""

    usual = RadioField(lazy_gettext("Why did it not go ahead?"), validate_choice=False)
    reason = StringField(lazy_gettext("Another reason, in your words"), filters=[lambda text: text and text.strip()])

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the usual reasons."""
        super().__init__(*given, **named)
        self.usual.choices = [SelectChoice(reason, reason) for reason in reasons()]

    @property
    def why(self) -> str:
        """The reason given: own words before one from the list."""
        return self.reason.data or (self.usual.data if self.usual.data in reasons() else "") or ""


def _keyed(rows: Iterable[Any]) -> list[Any]:
    return [SelectChoice(str(row.id), row.name) for row in rows]


def _worded(words: dict[str, str]) -> list[Any]:
    return [SelectChoice(value, label) for value, label in words.items()]


def _listed(field: SelectField) -> str:
    """Return what was chosen if it is on the list, else nothing."""
    offered = {choice.value for choice in field.choices}  # type: ignore[union-attr]  # newer than the types
    return field.data if field.data in offered else ""


def _key(text: str | uuid.UUID | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text)) if text else None
    except ValueError:
        return None
