"""The measures: raw counts read through the version each answer was given to, one audience at a time."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from forms.library import library
from forms.schema import Audience, Outcome, Question
from portal.queries.counts import MINE, AnswerRow, feedback_questionnaires
from portal.queries.disclosure import Figure, cells_of
from portal.queries.periods import Period
from portal.queries.shares import Share
from portal.queries.suppression import ALL, Lattice, View, add_safely


@dataclass(frozen=True)
class Result:
    """One figure: a share, or why there is none."""

    share: Share | None
    nobody: bool = False

    @property
    def too_few(self) -> bool:
        """Whether somebody answered, but it may not be shown."""
        return self.share is None and not self.nobody


@dataclass(frozen=True)
class Rule:
    """Which answers count as yes and which stand outside, by the words people chose from."""

    positive: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class MeasureYear:
    """One measure for one audience in one financial year: every figure of it, and which may be shown.

    `bases` and `positives` hold counts by (quarter, team, kind, whose).
    """

    bases: dict[View, int]
    positives: dict[View, int]

    def result(self, view: View) -> Result:
        """Return the figure for a (quarter, team, kind), each one value or ALL."""
        if not self._lattice.figure(view):
            return Result(None, nobody=True)
        if not self._lattice.shows(view):
            return Result(None)
        return Result(Share(self._sum(self.positives, (*view, ALL)), self._lattice.base(view)))

    def own_result(self, quarter: str) -> Result:
        """Return a chair's own figure for a quarter or ALL, hidden also where the service's would give others away."""
        figure = self._split.figure((quarter, ALL, ALL, MINE))
        if not figure:
            return Result(None, nobody=True)
        if figure not in self._own:
            return Result(None)
        view = (quarter, ALL, ALL, MINE)
        return Result(Share(self._sum(self.positives, view), self._split.base(view)))

    @cached_property
    def _lattice(self) -> Lattice:
        table: dict[View, int] = defaultdict(int)
        for cell, count in self.bases.items():
            table[cell[:3]] += count
        return Lattice.of(table)

    @cached_property
    def _split(self) -> Lattice:
        return Lattice.of(self.bases)

    @cached_property
    def _own(self) -> frozenset[Figure]:
        """A chair's own figures that can stand beside everything managers are shown; they cost managers nothing."""
        public = [self._lifted(figure) for figure in self._lattice.figures if figure not in self._lattice.hidden]
        quarters = [ALL, *sorted({cell[0] for cell in self._split.cells})]
        wanted = [self._split.figure((quarter, ALL, ALL, MINE)) for quarter in quarters]
        return add_safely(self._split.counts, tuple(public), tuple(wanted))

    def _lifted(self, figure: Figure) -> Figure:
        """Return the same figure over cells that tell a chair's own answers from others'."""
        wanted = {self._lattice.cells[cell] for cell in cells_of(figure)}
        return sum(1 << place for place, cell in enumerate(self._split.cells) if cell[:3] in wanted)

    @staticmethod
    def _sum(table: dict[View, int], view: View) -> int:
        return sum(
            count
            for cell, count in table.items()
            if all(wanted in (ALL, value) for wanted, value in zip(view, cell, strict=True))
        )


def measures_of(audience: Audience) -> list[str]:
    """Return the measures an audience is asked about after a meeting, in the order of the measures file."""
    asked = {question.measure for question in _questions(audience)}
    return [key for key in library().measures if key in asked]


def words_of(measure: str, audience: Audience) -> str:
    """Return what a measure says of an audience."""
    return library().measures[measure].words_for(audience) or measure


def rule_of(measure: str, audience: Audience) -> Rule:
    """Return how answers are counted toward a measure, from the options of every question behind it."""
    labels: defaultdict[Outcome, dict[str, None]] = defaultdict(dict)
    for question in _questions(audience):
        if question.measure != measure or question.outcomes is None:
            continue
        for option in question.choices:
            labels[question.outcomes.of(option.value)][option.label] = None
    return Rule(tuple(labels[Outcome.POSITIVE]), tuple(labels[Outcome.NONE]))


def measure_years(rows: Iterable[AnswerRow]) -> dict[tuple[str, Period], MeasureYear]:
    """Return every measure in every financial year that the rows speak of."""
    found: dict[tuple[str, Period], MeasureYear] = {}
    for row in rows:
        question = library().version(row.questionnaire, row.version).by_key[row.question]
        if question.measure is None or question.outcomes is None:
            continue
        outcome = question.outcomes.of(row.value)
        if outcome is Outcome.NONE:
            continue
        key = (question.measure, Period.year_of(row.quarter))
        year = found.setdefault(key, MeasureYear(defaultdict(int), defaultdict(int)))
        cell = (row.quarter.isoformat(), str(row.team_id), row.kind, row.whose)
        year.bases[cell] += row.number
        year.positives[cell] += row.number if outcome is Outcome.POSITIVE else 0
    return found


def view_of(period: Period, team_id: uuid.UUID | None, kind: str) -> View:
    """Return where the figure of a period, a team or all, and a kind or ALL stands."""
    quarter = period.first.isoformat() if period.quarter else ALL
    return (quarter, str(team_id) if team_id else ALL, kind)


def _questions(audience: Audience) -> Iterator[Question]:
    """Yield the questions of every version, the newest version first."""
    for form in sorted(feedback_questionnaires(audience), key=lambda form: (form.slug, -form.version)):
        yield from form.by_key.values()
