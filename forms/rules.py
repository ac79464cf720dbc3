"""What must hold between the parts of a questionnaire: each rule a sentence that says what to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from forms.kinds import PICTURES, WITH_OPTIONS, Kind

if TYPE_CHECKING:
    from forms.schema import Page, Question, Questionnaire

FEWEST_OPTIONS = 2


def question_faults(question: Question) -> Iterator[str]:
    """Yield what does not fit this kind of question, a sentence each."""
    yield from _option_faults(question)
    yield from _kind_faults(question)
    yield from _meaning_faults(question)
    yield from _picture_faults(question)


def page_faults(page: Page) -> Iterator[str]:
    """Yield what is wrong with a page, a sentence each."""
    if len(page.questions) > 1 and page.title is None:
        yield "a page of several questions needs a 'title'; add one"


def questionnaire_faults(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield what is wrong between the pages, a sentence each."""
    expected = f"{questionnaire.audience}-{questionnaire.stage}"
    if questionnaire.name != expected:
        yield f"'name' must be '{expected}' for this audience and stage; correct one of the three"
    for key in _doubled([page.key for page in questionnaire.pages]):
        yield f"two pages have the key '{key}'; give each its own"
    for key in _doubled([question.key for page in questionnaire.pages for question in page.questions]):
        yield f"two questions have the key '{key}'; give each its own"
    for section in _doubled(
        [section for section, _ in groupby(page.section for page in questionnaire.pages) if section]
    ):
        yield f"the section '{section}' is left and comes again; put its pages together"
    yield from _only_if_faults(questionnaire)


def _option_faults(question: Question) -> Iterator[str]:
    if question.kind in WITH_OPTIONS and len(question.options) < FEWEST_OPTIONS:
        yield f"a question of kind '{question.kind}' needs at least two options; add them"
    if question.options and question.kind not in WITH_OPTIONS | {Kind.YESNO}:
        yield f"a question of kind '{question.kind}' takes no options; remove them"
    if question.kind is Kind.YESNO and question.values != {"yes", "no", "not_sure"}:
        yield "the options of a 'yesno' question are 'yes', 'no' and 'not_sure'; use kind 'choice' for others"
    for value in _doubled([option.value for option in question.choices]):
        yield f"two options have the value '{value}'; give each its own"


def _kind_faults(question: Question) -> Iterator[str]:
    ends = (question.low_label, question.high_label)
    if question.kind is Kind.SCALE and not all(ends):
        yield "a 'scale' question needs 'low_label' and 'high_label'; add what 0 and 10 mean"
    if question.kind is not Kind.SCALE and any(ends):
        yield "only a 'scale' question has 'low_label' and 'high_label'; remove them"
    if question.kind is Kind.NOTE and question.private:
        yield "a 'note' asks nothing, so it cannot be 'private'; remove it"


def _meaning_faults(question: Question) -> Iterator[str]:
    if (question.measure is None) != (question.outcomes is None):
        yield "'measure' and 'outcomes' go together; give both or neither"
    if question.measure and question.kind is Kind.CHOICES:
        yield "a 'choices' question has several answers and a measure counts one; use kind 'choice' or remove 'measure'"
    meant = question.outcomes.values if question.outcomes else ()
    for value in dict.fromkeys((*question.alert, *meant)):
        if value not in question.values:
            yield f"'{value}' in 'alert' or 'outcomes' is not a value of this question; correct it or add the option"
    for value in _doubled(meant):
        yield f"'{value}' has two outcomes; keep one"


def _picture_faults(question: Question) -> Iterator[str]:
    named = (question.picture, *(option.picture for option in question.options))
    for picture in dict.fromkeys(named):
        if picture is not None and picture not in PICTURES:
            yield f"there is no picture '{picture}'; use one of those listed in forms/kinds.py"


def _only_if_faults(questionnaire: Questionnaire) -> Iterator[str]:
    earlier: dict[str, Question] = {}
    for page in questionnaire.pages:
        for question in page.questions:
            yield from _one_only_if_faults(question, earlier)
        conditional = [question.key for question in page.questions if question.only_if and questionnaire.one_page]
        yield from (
            f"'only_if' of '{key}' cannot work when 'one_page' is true; remove one of the two" for key in conditional
        )
        earlier |= {question.key: question for question in page.questions}


def _one_only_if_faults(question: Question, earlier: dict[str, Question]) -> Iterator[str]:
    """Yield why an 'only_if' does not look back to an answer of an earlier page."""
    if question.only_if is None:
        return
    asked = earlier.get(question.only_if.question)
    if asked is None:
        yield (
            f"'only_if' of '{question.key}' looks at '{question.only_if.question}', which is not asked "
            "on an earlier page; move that question before it"
        )
        return
    for value in question.only_if.values:
        if value not in asked.values:
            yield f"'only_if' of '{question.key}': '{value}' is not a value of '{asked.key}'; use one that is"


def _doubled(names: Sequence[str]) -> list[str]:
    """Return each name that comes more than once, once."""
    return list(dict.fromkeys(name for place, name in enumerate(names) if name in names[:place]))
