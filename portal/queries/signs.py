"""What an answer asks of the chair before the meeting: the one place that knows which answer means it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

HELPED_BY = "helped_by"
"""The question by which every children's edition asks who helped."""


class Sign(StrEnum):
    """Something a chair should know at a glance."""

    SAFETY = "safety"
    ALONE = "alone"
    ADVOCATE = "advocate"
    LEAD = "lead"
    SUPPORTER = "supporter"
    INTERPRETER = "interpreter"


SIGNS: Mapping[tuple[str, str], Sign] = {
    ("meeting_safety", "yes"): Sign.SAFETY,
    ("how_told", "chair_alone"): Sign.ALONE,
    ("talk_first", "yes"): Sign.ALONE,
    ("how_told", "advocate"): Sign.ADVOCATE,
    ("how_told", "lead"): Sign.LEAD,
    ("supporter", "find"): Sign.SUPPORTER,
    ("needs", "interpreter"): Sign.INTERPRETER,
}


def signs_in(answers: Iterable[tuple[str, str]]) -> tuple[Sign, ...]:
    """Return what these answers (question key and value) ask of the chair, in the order of Sign."""
    found = {SIGNS[answer] for answer in answers if answer in SIGNS}
    return tuple(sign for sign in Sign if sign in found)
