"""How many we heard from: meetings held against forms back, and who we did not hear from."""

from datetime import date
from typing import Any

from flask import Flask

from forms.schema import Audience
from portal.models import Meeting, MeetingStatus
from portal.queries.periods import Period
from portal.queries.shares import Share
from portal.queries.summary import Scope, Summary, summary
from tests.factories import make_contribution, make_feedback, make_invitation, make_meeting, make_staff, make_team

YEAR = Period(2025)


def found(kind: str = "all", audience: Audience = Audience.PARENT, **scope: Any) -> Summary:
    return summary(Scope(YEAR, audience, kind=kind, **scope))


def held(**columns: Any) -> Meeting:
    return make_meeting(columns.pop("kind", "review"), **({"held_on": date(2025, 5, 7)} | columns))


def forms(result: Summary, kind: str) -> dict[Audience, tuple[int, int | None, str | None]]:
    return {one.audience: (one.held, one.count, one.per_hundred) for one in result.forms if one.kind == kind}


def test_forms_are_set_against_the_meetings_held_of_the_same_kind(app: Flask) -> None:
    chair = make_staff("chair")
    meetings = [held(chair=chair, kind="conference", ages=(), adults=()) for _ in range(8)]
    held(chair=chair, kind="review")
    make_feedback(meetings[0], "parent", "parent-after-all", {"respected": ["agree"]}, times=3)
    make_feedback(meetings[1], "professional", "professional-after-all", {"plan_clear": ["agree"]}, times=5)

    result = found()

    assert result.held == {"review": 1, "conference": 8}
    assert forms(result, "conference")[Audience.PARENT] == (8, 3, "37.5")
    assert forms(result, "conference")[Audience.PROFESSIONAL] == (8, 5, "62.5")
    assert forms(result, "review")[Audience.PARENT] == (1, 0, "0.0")


def test_meetings_stood_down_planned_or_of_another_year_are_not_counted(app: Flask) -> None:
    chair = make_staff("chair")
    held(chair=chair)
    held(chair=chair, status=MeetingStatus.PLANNED)
    held(chair=chair, status=MeetingStatus.STOOD_DOWN, stood_down_reason="not quorate")
    held(chair=chair, held_on=date(2026, 4, 1))
    held(chair=chair, held_on=date(2025, 3, 31))

    assert found().held == {"review": 1, "conference": 0}


def test_views_before_count_children_of_four_and_over_at_meetings_held(app: Flask) -> None:
    chair = make_staff("chair")
    meetings = [held(chair=chair, ages=(9, 2)) for _ in range(6)]
    for meeting in meetings[:4]:
        nine_year_old = next(child for child in meeting.children if child.age == 9)
        invitation = make_invitation(meeting, child=nine_year_old)
        for _ in range(2):  # sent twice: still one child
            make_contribution(invitation, "child-before-review-8-11", answers={}, comments={})
    make_invitation(meetings[5], "parent")

    assert found().views_before.share == Share(4, 6)


def test_whom_nothing_came_from_is_counted_by_age_band_and_role(app: Flask) -> None:
    chair = make_staff("chair")
    meetings = [held(chair=chair, ages=(9,), adults=("mother", "father")) for _ in range(6)]
    for meeting in meetings[:2]:
        make_contribution(make_invitation(meeting), "child-before-review-8-11", answers={}, comments={})
        mother = next(adult for adult in meeting.adults if adult.role == "mother")
        invitation = make_invitation(meeting, "parent", adult=mother)
        make_contribution(invitation, "parent-before-parent", answers={}, comments={})

    missing = found().not_heard

    assert missing is not None
    assert missing.children["8-11"].share == Share(4, 6)
    assert missing.adults["mother"].share == Share(4, 6)
    assert missing.adults["father"].share == Share(6, 6)


def test_a_role_of_fewer_than_five_is_not_shown(app: Flask) -> None:
    chair = make_staff("chair")
    for _ in range(9):
        held(chair=chair, ages=(), adults=("mother",))
    for _ in range(9):
        held(chair=chair, ages=(), adults=("carer",))
    held(chair=chair, ages=(), adults=("grandparent",))

    missing = found().not_heard

    assert missing is not None
    assert missing.adults["grandparent"].too_few
    assert missing.adults["mother"].share == Share(9, 9)


def test_teams_and_kinds_without_a_form_are_named(app: Flask) -> None:
    north, south = make_staff("chair", make_team("North")), make_staff("chair", make_team("South"))
    meeting = held(chair=north)
    held(chair=south)
    held(chair=south)
    make_feedback(meeting, "parent", "parent-after-all", {"respected": ["agree"]})

    missing, for_children = found().not_heard, found(audience=Audience.CHILD).not_heard

    assert missing is not None
    assert missing.silent == ((south.teams[0].id, "review", 2),)
    assert for_children is not None
    assert len(for_children.silent) == 2


def test_a_chair_is_shown_their_own_meetings_only(app: Flask) -> None:
    team = make_team()
    me, other = make_staff("chair", team), make_staff("chair", team)
    held(chair=me)
    held(chair=other)

    result = found(chair_id=me.id)

    assert result.held == {"review": 1, "conference": 0}
    assert result.not_heard is None
