"""Measures how old a reader must be: the Flesch-Kincaid grade (Kincaid and others, 1975), plus five.

Syllables are counted twice, by the hyphenation points of British English and by groups of vowels, and the larger
count is taken: points alone miss those that no line may be broken at, as in "idea".
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import pyphen

from forms.schema import Kind, Question, Questionnaire

AGE_AT_GRADE_0 = 5
SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiou]l)e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouycsxzgh])es$")
HYPHENS = pyphen.Pyphen(lang="en_GB", left=1, right=1)


def reading_age(sentences: Iterable[str]) -> float:
    """Return the age at which these sentences can be read."""
    words = [re.findall(r"[A-Za-z]+(?:['’][a-z]+)?", sentence) for sentence in sentences]
    read = [sentence for sentence in words if sentence]
    count = sum(len(sentence) for sentence in read)
    spoken = sum(syllables(word) for sentence in read for word in sentence)
    return 0.39 * count / len(read) + 11.8 * spoken / count - 15.59 + AGE_AT_GRADE_0


@cache
def syllables(word: str) -> int:
    """Return how many syllables a word has, rather one too many than one too few; initials are read out."""
    if word.isupper() and len(word) > 1:
        return len(word)
    word = word.lower()
    return max(len(HYPHENS.positions(word)) + 1, len(re.findall(r"[aeiouy]+", SILENT.sub("", word))), 1)


def sentences_of(questionnaire: Questionnaire, *, with_options: bool = True) -> Iterator[str]:
    """Yield every sentence a person reads: titles, questions, hints, and the options as sentences."""
    for page in questionnaire.pages:
        yield from _split(page.title)
        for question in page.questions:
            yield from _split(question.label)
            yield from _split(question.hint)
            if with_options:
                yield from _options_of(question)


def _options_of(question: Question) -> Iterator[str]:
    if question.kind is not Kind.SCALE:
        yield from (sentence for option in question.choices for sentence in _split(option.label))
    yield from _split(question.low_label)
    yield from _split(question.high_label)


def _split(words: str | None) -> list[str]:
    return re.split(r"(?<=[.?!:])\s+", words) if words else []
