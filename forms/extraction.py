"""Finds the words of questionnaires and measures for the translators, each with where it stands as its context.

"Yes" is not one word in Welsh: so the context of a question's words is the question's key, that of a page's
title the page's key, and that of a measure's sentence the measure's key.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from forms.schema import Kind, Page, Question, Questionnaire

Message = tuple[int, str, tuple[str, str], list[str]]


def extract(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Message]:
    """Yield each wording of a questionnaire file as Babel wants it: line, function, (context, words), comments."""
    text = file.read().decode()
    questionnaire = Questionnaire.model_validate(tomllib.loads(text))
    for context, words in wordings(questionnaire):
        yield _line_of(words, text), "pgettext", (context, words), [questionnaire.slug]


def extract_measures(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Message]:
    """Yield each sentence of the measures file as Babel wants it."""
    text = file.read().decode()
    for key, sentences in tomllib.loads(text).items():
        for audience, words in sentences.items():
            yield _line_of(words, text), "pgettext", (key, words), [f"measure, {audience}"]


def wordings(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield every wording of a questionnaire with its context, in the order they are read."""
    yield questionnaire.slug, questionnaire.title
    for page in questionnaire.pages:
        yield from _of_page(page)


def _of_page(page: Page) -> Iterator[tuple[str, str]]:
    yield from ((page.key, words) for words in (page.section, page.title) if words)
    for question in page.questions:
        yield from ((question.key, words) for words in _of_question(question))


def _of_question(question: Question) -> Iterator[str]:
    yield from (words for words in (question.label, question.hint, question.low_label, question.high_label) if words)
    if question.kind is not Kind.SCALE:
        yield from (option.label for option in question.choices)


def _line_of(words: str, text: str) -> int:
    """Return the line a wording first stands on, so that a translator can look at what is around it."""
    place = text.find(words.split("\n", maxsplit=1)[0])
    return text.count("\n", 0, place) + 1 if place >= 0 else 1
