"""Invitations: making codes, withdrawing them, replacing them. No code is ever written in the audit log."""

import uuid
from datetime import UTC, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from forms.schema import Audience
from portal.codes import code_hash, new_code
from portal.exceptions import RefusedError
from portal.extensions import db
from portal.languages import BY_CODE, DEFAULT
from portal.models import Adult, AgeBand, Child, Invitation, InvitationStatus, Meeting, MeetingStatus, Staff
from portal.queries.invitations import invitation_to_change, meeting_to_invite
from portal.queries.opening import last_day, today
from portal.services.audit import note


def build_invitation(
    meeting: Meeting, audience: str, *, child: Child | None = None, adult: Adult | None = None, language: str = "en"
) -> Invitation:
    """Return an invitation with a new code, added to the transaction that is under way; whoever calls commits.

    Without a child or an adult it is shared by a room.
    """
    code = new_code()
    invitation = Invitation(
        id=uuid.uuid4(),
        meeting=meeting,
        audience=audience,
        child=child,
        adult=adult,
        shared=child is None and adult is None,
        language=language if language in BY_CODE else DEFAULT.code,
        code=code,
        code_hash=code_hash(code),
        status=InvitationStatus.OPEN,
        created_at=datetime.now(UTC),
    )
    db.session.add(invitation)
    return invitation


def invite_child(staff: Staff, child: Child, language: str = "en") -> Invitation:
    """Make a code for a child.

    Raises RefusedError if they are under four, have an open code or the meeting asks nobody; NotFoundError.
    """
    meeting = _meeting_that_asks(staff, child.meeting_id)
    if child.age_band == AgeBand.UNDER_4:
        raise RefusedError(_("Children under 4 are not asked themselves, so there is no code for this child."))
    _refuse_a_second(meeting, child.id)
    return _keep(staff, build_invitation(meeting, Audience.CHILD, child=child, language=language))


def invite_adult(staff: Staff, adult: Adult, language: str = "en") -> Invitation:
    """Make a code for an adult; raises RefusedError if they have an open one or the meeting asks nobody."""
    meeting = _meeting_that_asks(staff, adult.meeting_id)
    _refuse_a_second(meeting, adult.id)
    return _keep(staff, build_invitation(meeting, Audience.PARENT, adult=adult, language=language))


def invite_room(staff: Staff, meeting: Meeting, audience: str = "professional") -> Invitation:
    """Make the code that the professionals in the room share; raises RefusedError if it is there already.

    A shared code for anybody else is refused: families answer one by one, each with a code of their own.
    """
    meeting = _meeting_that_asks(staff, meeting.id)
    if audience != Audience.PROFESSIONAL:
        raise RefusedError(_("Only professionals share a code. Make one for each child and each adult."))
    _refuse_a_second(meeting, None)
    return _keep(staff, build_invitation(meeting, audience))


def invite_all_missing(staff: Staff, meeting: Meeting) -> int:
    """Make a code for everybody who has no open one: children of 4 and over, adults, the room. Return how many.

    Raises RefusedError if the meeting asks nobody, NotFoundError if its codes are not this person's to make.
    """
    meeting = _meeting_that_asks(staff, meeting.id)
    asked = _who_have_codes(meeting)
    made = [
        build_invitation(meeting, Audience.CHILD, child=child)
        for child in meeting.children
        if child.age_band != AgeBand.UNDER_4 and child.id not in asked
    ]
    made += [
        build_invitation(meeting, Audience.PARENT, adult=adult) for adult in meeting.adults if adult.id not in asked
    ]
    if None not in asked:
        made.append(build_invitation(meeting, Audience.PROFESSIONAL))
    for invitation in made:
        note(staff, "made_code", invitation.id, whose(invitation))
    db.session.commit()
    return len(made)


def withdraw(staff: Staff, invitation: Invitation) -> None:
    """Let a code open nothing any more; raises RefusedError if it already opens nothing, NotFoundError."""
    invitation = _still_open(staff, invitation)
    invitation.status = InvitationStatus.WITHDRAWN
    note(staff, "withdrew_code", invitation.id, whose(invitation))
    db.session.commit()


def replace(staff: Staff, invitation: Invitation) -> Invitation:
    """Put a new code in the place of one that was lost or seen, and return it.

    Raises RefusedError if the old one opens nothing any more or the meeting asks nobody, NotFoundError.
    """
    meeting = _meeting_that_asks(staff, invitation.meeting_id)
    old = _still_open(staff, invitation)
    fresh = build_invitation(meeting, old.audience, child=old.child, adult=old.adult, language=old.language)
    db.session.flush()
    old.status, old.replaced_by_id = InvitationStatus.REPLACED, fresh.id
    note(staff, "replaced_code", old.id, whose(old))
    db.session.commit()
    return fresh


def whose(invitation: Invitation) -> str:
    """Return whose an invitation is, as the audit log says it: a reference or a role, and the meeting's day."""
    person = invitation.child.case_reference if invitation.child else ""
    person = person or (invitation.adult.role if invitation.adult else "room")
    meeting = invitation.meeting
    return f"{person}, {meeting.type.kind} of {meeting.held_on.isoformat()}"


def refuse_unless_open(invitation: Invitation) -> None:
    """Raise RefusedError if a code was withdrawn or replaced."""
    if invitation.status != InvitationStatus.OPEN:
        raise RefusedError(_("This code opens nothing any more: it was withdrawn or replaced before."))


def _meeting_that_asks(staff: Staff, meeting_id: uuid.UUID) -> Meeting:
    """Return a meeting, held still so that nobody is given two codes at once; refuse one that asks nobody any more."""
    meeting = meeting_to_invite(staff, meeting_id, lock=True)
    if meeting.status == MeetingStatus.STOOD_DOWN:
        raise RefusedError(_("This meeting was stood down, so nobody is asked about it and it needs no codes."))
    if today() > last_day(meeting.held_on):
        raise RefusedError(_("The time for feedback on this meeting is over, so a new code would open nothing."))
    return meeting


def _refuse_a_second(meeting: Meeting, person_id: uuid.UUID | None) -> None:
    if person_id in _who_have_codes(meeting):
        raise RefusedError(_("There is an open code already. Replace it if it was lost or seen by somebody else."))


def _keep(staff: Staff, invitation: Invitation) -> Invitation:
    note(staff, "made_code", invitation.id, whose(invitation))
    db.session.commit()
    return invitation


def _who_have_codes(meeting: Meeting) -> set[uuid.UUID | None]:
    """Return the children and adults of a meeting who have an open code; None stands for the room."""
    open_ones = select(Invitation.child_id, Invitation.adult_id).where(
        Invitation.meeting_id == meeting.id, Invitation.status == InvitationStatus.OPEN
    )
    return {child_id or adult_id for child_id, adult_id in db.session.execute(open_ones)}


def _still_open(staff: Staff, invitation: Invitation) -> Invitation:
    meeting_to_invite(staff, invitation.meeting_id, lock=True)
    found = invitation_to_change(staff, invitation.id)
    refuse_unless_open(found)
    return found
