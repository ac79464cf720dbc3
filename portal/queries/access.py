"""Which meetings a member of staff may see, and whose views they may read."""

from sqlalchemy import ColumnElement, false, or_, true

from portal.models import Meeting, Staff


def meetings_open_to(staff: Staff) -> ColumnElement[bool]:
    """Return the condition on meetings this person may see: all, their teams', or their own."""
    if staff.has_role("coordinator"):
        return true()
    return views_open_to(staff)


def views_open_to(staff: Staff) -> ColumnElement[bool]:
    """Return the condition on meetings whose views this person may read: their own, and their teams' if they manage."""
    conditions = []
    if staff.has_role("chair"):
        conditions.append(Meeting.chair_id == staff.id)
    if staff.has_role("manager"):
        conditions.append(Meeting.team_id.in_([team.id for team in staff.teams]))
    return or_(*conditions) if conditions else false()


def private_open_to(staff: Staff, meeting: Meeting) -> bool:
    """Return whether this person may read what was said to the chair alone."""
    return meeting.chair_id == staff.id
