"""Invitations for those who make and print them: whose each is, what it opens, and how it stands."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, defer, joinedload, selectinload

from portal.exceptions import ClosedError, NotFoundError
from portal.extensions import db
from portal.models import Adult, Child, Invitation, InvitationStatus, Meeting, Staff
from portal.queries.access import meetings_open_to
from portal.queries.opening import edition_slug, stage_of, today

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class InvitationRow:
    """One invitation in a meeting's list: whose, the edition it opens now, its language and how it stands.

    `slug` is empty when the code opens nothing now; if the code itself is open, `closed` says why, as ClosedError does.
    """

    id: uuid.UUID
    invitation: Invitation
    child: Child | None
    adult: Adult | None
    shared: bool
    slug: str
    closed: str
    language: str
    status: InvitationStatus

    @property
    def is_open(self) -> bool:
        """Whether the code has been neither withdrawn nor replaced."""
        return self.status == InvitationStatus.OPEN


def meeting_to_invite(staff: Staff, meeting_id: uuid.UUID, *, lock: bool = False) -> Meeting:
    """Return a meeting whose codes this person may make; raises NotFoundError for any other.

    `lock` lets nobody else change its codes until the transaction ends.
    """
    found = select(Meeting).where(Meeting.id == meeting_id, meetings_open_to(staff))
    found = found.options(selectinload(Meeting.children), selectinload(Meeting.adults))
    if lock:
        found = found.with_for_update(of=Meeting).execution_options(populate_existing=True)
    meeting = db.session.scalars(found).one_or_none()
    if meeting is None:
        raise NotFoundError
    return meeting


def child_to_invite(staff: Staff, meeting_id: uuid.UUID, child_id: uuid.UUID) -> Child:
    """Return a child of a meeting; raises NotFoundError as meeting_to_invite, or if the child is of another."""
    children = meeting_to_invite(staff, meeting_id).children
    return _only([child for child in children if child.id == child_id])


def adult_to_invite(staff: Staff, meeting_id: uuid.UUID, adult_id: uuid.UUID) -> Adult:
    """Return an adult of a meeting; raises NotFoundError as meeting_to_invite, or if they are of another."""
    adults = meeting_to_invite(staff, meeting_id).adults
    return _only([adult for adult in adults if adult.id == adult_id])


def invitation_to_change(staff: Staff, invitation_id: uuid.UUID) -> Invitation:
    """Return an invitation without its code; raises NotFoundError unless a coordinator or its meeting's chair asks."""
    return _one(_found(staff, invitation_id).options(defer(Invitation.code, raiseload=True)))


def invitation_to_print(staff: Staff, invitation_id: uuid.UUID) -> Invitation:
    """Return an invitation with its code; raises NotFoundError unless a coordinator or its meeting's chair asks."""
    return _one(_found(staff, invitation_id))


def invitations_to_print(staff: Staff, meeting_id: uuid.UUID) -> Sequence[Invitation]:
    """Return the open invitations of a meeting with their codes: children, adults, the room.

    Raises NotFoundError as meeting_to_invite.
    """
    meeting = meeting_to_invite(staff, meeting_id)
    found = _of(meeting).where(Invitation.status == InvitationStatus.OPEN)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def invitations_of(meeting: Meeting) -> tuple[InvitationRow, ...]:
    """Return every invitation of a meeting without its code: open ones first; children, adults, the room."""
    found = db.session.scalars(_of(meeting).options(defer(Invitation.code, raiseload=True)))
    return tuple(sorted((_row(meeting, one) for one in found), key=lambda row: not row.is_open))


def edition_of(invitation: Invitation, meeting: Meeting) -> tuple[str, str]:
    """Return the edition a code opens today and '', or '' and why an open code opens nothing."""
    if invitation.status != InvitationStatus.OPEN:
        return "", ""
    try:
        stage = stage_of(held_on=meeting.held_on, status=meeting.status, audience=invitation.audience, now=today())
    except ClosedError as error:
        return "", error.reason
    return edition_slug(
        audience=invitation.audience,
        stage=stage,
        kind=meeting.type.kind,
        band=invitation.child.age_band if invitation.child else None,
        adult_role=invitation.adult.role if invitation.adult else None,
    ), ""


def _row(meeting: Meeting, invitation: Invitation) -> InvitationRow:
    slug, closed = edition_of(invitation, meeting)
    return InvitationRow(
        id=invitation.id,
        invitation=invitation,
        child=invitation.child,
        adult=invitation.adult,
        shared=invitation.shared,
        slug=slug,
        closed=closed,
        language=invitation.language,
        status=invitation.status,
    )


def _of(meeting: Meeting) -> Select[Invitation]:
    return (
        select(Invitation)
        .where(Invitation.meeting_id == meeting.id)
        .outerjoin(Invitation.child)
        .outerjoin(Invitation.adult)
        .options(contains_eager(Invitation.child), contains_eager(Invitation.adult), joinedload(Invitation.meeting))
        .order_by(Invitation.audience, Child.case_reference, Adult.role, Invitation.created_at)
    )


def _found(staff: Staff, invitation_id: uuid.UUID) -> Select[Invitation]:
    return (
        select(Invitation)
        .join(Invitation.meeting)
        .join(Meeting.type)
        .where(Invitation.id == invitation_id, meetings_open_to(staff))
        .options(contains_eager(Invitation.meeting).selectinload(Meeting.children))
        .options(joinedload(Invitation.child), joinedload(Invitation.adult))
        .execution_options(populate_existing=True)
    )


def _one(found: Select[Invitation]) -> Invitation:
    return _only(db.session.scalars(found).unique().all())


def _only(found: Sequence[Thing]) -> Thing:
    if not found:
        raise NotFoundError
    return found[0]
