"""Meetings: what a coordinator knows of one is kept whole, or refused with a sentence."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from portal.exceptions import NotFoundError, RecordError
from portal.extensions import db
from portal.models import Child, InvitationStatus, Meeting, MeetingFormat, MeetingStatus, Staff
from portal.queries.meetings import MeetingFilter, meeting_page
from portal.services import meetings
from portal.services.meetings import AdultFacts, ChildFacts, MeetingFacts
from tests.factories import make_child, make_invitation, make_meeting, make_staff, make_team, today


@pytest.fixture
def coordinator(app: Flask) -> Staff:
    return make_staff("coordinator")


def facts_of(meeting: Meeting, **changed: object) -> MeetingFacts:
    known: dict[str, object] = {
        "type_id": meeting.type_id,
        "held_on": meeting.held_on,
        "format": meeting.format,
        "team_id": meeting.team_id,
        "chair_id": meeting.chair_id,
    }
    return MeetingFacts(**(known | changed))  # type: ignore[arg-type]


def people_of(meeting: Meeting) -> tuple[list[ChildFacts], list[AdultFacts]]:
    return (
        [ChildFacts(child.case_reference, child.age, child.id) for child in meeting.children],
        [AdultFacts(adult.role, adult.id) for adult in meeting.adults],
    )


def test_a_change_keeps_the_people_who_are_still_there(coordinator: Staff) -> None:
    meeting = make_meeting(ages=(9, 12), adults=("mother",))
    before = {child.id for child in meeting.children}
    children, adults = people_of(meeting)

    meetings.change_meeting(coordinator, meeting.id, facts_of(meeting, format=MeetingFormat.ONLINE), children, adults)

    db.session.expire_all()
    assert {child.id for child in meeting.children} == before
    assert meeting.format == MeetingFormat.ONLINE


def test_two_references_can_change_places(coordinator: Staff) -> None:
    meeting = make_meeting(ages=(9, 12))
    first, second = meeting.children
    swapped = [ChildFacts(second.case_reference, 9, first.id), ChildFacts(first.case_reference, 12, second.id)]
    meetings.change_meeting(coordinator, meeting.id, facts_of(meeting), swapped, [])

    db.session.expire_all()
    assert sorted(child.age for child in meeting.children) == [9, 12]


def test_a_child_who_has_a_code_does_not_become_too_young_for_it(coordinator: Staff) -> None:
    meeting = make_meeting(ages=(4,))
    make_invitation(meeting, "child")
    child = meeting.children[0]

    with pytest.raises(RecordError, match="under 4"):
        meetings.change_meeting(
            coordinator, meeting.id, facts_of(meeting), [ChildFacts(child.case_reference, 3, child.id)], []
        )

    db.session.expire_all()
    assert db.session.get_one(Child, child.id).age == 4


def test_once_the_code_is_withdrawn_the_age_can_be_mended(coordinator: Staff) -> None:
    meeting = make_meeting(ages=(4,))
    child = meeting.children[0]
    make_invitation(meeting, "child", status=InvitationStatus.WITHDRAWN)
    younger = [ChildFacts(child.case_reference, 3, child.id)]
    meetings.change_meeting(coordinator, meeting.id, facts_of(meeting), younger, [])

    assert db.session.get_one(Child, child.id).age_band == "under-4"


def test_a_child_taken_off_and_entered_anew_is_kept_once(coordinator: Staff) -> None:
    meeting = make_meeting(ages=(9,))
    reference = meeting.children[0].case_reference
    meetings.change_meeting(coordinator, meeting.id, facts_of(meeting), [ChildFacts(reference, 10)], [])

    assert [(child.case_reference, child.age) for child in db.session.query(Child)] == [(reference, 10)]


def test_a_participation_code_that_no_longer_fits_the_age_is_taken_away(coordinator: Staff) -> None:
    meeting = make_meeting(ages=())
    child = make_child(meeting, 9, participation_code="PN1")
    meetings.change_meeting(
        coordinator, meeting.id, facts_of(meeting), [ChildFacts(child.case_reference, 3, child.id)], []
    )

    db.session.expire_all()
    assert db.session.get_one(Child, child.id).participation_code is None


def test_a_conference_cannot_be_moved_to_a_weekend(coordinator: Staff) -> None:
    meeting = make_meeting("conference", held_on=date(2027, 3, 2))
    for day in (date(2027, 3, 6), date(2027, 3, 7)):
        with pytest.raises(RecordError, match="Saturday"):
            meetings.change_meeting(coordinator, meeting.id, facts_of(meeting, held_on=day), *people_of(meeting))

    db.session.expire_all()
    assert meeting.held_on == date(2027, 3, 2)


def test_whoever_sees_a_meeting_says_how_it_ended_and_nobody_else(coordinator: Staff) -> None:
    team = make_team()
    meeting = make_meeting(chair=make_staff("chair", team), held_on=today())

    with pytest.raises(NotFoundError):
        meetings.mark_held(make_staff("manager"), meeting.id, today())
    with pytest.raises(NotFoundError):
        meetings.stand_down(make_staff("chair", team), meeting.id, "late request")
    meetings.mark_held(make_staff("manager", team), meeting.id, today())

    assert meeting.status == MeetingStatus.HELD


def test_a_list_costs_the_same_whatever_its_length(coordinator: Staff) -> None:
    chair = make_staff("chair")
    kind = make_meeting(chair=chair).type
    few = statements(coordinator)
    for number in range(60):
        make_meeting(chair=chair, type=kind, ages=(5, 9), held_on=today() + timedelta(days=number + 1))

    assert statements(coordinator) == few <= 8


@pytest.mark.parametrize("reference", ["%", "_", "\\", "'", "💛"])
def test_a_search_takes_every_character_for_itself(coordinator: Staff, reference: str) -> None:
    make_meeting()

    assert meeting_page(coordinator, MeetingFilter(reference=reference)).total == 0


def statements(staff: Staff) -> int:
    counted: list[str] = []
    db.session.expire_all()
    assert staff.roles

    def count(connection: object, cursor: object, statement: str, *rest: object) -> None:
        counted.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    for line in meeting_page(staff, MeetingFilter()).lines:
        assert line.meeting.chair.name
        assert line.meeting.children
    event.remove(db.engine, "before_cursor_execute", count)
    return len([one for one in counted if one.startswith("SELECT")])
