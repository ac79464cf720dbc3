"""Measures: counted raw, interpreted late, one audience at a time, hidden where they must be."""

from datetime import date
from typing import Any

from flask import Flask

from forms.schema import Audience
from portal.models import Meeting, Team
from portal.queries.measures import rule_of
from portal.queries.periods import Period
from portal.queries.shares import Share
from portal.queries.summary import MeasureLine, Scope, known_periods, measure_lines, summary
from tests.factories import make_feedback, make_meeting, make_staff, make_team

YEAR = Period(2025)
YES = {"met_chair_before": ["yes"]}
NO = {"met_chair_before": ["no"]}


def held(team: Team | None = None, on: date = date(2025, 5, 7), kind: str = "conference", **columns: Any) -> Meeting:
    chair = columns.pop("chair", None) or make_staff("chair", team)
    return make_meeting(kind, held_on=on, chair=chair, **columns)


def line(scope: Scope, key: str = "met_chair_before") -> MeasureLine:
    return next(one for one in measure_lines(scope) if one.key == key)


def parents(meeting: Meeting, yes: int, no: int) -> None:
    make_feedback(meeting, "parent", "parent-after-all", YES, times=yes)
    make_feedback(meeting, "parent", "parent-after-all", NO, times=no)


def test_45_of_55_parents_met_the_chair_before(app: Flask) -> None:
    parents(held(), 45, 10)

    found = line(Scope(YEAR, Audience.PARENT)).now.share

    assert found == Share(45, 55)
    assert found is not None
    assert (found.percentage, found.low, found.high) == (82, 70, 90)


def test_118_of_127_professionals_could_give_their_views(app: Flask) -> None:
    meeting = held()
    for value, times in (("agree_strongly", 60), ("agree", 58), ("neither", 4), ("disagree", 5)):
        make_feedback(meeting, "professional", "professional-after-all", {"able_to_express": [value]}, times=times)

    found = line(Scope(YEAR, Audience.PROFESSIONAL), "able_to_express").now.share

    assert found == Share(118, 127)


def test_an_answer_that_does_not_apply_stands_outside_the_base(app: Flask) -> None:
    meeting = held()
    make_feedback(meeting, "parent", "parent-after-all", {"report_explained": ["all"]}, times=6)
    make_feedback(meeting, "parent", "parent-after-all", {"report_explained": ["no_report"]}, times=9)

    assert line(Scope(YEAR, Audience.PARENT), "report_explained").now.share == Share(6, 6)


def test_one_audience_never_stands_in_anothers_figure(app: Flask) -> None:
    meeting = held()
    make_feedback(meeting, "professional", "professional-after-all", {"able_to_express": ["agree"]}, times=30)
    make_feedback(meeting, "parent", "parent-after-all", {"able_to_express": ["disagree"]}, times=7)

    assert line(Scope(YEAR, Audience.PARENT), "able_to_express").now.share == Share(0, 7)


def test_other_periods_teams_and_kinds_are_not_counted(app: Flask) -> None:
    north, south = make_team("North"), make_team("South")
    parents(held(north, date(2025, 5, 7)), 6, 0)
    parents(held(south, date(2025, 5, 7)), 0, 20)
    parents(held(north, date(2025, 8, 6)), 0, 20)
    parents(held(north, date(2024, 5, 8)), 0, 9)
    parents(held(north, date(2025, 5, 7), "review"), 0, 20)

    found = line(Scope(Period(2025, 1), Audience.PARENT, north.id, "conference"))

    assert found.now.share == Share(6, 6)
    assert found.before.share == Share(0, 9), "the same quarter, team and kind a year before"
    assert found.service is not None
    assert found.service.share == Share(6, 26)


def test_fewer_than_five_are_not_shown_and_nobody_is_said_so(app: Flask) -> None:
    parents(held(), 4, 0)

    assert line(Scope(YEAR, Audience.PARENT)).now.too_few
    assert line(Scope(YEAR, Audience.PARENT), "respected").now.nobody


def test_a_small_team_cannot_be_had_by_taking_the_others_from_all(app: Flask) -> None:
    north, south = make_team(), make_team()
    parents(held(north), 3, 0)
    parents(held(south), 20, 5)

    shown = [line(Scope(YEAR, Audience.PARENT, team)).now.share for team in (None, north.id, south.id)]

    assert shown[1] is None
    assert shown.count(None) >= 2, "the whole and the larger team together would give the smaller one away"


def test_a_small_quarter_cannot_be_had_by_taking_the_others_from_the_year(app: Flask) -> None:
    team = make_team()
    for month, yes in ((5, 10), (8, 2), (11, 10)):
        parents(held(team, date(2025, month, 6)), yes, 0)

    shown = {quarter: line(Scope(Period(2025, quarter), Audience.PARENT)).now.share for quarter in (None, 1, 2, 3)}

    assert shown[2] is None
    assert [shown[None], shown[1], shown[3]].count(None) >= 1


def test_a_chair_sees_their_own_beside_the_service(app: Flask) -> None:
    team = make_team()
    me = make_staff("chair", team)
    parents(held(team, chair=me), 8, 2)
    parents(held(team), 10, 10)

    found = line(Scope(YEAR, Audience.PARENT, chair_id=me.id))

    assert found.now.share == Share(8, 10)
    assert found.service is not None
    assert found.service.share == Share(18, 30)


def test_a_chairs_own_are_hidden_where_the_service_would_give_the_others_away(app: Flask) -> None:
    team = make_team()
    me = make_staff("chair", team)
    parents(held(team, chair=me), 8, 2)
    parents(held(team), 1, 1)

    found = line(Scope(YEAR, Audience.PARENT, chair_id=me.id))

    assert found.now.too_few
    assert found.service is not None
    assert found.service.share == Share(9, 12)


def test_a_chairs_forms_under_five_are_not_counted_out(app: Flask) -> None:
    me = make_staff("chair")
    parents(held(me.teams[0], chair=me), 4, 0)
    parents(held(me.teams[0]), 40, 0)

    found = summary(Scope(YEAR, Audience.PARENT, chair_id=me.id))

    assert {one.audience: one.count for one in found.forms} == {
        Audience.CHILD: 0,
        Audience.PARENT: None,
        Audience.PROFESSIONAL: 0,
    }


def test_the_rule_is_made_of_the_words_people_chose_from() -> None:
    rule = rule_of("report_explained", Audience.PARENT)

    assert rule.positive == ("Yes, all of it",)
    assert rule.left_out == ("I did not get a report",)


def test_it_begins_with_the_newest_year_that_five_have_answered(app: Flask) -> None:
    team = make_team()
    parents(held(team, date(2023, 5, 3)), 9, 0)
    parents(held(team, date(2024, 5, 8)), 5, 0)
    parents(held(team, date(2025, 5, 7)), 4, 0)

    known = known_periods(date(2025, 6, 1))

    assert known.newest_answered == Period(2024)
    assert known.years == (Period(2025), Period(2024), Period(2023))
