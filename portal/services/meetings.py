"""Adds meetings, changes them, and says how they ended."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from portal.exceptions import RecordError, RefusedError
from portal.extensions import db
from portal.models import (
    Adult,
    AgeBand,
    Child,
    Invitation,
    InvitationStatus,
    Meeting,
    MeetingFormat,
    MeetingStatus,
    MeetingType,
    Staff,
)
from portal.queries.meetings import meeting_open_to
from portal.services.audit import note

SATURDAY = 5
OLDEST = 25
UNDER_FOUR = "PN0"


@dataclass(frozen=True)
class MeetingFacts:
    """What a coordinator knows of a meeting."""

    type_id: uuid.UUID
    held_on: date
    format: MeetingFormat
    team_id: uuid.UUID
    chair_id: uuid.UUID


@dataclass(frozen=True)
class ChildFacts:
    """A child a meeting is about; `id` if they were entered before."""

    case_reference: str
    age: int
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class AdultFacts:
    """An adult who is invited, by role; `id` if they were entered before."""

    role: str
    id: uuid.UUID | None = None


def add_meeting(
    staff: Staff, facts: MeetingFacts, children: Sequence[ChildFacts], adults: Sequence[AdultFacts]
) -> Meeting:
    """Add a meeting with its people; raises RecordError naming what is wrong."""
    meeting = Meeting(status=MeetingStatus.PLANNED, created_at=datetime.now(UTC))
    _refuse_to_keep_for_others(staff, facts)
    _set_facts(meeting, facts)
    db.session.add(meeting)
    _set_people(meeting, children, adults, asked=frozenset())
    db.session.flush()
    note(staff, "added_meeting", meeting.id)
    db.session.commit()
    return meeting


def change_meeting(
    staff: Staff,
    meeting_id: uuid.UUID,
    facts: MeetingFacts,
    children: Sequence[ChildFacts],
    adults: Sequence[AdultFacts],
) -> Meeting:
    """Change a meeting and its people.

    Raises NotFoundError if this person may not see it, RecordError naming what is wrong: somebody who was given
    a code cannot be taken off, and a child whose code is open cannot become too young for it.
    """
    meeting = meeting_open_to(staff, meeting_id)
    given = Invitation.meeting_id == meeting_id
    asked = _people_of(given)
    _refuse_too_young(children, _people_of(given, Invitation.status == InvitationStatus.OPEN))
    _set_facts(meeting, facts)
    _set_people(meeting, children, adults, asked=asked)
    note(staff, "changed_meeting", meeting.id)
    db.session.commit()
    return meeting


def mark_held(staff: Staff, meeting_id: uuid.UUID, today: date) -> None:
    """Say that a meeting took place: from now on its codes open the feedback.

    Raises RefusedError for a meeting whose day has not come.
    """
    meeting = meeting_open_to(staff, meeting_id)
    if meeting.held_on > today:
        raise RefusedError(_("This meeting is still to come. Change its date first if it was held earlier."))
    _end(staff, meeting, MeetingStatus.HELD, None)


def stand_down(staff: Staff, meeting_id: uuid.UUID, reason: str) -> None:
    """Say that a meeting did not go ahead, and why; raises RecordError without a reason."""
    meeting = meeting_open_to(staff, meeting_id)
    reason = reason.strip()
    if not 1 <= len(reason) <= 200:
        raise RecordError("reason", _("Say why it did not go ahead, in up to 200 characters."))
    _end(staff, meeting, MeetingStatus.STOOD_DOWN, reason)


def plan_again(staff: Staff, meeting_id: uuid.UUID) -> None:
    """Take back that a meeting was held or stood down."""
    _end(staff, meeting_open_to(staff, meeting_id), MeetingStatus.PLANNED, None)


def _end(staff: Staff, meeting: Meeting, status: MeetingStatus, reason: str | None) -> None:
    meeting.status, meeting.stood_down_reason = status, reason
    note(staff, f"meeting_{status.value}", meeting.id)
    db.session.commit()


def _refuse_to_keep_for_others(staff: Staff, facts: MeetingFacts) -> None:
    """Raise RecordError unless this person may keep such a meeting: any, one of their teams', or one they chair."""
    if staff.has_role("coordinator"):
        return
    managed = staff.has_role("manager") and facts.team_id in {team.id for team in staff.teams}
    chaired = staff.has_role("chair") and facts.chair_id == staff.id
    if not managed and not chaired:
        field = "team" if staff.has_role("manager") else "chair"
        raise RecordError(field, _("You can keep meetings of your own teams, or that you chair. Ask a coordinator."))


def _set_facts(meeting: Meeting, facts: MeetingFacts) -> None:
    kind = db.session.get(MeetingType, facts.type_id)
    if kind is None:
        raise RecordError("type", _("Choose a kind of meeting from the list."))
    if kind.kind == "conference" and facts.held_on.weekday() >= SATURDAY:
        db.session.rollback()
        raise RecordError("held_on", _("A conference is never on a Saturday or a Sunday. Choose another day."))
    meeting.type_id, meeting.team_id, meeting.chair_id = facts.type_id, facts.team_id, facts.chair_id
    meeting.held_on, meeting.format = facts.held_on, facts.format


def _set_people(
    meeting: Meeting, children: Sequence[ChildFacts], adults: Sequence[AdultFacts], *, asked: frozenset[uuid.UUID]
) -> None:
    """Make a meeting's people those given; raises RecordError and leaves everything as it was."""
    with db.session.no_autoflush:
        try:
            _check_children(children)
            _refuse_to_drop(meeting, {child.id for child in children} | {adult.id for adult in adults}, asked)
        except RecordError:
            db.session.rollback()
            raise
        _put_references_aside(meeting, children)
        meeting.children = [_child(meeting, facts) for facts in children]
        meeting.adults = [_adult(meeting, facts) for facts in adults]


def _put_references_aside(meeting: Meeting, children: Sequence[ChildFacts]) -> None:
    """Free each reference that now belongs to another row, so that two can change places: rows change one by one."""
    wanted = {facts.case_reference: facts.id for facts in children}
    for child in meeting.children:
        if wanted.get(child.case_reference, child.id) != child.id:
            child.case_reference = child.id.hex
    db.session.flush()


def _check_children(children: Sequence[ChildFacts]) -> None:
    if not children:
        raise RecordError("children", _("Enter at least one child: a case reference and an age."))
    references = [child.case_reference.casefold() for child in children]
    if len(set(references)) < len(references):
        raise RecordError("children", _("Two children have the same case reference. Each child is entered once."))
    if any(not 0 <= child.age <= OLDEST for child in children):
        raise RecordError("children", _("An age is a whole number of years, from 0 to 25."))


def _refuse_too_young(children: Sequence[ChildFacts], with_open_code: frozenset[uuid.UUID]) -> None:
    if any(child.id in with_open_code and AgeBand.of(child.age) == AgeBand.UNDER_4 for child in children):
        raise RecordError(
            "children", _("A child under 4 is not asked. Withdraw this child’s code, then change the age.")
        )


def _refuse_to_drop(meeting: Meeting, kept: set[uuid.UUID | None], asked: frozenset[uuid.UUID]) -> None:
    here = {child.id for child in meeting.children} | {adult.id for adult in meeting.adults}
    if (here & asked) - kept:
        raise RecordError("children", _("Somebody who has a code cannot be taken off. Withdraw the code instead."))


def _people_of(*conditions: ColumnElement[bool]) -> frozenset[uuid.UUID]:
    """Return the children and adults of the invitations that meet every condition."""
    found = select(Invitation.child_id, Invitation.adult_id).where(*conditions)
    return frozenset(key for row in db.session.execute(found) for key in row if key)


def _child(meeting: Meeting, facts: ChildFacts) -> Child:
    child = next((one for one in meeting.children if one.id == facts.id), None) if facts.id else None
    child = child or Child()
    child.case_reference, child.age, child.age_band = facts.case_reference, facts.age, AgeBand.of(facts.age)
    # Under four is PN0 and nothing else is; a code that the new age does not allow is to be chosen again.
    if child.participation_code and (child.participation_code == UNDER_FOUR) != (child.age_band == AgeBand.UNDER_4):
        child.participation_code = None
    return child


def _adult(meeting: Meeting, facts: AdultFacts) -> Adult:
    adult = next((one for one in meeting.adults if one.id == facts.id), None) if facts.id else None
    adult = adult or Adult()
    adult.role = facts.role
    return adult
