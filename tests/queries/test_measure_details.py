"""What stands behind a measure, option by option, with small numbers kept back."""

from datetime import date

import pytest
from flask import Flask

from forms.schema import Audience
from portal.queries.measure_details import may_be_shown, wordings
from portal.queries.periods import Period
from tests.factories import make_feedback, make_meeting, make_staff


def shown(*counts: int) -> set[int]:
    parts = {("form", 1, "question", f"option{place}"): count for place, count in enumerate(counts)}
    return {int(part[3].removeprefix("option")) for part in may_be_shown(parts)}


@pytest.mark.parametrize(
    ("counts", "open_places"),
    [
        ((20, 14), {0, 1}),
        ((20, 0, 14), {0, 1, 2}),
        ((20, 3, 14), {0}),  # 14 goes with 3: the sum is known
        ((20, 3, 4, 14), {0, 3}),  # 3 and 4 make 7: neither can be worked out
        ((20, 2, 2, 14), {0}),  # 2 and 2 make 4, so 14 goes too
        ((9, 3), set()),
        ((3,), {0}),  # the only option is the sum itself, which everybody knows
        ((3, 0), {0, 1}),
        ((1, 1, 1, 1, 1, 30, 40), {6}),  # five ones would be five ones
    ],
)
def test_options_of_a_known_sum(counts: tuple[int, ...], open_places: set[int]) -> None:
    assert shown(*counts) == open_places


def test_each_question_stands_with_its_wording_and_version(app: Flask) -> None:
    meeting = make_meeting("conference", held_on=date(2025, 5, 7), chair=make_staff("chair"))
    for value, times in (("agree_strongly", 12), ("agree", 9), ("neither", 6), ("disagree", 5)):
        make_feedback(meeting, "parent", "parent-after-all", {"felt_listened_to": [value]}, times=times)

    (found,) = wordings("felt_listened_to", Audience.PARENT, Period(2025, 2))

    assert (found.version, found.edition) == (1, "all")
    assert [option.count for option in found.options][:4] == [12, 9, 6, 5]


def test_nothing_is_counted_out_when_the_figure_itself_is_hidden(app: Flask) -> None:
    meeting = make_meeting("conference", held_on=date(2025, 5, 7), chair=make_staff("chair"))
    make_feedback(meeting, "parent", "parent-after-all", {"felt_listened_to": ["agree"]}, times=4)

    (found,) = wordings("felt_listened_to", Audience.PARENT, Period(2025))

    assert {option.count for option in found.options} == {None}


def test_a_measure_of_two_editions_has_both_questions() -> None:
    from portal.queries.measure_details import _asked  # noqa: PLC0415  # the database is not needed

    editions = {form.edition for form, _ in _asked("felt_listened_to", Audience.CHILD)}

    assert editions == {"4-7", "8-17"}
