"""Every edition can be read at the age it is written for; the measured ages are printed as a table."""

import pytest

from forms.library import library
from forms.schema import Questionnaire
from tests.questionnaires.reading_age import reading_age, sentences_of, syllables

NEWEST = library().newest_of_each()
QUESTIONS_MAY_BE_OLDER_BY = 1
"""Short options pull the figure down; without them the questions may read a year older, not more."""
OLDEST = {"4-7": 7, "8-11": 9, "12-17": 10, "8-17": 9}
OLDEST_ADULT = {"parent": 11, "professional": 13}


@pytest.mark.parametrize("questionnaire", NEWEST, ids=lambda one: one.slug)
def test_an_edition_can_be_read_at_its_age(questionnaire: Questionnaire) -> None:
    whole = reading_age(sentences_of(questionnaire))
    questions = reading_age(sentences_of(questionnaire, with_options=False))

    assert whole <= questionnaire.reading_age
    assert questions <= questionnaire.reading_age + QUESTIONS_MAY_BE_OLDER_BY


@pytest.mark.parametrize("questionnaire", NEWEST, ids=lambda one: one.slug)
def test_an_edition_sets_itself_no_easier_limit_than_its_readers_need(questionnaire: Questionnaire) -> None:
    oldest = OLDEST.get(questionnaire.edition) or OLDEST_ADULT[questionnaire.audience]

    assert questionnaire.reading_age <= oldest


def test_the_reading_ages_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print("\n\nreading age of           pages  limit  measured  questions alone")  # noqa: T201
        for one in NEWEST:
            whole, alone = reading_age(sentences_of(one)), reading_age(sentences_of(one, with_options=False))
            row = f"{one.slug:30}{len(one.pages):>5}{one.reading_age:>7}{whole:>10.1f}{alone:>12.1f}"
            print(row)  # noqa: T201


def test_harder_words_and_longer_sentences_read_older() -> None:
    easy = reading_age(["Do you like your home?"])
    longer = reading_age(["Do you like your home and the street and the town that it is in and all who live in it?"])
    harder = reading_age(["Do you appreciate your accommodation?"])

    assert easy < longer
    assert easy < harder


@pytest.mark.parametrize(
    ("word", "count"),
    [("home", 1), ("like", 1), ("idea", 2), ("worried", 2), ("people", 2), ("meeting", 2), ("advocate", 3), ("IRO", 3)],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count
