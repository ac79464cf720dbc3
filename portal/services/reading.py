"""Opens the views sent for a meeting: first the audit log says who opened which, then they are read."""

import uuid

from portal.extensions import db
from portal.models import Contribution, Meeting, Staff
from portal.queries.views import Pack, contributions_to, meeting_with_views, pack_of
from portal.services.audit import note


def open_views(staff: Staff, meeting_id: uuid.UUID) -> Pack:
    """Return the pack of a meeting, with an entry in the audit log for every contribution in it.

    Raises NotFoundError if this person may not read the views of this meeting.
    """
    meeting = meeting_with_views(staff, meeting_id)
    contributions = contributions_to(meeting)
    # The reading ends here, so that SQLite can wait for its turn to write.
    db.session.commit()
    for contribution in contributions:
        note(staff, "opened_views", contribution.id, _whose(contribution, meeting))
    db.session.commit()
    return pack_of(staff, meeting, [contribution.id for contribution in contributions])


def _whose(contribution: Contribution, meeting: Meeting) -> str:
    """Name a contribution by reference or role and by its meeting's day, as the audit log may."""
    invitation = contribution.invitation
    child = next((one for one in meeting.children if one.id == invitation.child_id), None)
    adult = next((one for one in meeting.adults if one.id == invitation.adult_id), None)
    whose = child.case_reference if child else adult.role if adult else "shared"
    return f"{whose}, {meeting.type.kind} of {meeting.held_on.isoformat()}"
