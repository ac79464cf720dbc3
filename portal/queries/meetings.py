"""Meetings: which there are, whom they are about, and who has been asked and has answered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from portal.exceptions import NotFoundError
from portal.extensions import db
from portal.models import (
    Child,
    Contribution,
    Invitation,
    InvitationStatus,
    Meeting,
    MeetingStatus,
    MeetingType,
    Role,
    Staff,
    Team,
)
from portal.queries.access import meetings_open_to

PAGE_SIZE = 50


@dataclass(frozen=True)
class MeetingFilter:
    """Which meetings to list; what is not given does not narrow the list."""

    since: date | None = None
    until: date | None = None
    team_id: uuid.UUID | None = None
    chair_id: uuid.UUID | None = None
    kind: str = ""
    status: str = ""
    reference: str = ""


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in the list, and who of its people was asked and has answered."""

    meeting: Meeting
    asked: frozenset[uuid.UUID]
    answered: frozenset[uuid.UUID]


@dataclass(frozen=True)
class MeetingPage:
    """Some lines of the list, and where among all of them."""

    lines: tuple[MeetingLine, ...]
    number: int
    pages: int
    total: int


def meeting_page(staff: Staff, wanted: MeetingFilter, number: int = 1) -> MeetingPage:
    """Return one page of the meetings this person may see, latest first; a number outside gives the nearest page."""
    conditions = [meetings_open_to(staff), *_conditions(wanted)]
    counted = select(func.count()).select_from(Meeting).join(Meeting.type).where(*conditions)
    total = db.session.scalar(counted) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), pages)
    found = (
        select(Meeting)
        .join(Meeting.type)
        .where(*conditions)
        .options(selectinload(Meeting.children), selectinload(Meeting.adults))
        .order_by(Meeting.held_on.desc(), Meeting.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    meetings = db.session.scalars(found).all()
    keys = [meeting.id for meeting in meetings]
    asked, answered = people_asked(keys), people_answered(keys)
    return MeetingPage(tuple(MeetingLine(one, asked, answered) for one in meetings), number, pages, total)


def meeting_open_to(staff: Staff, meeting_id: uuid.UUID) -> Meeting:
    """Return a meeting with its people; raises NotFoundError if this person may not see it."""
    found = (
        select(Meeting)
        .where(Meeting.id == meeting_id, meetings_open_to(staff))
        .options(selectinload(Meeting.children), selectinload(Meeting.adults))
    )
    meeting = db.session.scalars(found).one_or_none()
    if meeting is None:
        raise NotFoundError
    return meeting


def people_asked(meeting_ids: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return the children and adults of these meetings who have a code that opens something."""
    found = select(Invitation.child_id, Invitation.adult_id).where(
        Invitation.meeting_id.in_(meeting_ids), Invitation.status == InvitationStatus.OPEN
    )
    return frozenset(key for row in db.session.execute(found) for key in row if key is not None)


def people_answered(meeting_ids: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return the children and adults of these meetings who gave their views before; feedback names nobody."""
    who = func.coalesce(Invitation.child_id, Invitation.adult_id)
    found = select(who).join(Contribution, Contribution.invitation_id == Invitation.id)
    return frozenset(db.session.scalars(found.where(Invitation.meeting_id.in_(meeting_ids), who.is_not(None))))


def chairs() -> Sequence[Staff]:
    """Return everybody who chairs and can sign in, by name."""
    found = select(Staff).where(Staff.roles.any(Role.name == "chair"), Staff.active.is_(True)).order_by(Staff.name)
    return db.session.scalars(found).all()


def all_teams() -> Sequence[Team]:
    """Return every team, by name."""
    return db.session.scalars(select(Team).order_by(Team.name)).all()


def all_meeting_types() -> Sequence[MeetingType]:
    """Return the council's own list of kinds of meeting, by name."""
    return db.session.scalars(select(MeetingType).order_by(MeetingType.name)).all()


def _conditions(wanted: MeetingFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.since:
        conditions.append(Meeting.held_on >= wanted.since)
    if wanted.until:
        conditions.append(Meeting.held_on <= wanted.until)
    if wanted.team_id:
        conditions.append(Meeting.team_id == wanted.team_id)
    if wanted.chair_id:
        conditions.append(Meeting.chair_id == wanted.chair_id)
    if wanted.kind:
        conditions.append(MeetingType.kind == wanted.kind)
    if wanted.status:
        conditions.append(Meeting.status == MeetingStatus(wanted.status))
    if wanted.reference:
        conditions.append(Meeting.children.any(Child.case_reference.icontains(wanted.reference, autoescape=True)))
    return conditions
