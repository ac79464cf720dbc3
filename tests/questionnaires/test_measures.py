"""The measures: each is asked of the audiences it has words for, and of no other."""

import pytest

from forms.library import library
from forms.schema import Audience, Measure, Stage

BOTH_WAYS = [
    (measure, audience)
    for measure in library().measures.values()
    for audience in Audience
    if measure.words_for(audience) is not None
]
NEEDED = """
met_chair_before report_before_day report_explained understood_purpose able_to_express felt_listened_to
understood_words respected strengths_heard child_voice_heard knows_what_next agrees_with_plan needs_met not_rushed
no_surprises safer_after knows_how_to_complain invited_in_time plan_clear family_helped_to_take_part
challenge_possible happy_at_home safe_where_i_live school_going_well knows_social_worker
"""


def audiences_asked(measure: str) -> set[Audience]:
    """Return who is asked a question that counts toward a measure."""
    return {
        one.audience
        for one in library().newest_of_each()
        for question in one.by_key.values()
        if question.measure == measure
    }


def test_every_measure_of_the_service_is_here() -> None:
    assert set(NEEDED.split()) <= set(library().measures)


@pytest.mark.parametrize(("measure", "audience"), BOTH_WAYS, ids=lambda one: getattr(one, "key", one))
def test_a_measure_with_words_for_an_audience_is_asked_of_them(measure: Measure, audience: Audience) -> None:
    assert audience in audiences_asked(measure.key)


def test_a_measure_is_asked_once_in_an_edition() -> None:
    for one in library().newest_of_each():
        measures = [question.measure for question in one.by_key.values() if question.measure]
        assert len(set(measures)) == len(measures), one.slug


def test_the_figures_that_stand_side_by_side_are_asked_of_those_they_are_given_for() -> None:
    assert audiences_asked("able_to_express") == {Audience.CHILD, Audience.PARENT, Audience.PROFESSIONAL}
    assert audiences_asked("met_chair_before") == {Audience.CHILD, Audience.PARENT}


def test_adults_are_measured_only_after_a_meeting() -> None:
    before = [one for one in library() if one.stage is Stage.BEFORE and one.audience is not Audience.CHILD]

    assert {question.measure for one in before for question in one.by_key.values()} == {None}
