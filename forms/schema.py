"""What a questionnaire is made of: frozen, typed data, checked as it is built.

Nothing here reads a file, draws a page or knows the portal.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from forms import rules
from forms.kinds import (
    CHOOSING,
    LONGEST,
    SCALE_VALUES,
    WITH_OPTIONS,
    WRITING,
    Audience,
    Kind,
    MeetingKind,
    Outcome,
    Stage,
)

__all__ = [
    "CHOOSING",
    "SCALE",
    "WITH_OPTIONS",
    "WRITING",
    "YES_NO",
    "Audience",
    "Given",
    "Kind",
    "Measure",
    "MeetingKind",
    "OnlyIf",
    "Option",
    "Outcome",
    "Outcomes",
    "Page",
    "Question",
    "Questionnaire",
    "Stage",
]

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Value = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

Given = Mapping[str, Sequence[str]]
"""What somebody answered so far: question key to the list of values, or to one text."""


class Data(BaseModel):
    """Frozen data that refuses a key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def faults(self) -> Iterable[str]:
        """Yield what is wrong between the parts, a sentence each."""
        return ()

    @model_validator(mode="after")
    def check(self) -> Self:
        """Refuse data whose parts do not fit together, with every fault at once."""
        if faults := "; ".join(self.faults()):
            raise ValueError(faults)
        return self


class Option(Data):
    """One thing that can be chosen: a value that is stored, a label that is read."""

    value: Value
    label: Words
    picture: Value | None = None


YES_NO = (
    Option(value="yes", label="Yes", picture="yes"),
    Option(value="no", label="No", picture="no"),
    Option(value="not_sure", label="Not sure", picture="unsure"),
)
SCALE = tuple(Option(value=point, label=point) for point in SCALE_VALUES)


class OnlyIf(Data):
    """A question is asked only if an earlier one was answered with one of these values."""

    question: Key
    values: tuple[Value, ...] = Field(min_length=1, strict=False)


class Outcomes(Data):
    """The values that mean something for the measure; a value not named has no outcome."""

    positive: tuple[Value, ...] = Field(default=(), strict=False)
    neutral: tuple[Value, ...] = Field(default=(), strict=False)
    negative: tuple[Value, ...] = Field(default=(), strict=False)

    def of(self, value: str) -> Outcome:
        """Return what this value means."""
        for outcome in (Outcome.POSITIVE, Outcome.NEUTRAL, Outcome.NEGATIVE):
            if value in getattr(self, outcome):
                return outcome
        return Outcome.NONE

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that has an outcome."""
        return (*self.positive, *self.neutral, *self.negative)


class Question(Data):
    """One question, or a note between questions."""

    key: Key
    kind: Kind = Field(strict=False)
    label: Words
    hint: Words | None = None
    options: tuple[Option, ...] = Field(default=(), strict=False)
    low_label: Words | None = None
    high_label: Words | None = None
    only_if: OnlyIf | None = None
    measure: Key | None = None
    outcomes: Outcomes | None = None
    alert: tuple[Value, ...] = Field(default=(), strict=False)
    private: bool = False
    picture: Value | None = None

    @property
    def choices(self) -> tuple[Option, ...]:
        """Every option that can be chosen, in order; empty for words, dates and notes."""
        if self.kind is Kind.YESNO:
            return self.options or YES_NO
        return SCALE if self.kind is Kind.SCALE else self.options

    @cached_property
    def values(self) -> frozenset[str]:
        """The values an answer may have."""
        return frozenset(option.value for option in self.choices)

    @property
    def asks(self) -> bool:
        """Whether there is something to answer: a note asks nothing."""
        return self.kind is not Kind.NOTE

    @property
    def longest(self) -> int:
        """The most characters a written answer may have."""
        return LONGEST[self.kind]

    def label_of(self, value: str) -> str:
        """Return the words shown for a stored value; the value itself if it is not an option."""
        return next((option.label for option in self.choices if option.value == value), value)

    def asked_of(self, given: Given) -> bool:
        """Return whether this question is asked of somebody who gave these answers."""
        if self.only_if is None:
            return True
        return any(value in self.only_if.values for value in given.get(self.only_if.question, ()))

    def alerts(self, values: Sequence[str]) -> bool:
        """Return whether an answer means that somebody should look now."""
        return any(value in self.alert for value in values)

    def faults(self) -> Iterable[str]:
        """Yield what does not fit this kind of question."""
        return rules.question_faults(self)


class Page(Data):
    """One screen: one question for a child, related questions together for an adult."""

    key: Key
    title: Words | None = None
    section: Words | None = None
    questions: tuple[Question, ...] = Field(min_length=1, strict=False)

    @property
    def heading(self) -> str:
        """What the page is headed: its title, or its first question."""
        return self.title or self.questions[0].label

    @property
    def asking(self) -> tuple[Question, ...]:
        """The questions that can be answered."""
        return tuple(question for question in self.questions if question.asks)

    def asked_of(self, given: Given) -> bool:
        """Return whether anything on this page is asked of somebody who gave these answers."""
        return any(question.asked_of(given) for question in self.questions)

    def faults(self) -> Iterable[str]:
        """Yield what is missing when several questions share the page."""
        return rules.page_faults(self)


class Questionnaire(Data):
    """One version of one edition: what it asks, of whom, and when."""

    name: Annotated[str, StringConstraints(pattern=r"^(child|parent|professional)-(before|after)$")]
    edition: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,20}$")]
    meeting: MeetingKind = Field(strict=False)
    version: int = Field(ge=1)
    audience: Audience = Field(strict=False)
    stage: Stage = Field(strict=False)
    title: Words
    reading_age: int = Field(ge=5, le=16)
    one_page: bool = False
    pages: tuple[Page, ...] = Field(min_length=1, strict=False)

    @cached_property
    def slug(self) -> str:
        """The name its file has, without the version: 'child-before-review-8-11'."""
        meeting = () if self.meeting is MeetingKind.ANY else (self.meeting.value,)
        return "-".join((self.name, *meeting, self.edition))

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        """Every question that can be answered, by its key, in the order they are asked."""
        return {question.key: question for page in self.pages for question in page.asking}

    def pages_for(self, given: Given) -> tuple[Page, ...]:
        """Return the pages asked of somebody who gave these answers."""
        return tuple(page for page in self.pages if page.asked_of(given))

    def asked(self, given: Given) -> Iterator[Question]:
        """Yield the questions asked of somebody who gave these answers, in order."""
        return (question for question in self.by_key.values() if question.asked_of(given))

    def faults(self) -> Iterable[str]:
        """Yield keys used twice, a name that contradicts itself, and an 'only_if' on what comes later."""
        return rules.questionnaire_faults(self)


class Measure(Data):
    """One thing seen side by side for several audiences: its words for each, and the rule."""

    key: Key
    child: Words | None = None
    parent: Words | None = None
    professional: Words | None = None

    def words_for(self, audience: Audience) -> str | None:
        """Return what the measure says of this audience, or None if they are never asked."""
        words: str | None = getattr(self, audience.value)
        return words
