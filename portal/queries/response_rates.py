"""How many we heard from: meetings held against forms back, views before, and who we did not hear from."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from forms.schema import Audience
from portal.extensions import db
from portal.models import Adult, AgeBand, Child, Contribution, Invitation, Meeting, MeetingStatus, MeetingType
from portal.queries.counts import FormRow
from portal.queries.measures import Result, view_of
from portal.queries.periods import Period
from portal.queries.shares import Share, per_hundred
from portal.queries.suppression import ALL, Lattice, View


class HeldRow(NamedTuple):
    """How many meetings of a kind a team held in a quarter."""

    quarter: date
    team_id: uuid.UUID
    kind: str
    number: int


class InvitedRow(NamedTuple):
    """How many children of an age band, or adults of a role, held meetings were about, and how many gave views."""

    quarter: date
    team_id: uuid.UUID
    kind: str
    group: str
    invited: int
    heard: int


@dataclass(frozen=True)
class FormsBack:
    """The forms of one audience after meetings of one kind; `count` is None where it may not be shown."""

    audience: Audience
    kind: str
    held: int
    count: int | None

    @property
    def per_hundred(self) -> str | None:
        """Forms for each hundred meetings held, to one decimal."""
        return None if self.count is None else per_hundred(self.count, self.held)


def held_rows(period: Period, chair_id: uuid.UUID | None = None) -> list[HeldRow]:
    """Return the meetings held in a financial year, or one chair's. One statement."""
    quarter = _quarter(period.whole_year)
    counted = (
        select(quarter, Meeting.team_id, MeetingType.kind, func.count())
        .select_from(Meeting)
        .join(MeetingType, Meeting.type_id == MeetingType.id)
        .where(_held(period.whole_year, chair_id))
        .group_by(quarter, Meeting.team_id, MeetingType.kind)
    )
    return [HeldRow(_quarter_start(period, number), *rest) for number, *rest in db.session.execute(counted)]


def children_rows(period: Period, chair_id: uuid.UUID | None = None) -> list[InvitedRow]:
    """Return the children aged 4 and over at meetings held, by age band, and how many gave views before."""
    gave = exists().where(Invitation.child_id == Child.id, Contribution.invitation_id == Invitation.id)
    return _invited(Child, Child.age_band, gave, period, chair_id, Child.age >= 4)


def adult_rows(period: Period, chair_id: uuid.UUID | None = None) -> list[InvitedRow]:
    """Return the adults invited to meetings held, by role, and how many gave views before."""
    gave = exists().where(Invitation.adult_id == Adult.id, Contribution.invitation_id == Invitation.id)
    return _invited(Adult, Adult.role, gave, period, chair_id)


def meetings_held(rows: Iterable[HeldRow], period: Period, team_id: uuid.UUID | None, kind: str) -> int:
    """Return how many meetings were held in a period, by a team or all, of a kind or ALL."""
    return sum(row.number for row in rows if _inside(row, period, team_id, kind))


def forms_back(rows: Iterable[FormRow], audience: Audience, scope: tuple[Period, uuid.UUID | None, str]) -> int:
    """Return how many forms of an audience came back in a (period, team or all, kind or ALL)."""
    return sum(row.number for row in rows if row.audience is audience and _inside(row, *scope))


def own_forms_back(rows: Iterable[FormRow], audience: Audience, period: Period, whose: str) -> int | None:
    """Return a chair's own forms in a period; None where they are under five or another quarter would tell."""
    table: dict[View, int] = defaultdict(int)
    for row in rows:
        if (row.audience, row.whose, Period.year_of(row.quarter)) == (audience, whose, period.whole_year):
            table[(row.quarter.isoformat(),)] += row.number
    lattice = Lattice.of(table)
    view = (period.first.isoformat() if period.quarter else ALL,)
    return lattice.base(view) if lattice.shows(view) else None


def views_before(rows: Iterable[InvitedRow], period: Period, team_id: uuid.UUID | None, kind: str) -> Result:
    """Return how many of the children aged 4 and over gave views before, over all their age bands."""
    rows = list(rows)
    lattice = _lattice(((row.quarter.isoformat(), str(row.team_id), row.kind), row.invited) for row in rows)
    view = view_of(period, team_id, kind)
    return _result(lattice, view, sum(row.heard for row in rows if _inside(row, period, team_id, kind)))


def not_heard(rows: Iterable[InvitedRow], team_id: uuid.UUID | None, kind: str) -> dict[str, Result]:
    """Return, by each age band or role that was invited, how many gave no views in the whole year the rows are of."""
    rows = list(rows)
    lattice = _lattice(((str(row.team_id), row.kind, row.group), row.invited) for row in rows)
    found = {}
    for group in sorted({row.group for row in rows}, key=_group_order):
        missing = sum(
            row.invited - row.heard
            for row in rows
            if row.group == group and team_id in (None, row.team_id) and kind in (ALL, row.kind)
        )
        found[group] = _result(lattice, (str(team_id) if team_id else ALL, kind, group), missing)
    return {group: result for group, result in found.items() if not result.nobody}


def _lattice(invited: Iterable[tuple[View, int]]) -> Lattice:
    table: dict[View, int] = defaultdict(int)
    for cell, number in invited:
        table[cell] += number
    return Lattice.of(table)


def _result(lattice: Lattice, view: View, positive: int) -> Result:
    base = lattice.base(view)
    if not base:
        return Result(None, nobody=True)
    return Result(Share(positive, base) if lattice.shows(view) else None)


def _inside(row: Any, period: Period, team_id: uuid.UUID | None, kind: str) -> bool:
    """Return whether a row of any kind is in a period, of a team or all, and of a kind or ALL."""
    return row.quarter in period.quarters and team_id in (None, row.team_id) and kind in (ALL, row.kind)


def _invited(
    model: type[Child] | type[Adult],
    group: Any,
    gave_views: Any,
    period: Period,
    chair_id: uuid.UUID | None,
    *conditions: ColumnElement[bool],
) -> list[InvitedRow]:
    quarter = _quarter(period.whole_year)
    heard = func.sum(case((gave_views, 1), else_=0))
    counted = (
        select(quarter, Meeting.team_id, MeetingType.kind, group, func.count(), heard)
        .select_from(model)
        .join(Meeting, model.meeting_id == Meeting.id)
        .join(MeetingType, Meeting.type_id == MeetingType.id)
        .where(_held(period.whole_year, chair_id), *conditions)
        .group_by(quarter, Meeting.team_id, MeetingType.kind, group)
    )
    return [InvitedRow(_quarter_start(period, number), *rest) for number, *rest in db.session.execute(counted)]


def _held(year: Period, chair_id: uuid.UUID | None) -> ColumnElement[bool]:
    held = and_(Meeting.status == MeetingStatus.HELD, Meeting.held_on >= year.first, Meeting.held_on < year.end)
    return held if chair_id is None else and_(held, Meeting.chair_id == chair_id)


def _quarter(year: Period) -> Any:
    """Return an expression for a meeting's quarter, 1 to 4."""
    starts = enumerate(year.quarters[1:], start=1)
    return case(*((Meeting.held_on < start, number) for number, start in starts), else_=4).label("quarter")


def _quarter_start(period: Period, number: int) -> date:
    return period.whole_year.quarters[number - 1]


def _group_order(group: str) -> tuple[int, str]:
    bands = [band.value for band in AgeBand]
    return (bands.index(group) if group in bands else len(bands), group)
