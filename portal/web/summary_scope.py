"""Reads from an address what a summary is to be about, and says kindly what it could not read."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import gettext as _

from forms.schema import Audience
from portal.exceptions import NotFoundError
from portal.models import Staff
from portal.queries.periods import Period
from portal.queries.summary import Scope, known_periods, teams_open_to
from portal.queries.suppression import ALL

MINE = "mine"


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from; with `under`, a heading of its own."""

    value: str
    label: str
    chosen: bool
    under: str = ""


@dataclass(frozen=True)
class Asked:
    """What was asked for: the scope, or the mistakes; and the lists with the choice kept."""

    scope: Scope | None
    mistakes: tuple[tuple[str, str], ...]
    periods: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    audiences: tuple[Choice, ...]

    @property
    def address(self) -> dict[str, str]:
        """What the address of this view says, everything spelt out."""
        if self.scope is None:
            return {}
        scope = self.scope
        team = MINE if scope.chair_id else str(scope.team_id or ALL)
        return {"period": scope.period.key, "team": team, "kind": scope.kind, "audience": scope.audience.value}


def asked(given: Mapping[str, str], staff: Staff) -> Asked:
    """Return what an address asks for; raises NotFoundError for a team this person may not see apart."""
    known = known_periods(datetime.now(UTC).date())
    wanted = {
        "period": given.get("period") or known.newest_answered.key,
        "team": given.get("team") or (ALL if staff.has_role("manager") else MINE),
        "kind": given.get("kind") or ALL,
        "audience": given.get("audience") or Audience.CHILD.value,
    }
    period = Period.read(wanted["period"])
    mistakes = _mistakes(wanted, period)
    years = {*known.years, *([period.whole_year] if period else [])}
    own = wanted["team"] == MINE
    return Asked(
        scope=None if mistakes or period is None else _scope(wanted, period, staff),
        mistakes=mistakes,
        periods=_period_choices(sorted(years, reverse=True), wanted["period"]),
        teams=_choices(_team_words(staff), wanted["team"]),
        kinds=() if own else _choices(kind_words() | {ALL: _("All kinds")}, wanted["kind"]),
        audiences=_choices(audience_words() | {Audience.CHILD: _("Children")}, wanted["audience"]),
    )


def audience_words() -> dict[Audience, str]:
    """Return what each audience is called."""
    return {
        Audience.CHILD: _("Children and young people"),
        Audience.PARENT: _("Parents and carers"),
        Audience.PROFESSIONAL: _("Professionals"),
    }


def kind_words() -> dict[str, str]:
    """Return what each kind of meeting is called, and both together."""
    return {ALL: _("Reviews and conferences"), "review": _("Reviews"), "conference": _("Conferences")}


def period_words(period: Period) -> str:
    """Return a period in words."""
    first, last = period.year, period.year + 1
    words = {
        None: _("April %(first)s to March %(last)s", first=first, last=last),
        1: _("April to June %(year)s", year=first),
        2: _("July to September %(year)s", year=first),
        3: _("October to December %(year)s", year=first),
        4: _("January to March %(year)s", year=last),
    }
    return words[period.quarter]


def team_words(scope: Scope, names: Mapping[uuid.UUID, str]) -> str:
    """Return whose figures these are."""
    if scope.chair_id:
        return _("my own meetings")
    return names[scope.team_id] if scope.team_id else _("all teams")


def _mistakes(wanted: Mapping[str, str], period: Period | None) -> tuple[tuple[str, str], ...]:
    """Return, for each choice that is not one of ours, its field and what to do."""
    known = (
        ("period", period is not None, _("Choose a financial year or one of its quarters.")),
        ("team", _is_team(wanted["team"]), _("Choose a team from the list.")),
        ("kind", wanted["kind"] in kind_words(), _("Choose reviews, conferences or both.")),
        ("audience", wanted["audience"] in {one.value for one in Audience}, _("Choose who answered.")),
    )
    return tuple((field, words) for field, fine, words in known if not fine)


def _is_team(text: str) -> bool:
    if text in (ALL, MINE):
        return True
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _scope(wanted: Mapping[str, str], period: Period, staff: Staff) -> Scope:
    audience = Audience(wanted["audience"])
    if wanted["team"] == MINE and staff.has_role("chair"):
        # Kinds are not told apart: see add_safely. A kind in the address is left aside.
        return Scope(period, audience, chair_id=staff.id)
    if wanted["team"] == ALL and staff.has_role("manager"):
        return Scope(period, audience, kind=wanted["kind"])
    team = next((team for team in teams_open_to(staff) if str(team.id) == wanted["team"]), None)
    if team is None:
        raise NotFoundError
    return Scope(period, audience, team.id, wanted["kind"])


def _team_words(staff: Staff) -> dict[str, str]:
    words = {ALL: _("All teams")} if staff.has_role("manager") else {}
    words |= {str(team.id): team.name for team in teams_open_to(staff)}
    return words | ({MINE: _("My own meetings, as chair")} if staff.has_role("chair") else {})


def _choices(words: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, value == chosen) for value, label in words.items())


def _in_list(period: Period) -> str:
    """Return a period short enough for a list on a telephone."""
    first, last = period.year, period.year + 1
    words = {
        None: _("%(year)s, whole year", year=period.key),
        1: _("Apr to Jun %(year)s", year=first),
        2: _("Jul to Sep %(year)s", year=first),
        3: _("Oct to Dec %(year)s", year=first),
        4: _("Jan to Mar %(year)s", year=last),
    }
    return words[period.quarter]


def _period_choices(years: list[Period], chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(period.key, _in_list(period), period.key == chosen, under=year.key)
        for year in years
        for period in year.with_quarters
    )
