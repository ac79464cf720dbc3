"""Concerns a person may see: those nobody has taken first, the late ones at the very top."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import defer, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from portal.exceptions import NotFoundError
from portal.extensions import db
from portal.models import Concern, ConcernStatus, Invitation, Meeting, Staff

CLOSED_SHOWN = 50


@dataclass(frozen=True)
class ConcernBoard:
    """What is waiting, what somebody has in hand, and what was closed lately."""

    late: tuple[Concern, ...]
    waiting: tuple[Concern, ...]
    taken: tuple[Concern, ...]
    closed: tuple[Concern, ...]


def concern_board(staff: Staff) -> ConcernBoard:
    """Return every open or taken concern this person may see, and the newest closed ones."""
    now = datetime.now(UTC)
    waiting = open_concerns(staff)
    taken = _concerns(staff, Concern.status == ConcernStatus.TAKEN).order_by(Concern.taken_at)
    closed = _concerns(staff, Concern.status == ConcernStatus.CLOSED).order_by(Concern.closed_at.desc())
    return ConcernBoard(
        late=tuple(one for one in waiting if is_late(one, now)),
        waiting=tuple(one for one in waiting if not is_late(one, now)),
        taken=tuple(db.session.scalars(taken)),
        closed=tuple(db.session.scalars(closed.limit(CLOSED_SHOWN))),
    )


def open_concerns(staff: Staff) -> Sequence[Concern]:
    """Return the concerns that nobody has taken, the one that is to be taken soonest first."""
    found = _concerns(staff, Concern.status == ConcernStatus.OPEN).order_by(Concern.acknowledge_by)
    return db.session.scalars(found).all()


def concern_to_read(staff: Staff, concern_id: uuid.UUID) -> Concern:
    """Return one concern with its words; raises NotFoundError if this person may not see it."""
    found = select(Concern).where(Concern.id == concern_id, concerns_open_to(staff)).options(*_around())
    concern = db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if concern is None:
        raise NotFoundError
    return concern


def concerns_open_to(staff: Staff) -> ColumnElement[bool]:
    """Return the condition on concerns this person may see: of their teams, or of their own meetings.

    A concern from feedback has no invitation, so that only a manager sees it.
    """
    conditions: list[ColumnElement[bool]] = []
    if staff.has_role("manager"):
        conditions.append(Concern.team_id.in_([team.id for team in staff.teams]))
    if staff.has_role("chair"):
        own = select(Invitation.id).join(Invitation.meeting).where(Meeting.chair_id == staff.id)
        conditions.append(Concern.invitation_id.in_(own))
    return or_(*conditions) if conditions else false()


def is_late(concern: Concern, now: datetime | None = None) -> bool:
    """Return whether nobody has taken a concern in the time there was."""
    return concern.status == ConcernStatus.OPEN and concern.acknowledge_by < (now or datetime.now(UTC))


def _concerns(staff: Staff, condition: ColumnElement[bool]) -> Select[Concern]:
    """Find concerns without their words: those are opened one at a time, and that is written down."""
    hidden = (defer(Concern.words, raiseload=True), defer(Concern.note, raiseload=True))
    return select(Concern).where(concerns_open_to(staff), condition).options(*_around(), *hidden)


def _around() -> tuple[ORMOption, ...]:
    invitation = joinedload(Concern.invitation)
    return (
        joinedload(Concern.team),
        joinedload(Concern.owner),
        invitation.joinedload(Invitation.child),
        invitation.joinedload(Invitation.adult),
        invitation.joinedload(Invitation.meeting).selectinload(Meeting.children),
    )
