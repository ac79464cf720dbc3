"""The closed lists a questionnaire chooses from: who answers, when, and in which way."""

from enum import StrEnum


class Audience(StrEnum):
    """Who answers."""

    CHILD = "child"
    PARENT = "parent"
    PROFESSIONAL = "professional"


class Stage(StrEnum):
    """Whether a questionnaire is answered before the meeting or after it."""

    BEFORE = "before"
    AFTER = "after"


class MeetingKind(StrEnum):
    """Which meetings a questionnaire is for."""

    REVIEW = "review"
    CONFERENCE = "conference"
    ANY = "any"


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    CHOICES = "choices"
    FACES = "faces"
    YESNO = "yesno"
    SCALE = "scale"
    SHORT = "short"
    LONG = "long"
    DATE = "date"
    NOTE = "note"


class Outcome(StrEnum):
    """What an answer means for a measure; NONE stays outside the base."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    NONE = "none"


CHOOSING = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.FACES, Kind.YESNO, Kind.SCALE})
WRITING = frozenset({Kind.SHORT, Kind.LONG})
WITH_OPTIONS = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.FACES})
SCALE_VALUES = tuple(str(point) for point in range(11))
LONGEST = {Kind.SHORT: 200, Kind.LONG: 5000}

PICTURES = frozenset(
    """
    happy good middle sad worried angry unsure yes no more less same family friend teacher carer social_worker
    helper home school wish star talk drawing letter phone secret me alone group heart book health sleep play
    food safe not_safe
    """.split()  # noqa: SIM905 - forty lines of one word each would be harder to read
)
"""Every picture that is drawn; a questionnaire may use no other."""
