"""Checks what was sent for a page against its questions: a table from kind to check.

Everything that comes from outside is hostile until it has been here.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from forms.schema import Given, Kind, Page, Question, Questionnaire

DATE_PARTS = ("day", "month", "year")


class Posted(Protocol):
    """What a browser sent: several values a name, like Werkzeug's MultiDict."""

    def getlist(self, key: str) -> list[str]:
        """Return every value sent under a name."""


@dataclass
class Checked:
    """A page's answers: what may be kept, what was typed, and what is wrong with it."""

    given: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


class AnswerError(ValueError):
    """An answer that cannot be kept; the message says so kindly."""


def check_page(page: Page, posted: Posted, given: Given) -> Checked:
    """Check what was sent for one page by somebody who gave these answers before.

    Returns the answers that may be kept, everything typed as it was typed, and a sentence for each mistake.
    A question that was not answered is in none of them: every question can be skipped.
    """
    checked = Checked()
    for question in page.asking:
        if question.asked_of(given):
            _check_question(question, posted, checked)
    return checked


def check_all(questionnaire: Questionnaire, posted: Posted) -> Checked:
    """Check every page of a questionnaire that was sent at once; like check_page."""
    whole = Checked()
    for page in questionnaire.pages:
        part = check_page(page, posted, whole.given)
        whole.given |= part.given
        whole.typed |= part.typed
        whole.errors |= part.errors
    return whole


def only_asked(questionnaire: Questionnaire, given: Given) -> dict[str, list[str]]:
    """Return the answers to questions that are asked of somebody who gave these answers, in order."""
    return {question.key: list(given[question.key]) for question in questionnaire.asked(given) if question.key in given}


def date_parts(value: str) -> dict[str, str]:
    """Return the day, month and year of a stored date, as typed into three boxes."""
    year, month, day = value.split("-")
    return {"day": str(int(day)), "month": str(int(month)), "year": year}


def _check_question(question: Question, posted: Posted, checked: Checked) -> None:
    names = [f"{question.key}-{part}" for part in DATE_PARTS] if question.kind is Kind.DATE else [question.key]
    for name in names:
        if sent := posted.getlist(name):
            checked.typed[name] = [_clean(text) for text in sent]
    values = [_clean(text) for name in names for text in posted.getlist(name)]
    if not any(values):
        return
    try:
        checked.given[question.key] = CHECKS[question.kind](question, values)
    except AnswerError as error:
        checked.errors[question.key] = str(error)


def _clean(text: str) -> str:
    """Drop what no keyboard types: null bytes and other control characters; keep lines and tabs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def _one(question: Question, values: Sequence[str]) -> list[str]:
    if len(values) != 1 or values[0] not in question.values:
        raise AnswerError(_("Choose one of the answers on this page, or skip the question."))
    return [values[0]]


def _several(question: Question, values: Sequence[str]) -> list[str]:
    if not set(values) <= question.values:
        raise AnswerError(_("Choose from the answers on this page, or skip the question."))
    return [option.value for option in question.choices if option.value in values]


def _words(question: Question, values: Iterable[str]) -> list[str]:
    text = "\n".join(values)
    over = len(text) - question.longest
    if over > 0:
        raise AnswerError(
            ngettext(
                "This is %(num)s character too long. Your words are still here: please make them a little shorter.",
                "This is %(num)s characters too long. Your words are still here: please make them a little shorter.",
                over,
            )
        )
    return [text]


def _date(question: Question, values: Sequence[str]) -> list[str]:
    try:
        day, month, year = (int(value) for value in values)
        return [date(year, month, day).isoformat()]
    except (ValueError, OverflowError) as error:
        raise AnswerError(_("Write the date in numbers, like 27 3 2026, or leave it out.")) from error


CHECKS: dict[Kind, Callable[[Question, list[str]], list[str]]] = {
    Kind.CHOICE: _one,
    Kind.FACES: _one,
    Kind.YESNO: _one,
    Kind.SCALE: _one,
    Kind.CHOICES: _several,
    Kind.SHORT: _words,
    Kind.LONG: _words,
    Kind.DATE: _date,
}
