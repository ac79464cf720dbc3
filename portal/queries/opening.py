"""What a code opens now: the views before, the feedback after, or nothing."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Connection, Row, bindparam, exists, select

from forms.library import library
from forms.schema import Audience, Questionnaire, Stage
from portal.codes import code_hash, normalise
from portal.exceptions import ClosedError
from portal.extensions import look
from portal.models import (
    Adult,
    AgeBand,
    Child,
    Contribution,
    Invitation,
    InvitationStatus,
    Meeting,
    MeetingStatus,
    MeetingType,
    Staff,
)

LONDON = ZoneInfo("Europe/London")

_VIEWS_SENT = exists().where(Contribution.invitation_id == Invitation.id)
_BY_CODE = (
    select(
        Invitation.id,
        Invitation.audience,
        Invitation.shared,
        Invitation.language,
        Invitation.status,
        Meeting.held_on,
        Meeting.format,
        Meeting.status.label("meeting_status"),
        Meeting.team_id,
        Meeting.chair_id,
        MeetingType.kind,
        Staff.name.label("chair_name"),
        Child.age_band,
        Adult.role,
        _VIEWS_SENT.label("views_sent"),
    )
    .join(Meeting, Meeting.id == Invitation.meeting_id)
    .join(MeetingType, MeetingType.id == Meeting.type_id)
    .join(Staff, Staff.id == Meeting.chair_id)
    .outerjoin(Child, Child.id == Invitation.child_id)
    .outerjoin(Adult, Adult.id == Invitation.adult_id)
    .where(Invitation.code_hash == bindparam("code_hash"))
)
_STILL_OPEN = select(Invitation.id).where(Invitation.id == bindparam("id"), Invitation.status == InvitationStatus.OPEN)


@dataclass(frozen=True)
class Opening:
    """An open invitation: which questionnaire it opens, and what the first page tells."""

    invitation_id: uuid.UUID
    audience: Audience
    stage: Stage
    kind: str
    slug: str
    shared: bool
    language: str
    held_on: date
    format: str
    team_id: uuid.UUID
    chair_id: uuid.UUID
    chair_name: str
    views_sent: bool

    @property
    def questionnaire(self) -> Questionnaire:
        """The newest version of the edition it opens."""
        return library().newest(self.slug)


def today() -> date:
    """Return the day it is in England."""
    return datetime.now(LONDON).date()


def open_invitation(typed: str) -> Opening:
    """Return what a code opens today; raises ClosedError if it is no code or opens nothing now. One statement."""
    code = normalise(typed)
    if code is None:
        raise ClosedError("mistyped")
    row = look(_BY_CODE, code_hash=code_hash(code))
    if row is None or row.status != InvitationStatus.OPEN:
        raise ClosedError("unknown")
    return _opening(row)


def still_open(connection: Connection, invitation_id: uuid.UUID) -> bool:
    """Return whether an invitation has been neither withdrawn nor replaced."""
    return connection.execute(_STILL_OPEN, {"id": invitation_id}).first() is not None


def stage_of(*, held_on: date, status: MeetingStatus, audience: str, now: date) -> Stage:
    """Return the stage a meeting is at for somebody; raises ClosedError if there is nothing to answer.

    Before: until the day is over or the meeting is marked as held. After: for the council's number of days.
    A professional is only asked afterwards, from the day itself.
    """
    if status == MeetingStatus.STOOD_DOWN:
        raise ClosedError("stood_down")
    if now > last_day(held_on):
        raise ClosedError("over")
    if audience == Audience.PROFESSIONAL:
        if now < held_on:
            raise ClosedError("not_yet", held_on)
        return Stage.AFTER
    return Stage.AFTER if status == MeetingStatus.HELD or now > held_on else Stage.BEFORE


def last_day(held_on: date) -> date:
    """Return the last day on which feedback can be given."""
    return held_on + timedelta(days=current_app.config["HEARD"].council.feedback_days)


def edition_slug(*, audience: str, stage: Stage, kind: str, band: AgeBand | None, adult_role: str | None) -> str:
    """Return the edition for a person: by age for a child, by role for an adult."""
    if audience == Audience.CHILD:
        if stage == Stage.BEFORE:
            return f"child-before-{kind}-{(band or AgeBand.FROM_12).value}"
        return "child-after-4-7" if band == AgeBand.FROM_4 else "child-after-8-17"
    if audience == Audience.PARENT and stage == Stage.BEFORE:
        return "parent-before-foster-carer" if adult_role == "foster_carer" else "parent-before-parent"
    return f"{audience}-{stage}-all"


def _opening(row: Row[*tuple[Any, ...]]) -> Opening:
    stage = stage_of(held_on=row.held_on, status=row.meeting_status, audience=row.audience, now=today())
    slug = edition_slug(audience=row.audience, stage=stage, kind=row.kind, band=row.age_band, adult_role=row.role)
    return Opening(
        invitation_id=row.id,
        audience=Audience(row.audience),
        stage=stage,
        kind=row.kind,
        slug=slug,
        shared=row.shared,
        language=row.language,
        held_on=row.held_on,
        format=row.format.value,
        team_id=row.team_id,
        chair_id=row.chair_id,
        chair_name=row.chair_name,
        views_sent=row.views_sent,
    )
