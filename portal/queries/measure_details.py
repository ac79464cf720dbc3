"""What stands behind a measure: the questions, in every wording and version, and how often each option was chosen."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from forms.schema import Audience, Outcome, Question, Questionnaire
from portal.queries import counts, measures
from portal.queries.disclosure import SMALLEST_BASE
from portal.queries.periods import Period
from portal.queries.suppression import ALL

Part = tuple[str, int, str, str]
"""An option of a question: questionnaire, version, question, value."""


@dataclass(frozen=True)
class OptionCount:
    """An option and how many chose it: None where that may not be shown."""

    label: str
    outcome: Outcome
    count: int | None


@dataclass(frozen=True)
class Wording:
    """One question of one version that counts toward the measure."""

    title: str
    edition: str
    version: int
    label: str
    options: tuple[OptionCount, ...]


def wordings(measure: str, audience: Audience, period: Period) -> list[Wording]:
    """Return the questions behind a measure, with the options' counts for the whole service and financial year.

    Options are counted for the service and the year only: then there is no filter to subtract.
    """
    year = period.whole_year
    rows = counts.answer_rows(audience, (year,))
    chosen: dict[Part, int] = defaultdict(int)
    for row in rows:
        chosen[row.questionnaire, row.version, row.question, row.value] += row.number
    known = measures.measure_years(rows).get((measure, year))
    open_to_all = known is not None and known.result((ALL, ALL, ALL)).share is not None
    asked = list(_asked(measure, audience))
    shown = _shown(asked, chosen) if open_to_all else {}
    return [
        Wording(
            title=form.title,
            edition=form.edition,
            version=form.version,
            label=question.label,
            options=tuple(
                OptionCount(
                    option.label, _outcome(question, option.value), shown.get(_part(form, question, option.value))
                )
                for option in question.choices
            ),
        )
        for form, question in asked
    ]


def may_be_shown(parts: Mapping[Part, int]) -> set[Part]:
    """Return which parts of a sum that everybody knows may be shown.

    Only numbers of 5 and over, and none; and if what is left over would still give a small number away, the
    smallest of the others is kept back too. A single part is the sum itself.
    """
    given = {part for part, count in parts.items() if count}
    if len(given) == 1:
        return set(parts)
    held_back = {part for part in given if parts[part] < SMALLEST_BASE}
    while held_back and _gives_away([parts[part] for part in held_back]):
        others = sorted(given - held_back, key=lambda part: (parts[part], part))
        if not others:
            break
        held_back.add(others[0])
    return set(parts) - held_back


def _gives_away(counts_held_back: list[int]) -> bool:
    left = sum(counts_held_back)
    return len(counts_held_back) == 1 or left < SMALLEST_BASE or left == len(counts_held_back)


def _shown(asked: list[tuple[Questionnaire, Question]], chosen: Mapping[Part, int]) -> dict[Part, int]:
    """Return the counts that may be shown: those that make up n, those that make up the rest of N, those outside."""
    sums: dict[str, dict[Part, int]] = {"n": {}, "rest": {}, "outside": {}}
    for form, question in asked:
        for option in question.choices:
            part = _part(form, question, option.value)
            sums[_sum_of(_outcome(question, option.value))][part] = chosen.get(part, 0)
    open_parts = may_be_shown(sums["n"]) | may_be_shown(sums["rest"])
    # How many stand outside the measure is nowhere shown, so one kept back cannot be worked out.
    open_parts |= {part for part, count in sums["outside"].items() if not 0 < count < SMALLEST_BASE}
    return {part: chosen.get(part, 0) for part in open_parts}


def _sum_of(outcome: Outcome) -> str:
    if outcome is Outcome.NONE:
        return "outside"
    return "n" if outcome is Outcome.POSITIVE else "rest"


def _asked(measure: str, audience: Audience) -> list[tuple[Questionnaire, Question]]:
    forms = sorted(counts.feedback_questionnaires(audience), key=lambda form: (form.slug, -form.version))
    return [(form, question) for form in forms for question in form.by_key.values() if question.measure == measure]


def _outcome(question: Question, value: str) -> Outcome:
    return question.outcomes.of(value) if question.outcomes else Outcome.NONE


def _part(form: Questionnaire, question: Question, value: str) -> Part:
    return (form.slug, form.version, question.key, value)
