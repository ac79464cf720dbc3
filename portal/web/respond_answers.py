"""How answers stand on a page: in its boxes, in its hidden fields, and as a person reads them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date

from forms.answers import date_parts, only_asked
from forms.schema import WRITING, Kind, Question
from portal.queries.drafts import DraftState

# Words may look nearly like a date; only what has its very form is taken apart.
A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Row:
    """One question on the check page."""

    number: int
    heading: str
    lines: list[str]
    private: bool

    @property
    def skipped(self) -> bool:
        """Whether it was left out."""
        return not self.lines


def texts_of(given: Mapping[str, list[str]]) -> dict[str, str]:
    """Return what stands in the text boxes: words as written, a date in its three parts."""
    texts = {key: values[0] for key, values in given.items() if values}
    for key, value in list(texts.items()):
        if A_DATE.fullmatch(value):
            texts |= {f"{key}-{part}": text for part, text in date_parts(value).items()}
    return texts


def fields_of(state: DraftState) -> list[tuple[str, str]]:
    """Return every answer under the name it was sent by, so that the check page can bring back a lost draft."""
    names: list[tuple[str, str]] = []
    for key, values in only_asked(state.questionnaire, state.given).items():
        if state.questionnaire.by_key[key].kind is Kind.DATE:
            names += [(f"{key}-{part}", text) for part, text in date_parts(values[0]).items()]
        else:
            names += [(key, value) for value in values]
    return names


def rows_of(state: DraftState) -> list[Row]:
    """Return every question that was asked, with its answer as a person reads it."""
    asked: Iterable[tuple[int, Question]] = (
        (number, question)
        for number, page in enumerate(state.questionnaire.pages, start=1)
        for question in page.asking
        if question.asked_of(state.given)
    )
    return [
        Row(number, question.label, _read(question, state.given.get(question.key, [])), question.private)
        for number, question in asked
    ]


def _read(question: Question, values: list[str]) -> list[str]:
    if question.kind in WRITING:
        return values
    if question.kind is Kind.DATE:
        return [format_date(date.fromisoformat(value), "long") for value in values]
    return [question.label_of(value) for value in values]
