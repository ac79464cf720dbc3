"""People who sign in, their teams, and the council's kinds of meeting."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.exceptions import NotFoundError
from portal.extensions import db
from portal.models import Meeting, MeetingType, Staff, Team
from portal.models.staff import staff_teams


@dataclass(frozen=True)
class TeamLine:
    """A team, how many people belong to it and how many meetings it has."""

    team: Team
    people: int
    meetings: int


def people() -> Sequence[Staff]:
    """Return everybody who signs in or once did: those who may come in first, by name."""
    return db.session.scalars(select(Staff).order_by(Staff.active.desc(), Staff.name)).all()


def person(person_id: uuid.UUID) -> Staff:
    """Return one person; raises NotFoundError if there is none."""
    found = db.session.get(Staff, person_id)
    if found is None:
        raise NotFoundError
    return found


def teams() -> tuple[TeamLine, ...]:
    """Return every team, by name."""
    belonging = (
        select(func.count())
        .select_from(staff_teams.join(Staff.__table__))
        .where(staff_teams.c.team_id == Team.id, Staff.active.is_(True))
        .scalar_subquery()
    )
    meeting = select(func.count()).select_from(Meeting).where(Meeting.team_id == Team.id).scalar_subquery()
    rows = db.session.execute(select(Team, belonging, meeting).order_by(Team.name))
    return tuple(TeamLine(*row) for row in rows)


def team(team_id: uuid.UUID) -> Team:
    """Return one team; raises NotFoundError if there is none."""
    found = db.session.get(Team, team_id)
    if found is None:
        raise NotFoundError
    return found


def meeting_types() -> Sequence[MeetingType]:
    """Return the council's kinds of meeting: conferences, then reviews, by name."""
    return db.session.scalars(select(MeetingType).order_by(MeetingType.kind, MeetingType.name)).all()
