"""The summary as rows of a spreadsheet: the same figures, hidden in the same places."""

import uuid
from collections.abc import Iterator, Mapping

from flask_babel import gettext as _

from portal.queries.measures import Result
from portal.queries.response_rates import FormsBack
from portal.queries.summary import Summary
from portal.web.summary_scope import audience_words, kind_words, period_words, team_words

Row = list[str | int | None]


def summary_rows(found: Summary, names: Mapping[uuid.UUID, str]) -> Iterator[Row]:
    """Yield every row: what it is about and its rules, then each table under its own header."""
    yield from _about(found, names)
    yield from _forms(found)
    yield from _measures(found)
    yield from _not_heard(found, names)


def left_out_words(labels: tuple[str, ...]) -> str:
    """Return which answers stand outside the base."""
    if not labels:
        return _("Of everyone who answered.")
    return _("Of everyone who answered, leaving out %(labels)s.", labels=quoted(labels))


def quoted(labels: tuple[str, ...]) -> str:
    """Return labels as a list in quotation marks."""
    return ", ".join(_("‘%(label)s’", label=label) for label in labels)


def why_not(result: Result) -> str:
    """Return the words that stand where there is no figure."""
    return _("no answers") if result.nobody else _("too few to show")


def _about(found: Summary, names: Mapping[uuid.UUID, str]) -> Iterator[Row]:
    scope = found.scope
    yield [_("Summary of feedback after meetings")]
    yield [_("Period"), period_words(scope.period)]
    yield [_("Team"), team_words(scope, names)]
    yield [_("Kind of meeting"), kind_words()[scope.kind]]
    yield [_("Who answered"), audience_words()[scope.audience]]
    yield [_("Percentages are rounded half up; the likely range is Wilson's, at 95 per cent.")]
    yield [_("A figure on fewer than 5 answers is not shown, nor one that would let such a figure be worked out.")]
    yield []


def _forms(found: Summary) -> Iterator[Row]:
    yield [_("Forms back"), _("Meetings"), _("Held"), _("Forms"), _("For 100 meetings"), _("Forms a year before")]
    before = {(one.audience, one.kind): one for one in found.forms_before}
    for one in found.forms:
        earlier = before[one.audience, one.kind]
        yield [
            audience_words()[one.audience],
            kind_words()[one.kind],
            one.held,
            _count(one),
            one.per_hundred,
            _count(earlier),
        ]
    yield []
    yield [_("Views before"), *_columns()]
    yield [_("Children aged 4 and over who gave views before"), *_figures(found.views_before)]
    yield []


def _measures(found: Summary) -> Iterator[Row]:
    figures = _columns()
    header = [_("Measure"), *figures, _("Counted as yes"), _("Out of")]
    header += [_("A year before: %(column)s", column=column) for column in figures]
    if not found.scope.is_service:
        header += [_("Whole service: %(column)s", column=column) for column in figures]
    yield [*header]
    for line in found.measures:
        row = [line.words, *_figures(line.now), quoted(line.rule.positive), left_out_words(line.rule.left_out)]
        row += _figures(line.before)
        yield row + (_figures(line.service) if line.service else [])
    yield []


def _not_heard(found: Summary, names: Mapping[uuid.UUID, str]) -> Iterator[Row]:
    if found.not_heard is None:
        return
    yield [_("No form came back"), _("Meetings"), _("Held")]
    for team, kind, held in found.not_heard.silent:
        yield [names[team], kind_words()[kind], held]
    yield []
    yield [_("No views before, in the whole financial year"), *_columns()]
    # In words, because a spreadsheet takes a bare "4-7" for a day in July.
    for band, result in found.not_heard.children.items():
        yield [_("Children of %(band)s years", band=band.replace("-", " to ")), *_figures(result)]
    for role, result in found.not_heard.adults.items():
        yield [role.replace("_", " ").capitalize(), *_figures(result)]


def _columns() -> list[str]:
    return [_("n"), _("of N"), _("Per cent"), _("Likely from"), _("Likely to")]


def _figures(result: Result) -> Row:
    """Return n, N, per cent and both ends of the range; or why there is no figure, in the first cell."""
    share = result.share
    if share is None:
        return [why_not(result), None, None, None, None]
    return [share.positive, share.base, share.percentage, share.low, share.high]


def _count(one: FormsBack) -> str | int:
    return _("fewer than 5") if one.count is None else one.count
