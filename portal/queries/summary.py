"""The summary: for a period, a team, a kind of meeting and an audience, how many answered and what they said."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from sqlalchemy import func, select

from forms.schema import Audience
from portal.extensions import db
from portal.models import Meeting, MeetingStatus, Staff, Team
from portal.queries import counts, measures, response_rates
from portal.queries.counts import MINE, FormRow
from portal.queries.disclosure import SMALLEST_BASE
from portal.queries.measures import MeasureYear, Result, Rule
from portal.queries.periods import Period
from portal.queries.response_rates import FormsBack
from portal.queries.suppression import ALL

KINDS = ("review", "conference")
NOTHING = MeasureYear({}, {})


@dataclass(frozen=True)
class Scope:
    """What a summary is about. Without a team it is the whole service; with a chair, that chair's own meetings."""

    period: Period
    audience: Audience
    team_id: uuid.UUID | None = None
    kind: str = ALL
    chair_id: uuid.UUID | None = None

    @property
    def is_service(self) -> bool:
        """Whether this is the figure others are set beside."""
        return self.team_id is None and self.chair_id is None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of meeting counted."""
        return KINDS if self.kind == ALL else (self.kind,)

    @property
    def before(self) -> "Scope":
        """The same a year before."""
        return replace(self, period=self.period.before)


@dataclass(frozen=True)
class MeasureLine:
    """One measure: this scope, the same a year before, and the service beside it (None where this is the service)."""

    key: str
    words: str
    rule: Rule
    now: Result
    before: Result
    service: Result | None


@dataclass(frozen=True)
class KnownPeriods:
    """The financial years there is something to say about, the newest first, and the newest with five responses."""

    years: tuple[Period, ...]
    newest_answered: Period


@dataclass(frozen=True)
class NotHeard:
    """Whom nothing came from, in the whole financial year; children and adults by age band and role."""

    silent: tuple[tuple[uuid.UUID, str, int], ...]
    children: dict[str, Result]
    adults: dict[str, Result]


@dataclass(frozen=True)
class Summary:
    """Everything on the page. `not_heard` is None for a chair, who knows from the meetings themselves."""

    scope: Scope
    held: dict[str, int]
    forms: tuple[FormsBack, ...]
    forms_before: tuple[FormsBack, ...]
    views_before: Result
    not_heard: NotHeard | None
    measures: tuple[MeasureLine, ...]


def summary(scope: Scope) -> Summary:
    """Return the summary of a scope; the number of statements is fixed, and so is what each has to read."""
    held = response_rates.held_rows(scope.period, scope.chair_id)
    held_before = response_rates.held_rows(scope.before.period, scope.chair_id)
    forms = counts.form_rows(chair_id=scope.chair_id)
    children = response_rates.children_rows(scope.period, scope.chair_id)
    team = scope.team_id
    return Summary(
        scope=scope,
        held={kind: response_rates.meetings_held(held, scope.period, team, kind) for kind in scope.kinds},
        forms=_forms(scope, forms, held),
        forms_before=_forms(scope.before, forms, held_before),
        views_before=response_rates.views_before(children, scope.period, team, scope.kind),
        not_heard=None if scope.chair_id else _not_heard(scope, forms, held, children),
        measures=measure_lines(scope),
    )


def measure_lines(scope: Scope) -> tuple[MeasureLine, ...]:
    """Return every measure the audience is asked about, in the order of the measures file. One statement."""
    years = (scope.period, scope.before.period)
    known = measures.measure_years(counts.answer_rows(scope.audience, years, chair_id=scope.chair_id))
    return tuple(_line(key, scope, known) for key in measures.measures_of(scope.audience))


def through_the_year(key: str, scope: Scope) -> dict[Period, Result]:
    """Return one measure in the scope's financial year and in each of its quarters. One statement."""
    year = scope.period.whole_year
    rows = counts.answer_rows(scope.audience, (year,), chair_id=scope.chair_id)
    known = measures.measure_years(rows).get((key, year), NOTHING)
    return {period: _result(known, replace(scope, period=period)) for period in year.with_quarters}


def teams_open_to(staff: Staff) -> list[Team]:
    """Return the teams whose results this person may see apart: those they manage."""
    return list(staff.teams) if staff.has_role("manager") else []


def all_teams() -> dict[uuid.UUID, str]:
    """Return the name of every team."""
    return {team.id: team.name for team in db.session.scalars(select(Team).order_by(Team.name))}


def known_periods(today: date) -> KnownPeriods:
    """Return the financial years there is something to say about, and the one to begin with. Two statements."""
    current = Period.year_of(today)
    forms: dict[Period, int] = defaultdict(int)
    for row in counts.form_rows():
        forms[Period.year_of(row.quarter)] += row.number
    held = db.session.scalar(select(func.min(Meeting.held_on)).where(Meeting.status == MeetingStatus.HELD))
    known = [current, *forms, *([Period.year_of(held)] if held else [])]
    answered = [year for year, number in forms.items() if number >= SMALLEST_BASE]
    years = range(max(known).year, min(known).year - 1, -1)
    return KnownPeriods(tuple(Period(year) for year in years), max(answered, default=current))


def _line(key: str, scope: Scope, known: dict[tuple[str, Period], MeasureYear]) -> MeasureLine:
    now = known.get((key, scope.period.whole_year), NOTHING)
    before = known.get((key, scope.before.period.whole_year), NOTHING)
    service = now.result(measures.view_of(scope.period, None, scope.kind))
    return MeasureLine(
        key=key,
        words=measures.words_of(key, scope.audience),
        rule=measures.rule_of(key, scope.audience),
        now=_result(now, scope),
        before=_result(before, scope.before),
        service=None if scope.is_service else service,
    )


def _result(year: MeasureYear, scope: Scope) -> Result:
    view = measures.view_of(scope.period, scope.team_id, scope.kind)
    return year.own_result(view[0]) if scope.chair_id else year.result(view)


def _forms(scope: Scope, rows: list[FormRow], held: list[response_rates.HeldRow]) -> tuple[FormsBack, ...]:
    return tuple(_forms_of(scope, rows, held, audience, kind) for audience in Audience for kind in _columns(scope))


def _columns(scope: Scope) -> tuple[str, ...]:
    """Return the kinds counted apart: none for a chair, so that no kind can be told by subtraction."""
    return (ALL,) if scope.chair_id else scope.kinds


def _forms_of(
    scope: Scope, rows: list[FormRow], held: list[response_rates.HeldRow], audience: Audience, kind: str
) -> FormsBack:
    meetings = response_rates.meetings_held(held, scope.period, scope.team_id, kind)
    if scope.chair_id:
        count = response_rates.own_forms_back(rows, audience, scope.period, MINE)
    else:
        count = response_rates.forms_back(rows, audience, (scope.period, scope.team_id, kind))
    return FormsBack(audience, kind, meetings, count)


def _not_heard(
    scope: Scope,
    forms: list[FormRow],
    held: list[response_rates.HeldRow],
    children: list[response_rates.InvitedRow],
) -> NotHeard:
    teams = sorted({row.team_id for row in held if scope.team_id in (None, row.team_id)})
    silent = []
    for team, kind in product(teams, scope.kinds):
        place = (scope.period, team, kind)
        meetings = response_rates.meetings_held(held, *place)
        if meetings and not response_rates.forms_back(forms, scope.audience, place):
            silent.append((team, kind, meetings))
    adults = response_rates.adult_rows(scope.period)
    return NotHeard(
        silent=tuple(silent),
        children=response_rates.not_heard(children, scope.team_id, scope.kind),
        adults=response_rates.not_heard(adults, scope.team_id, scope.kind),
    )
