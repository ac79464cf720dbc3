"""Making codes, withdrawing them, replacing them."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.exceptions import ClosedError, NotFoundError, RefusedError
from portal.extensions import db
from portal.models import AuditEntry, Invitation, InvitationStatus, Meeting, MeetingStatus, Staff
from portal.queries.invitations import invitation_to_print, invitations_of
from portal.queries.opening import open_invitation
from portal.services import invitations
from tests.factories import make_invitation, make_meeting, make_staff, today


@pytest.fixture
def coordinator(app: Flask) -> Staff:
    return make_staff("coordinator")


def test_everybody_who_lacks_a_code_gets_one(coordinator: Staff) -> None:
    meeting = make_meeting(ages=(2, 6, 15), adults=("mother", "father"))
    make_invitation(meeting, "parent")

    made = invitations.invite_all_missing(coordinator, meeting)

    assert made == 4, "two children of four and over, the other adult, the room; not the baby"
    assert len(_open(meeting)) == 5
    assert invitations.invite_all_missing(coordinator, meeting) == 0


def test_a_code_opens_what_its_person_is_asked(coordinator: Staff) -> None:
    meeting = make_meeting("conference", ages=(10,), adults=("foster_carer",))

    child = invitations.invite_child(coordinator, meeting.children[0])
    adult = invitations.invite_adult(coordinator, meeting.adults[0])

    assert open_invitation(child.code).slug == "child-before-conference-8-11"
    assert open_invitation(adult.code).slug == "parent-before-foster-carer"


def test_the_room_shares_a_code_that_opens_on_the_day(coordinator: Staff) -> None:
    code = invitations.invite_room(coordinator, make_meeting(held_on=today())).code

    assert open_invitation(code).slug == "professional-after-all"


def test_a_family_never_shares_a_code(coordinator: Staff) -> None:
    with pytest.raises(RefusedError, match="Only professionals share"):
        invitations.invite_room(coordinator, make_meeting(), "parent")


def test_a_second_code_is_refused_while_the_first_is_open(coordinator: Staff) -> None:
    meeting = make_meeting()
    invitations.invite_child(coordinator, meeting.children[0])

    with pytest.raises(RefusedError, match="an open code already"):
        invitations.invite_child(coordinator, meeting.children[0])

    assert len(_open(meeting)) == 1


def test_a_child_under_four_is_not_asked(coordinator: Staff) -> None:
    with pytest.raises(RefusedError, match="under 4"):
        invitations.invite_child(coordinator, make_meeting(ages=(3,)).children[0])


def test_a_meeting_stood_down_or_long_over_asks_nobody(coordinator: Staff) -> None:
    stood_down = make_meeting(status=MeetingStatus.STOOD_DOWN, stood_down_reason="late request")
    over = make_meeting(held_on=today() - timedelta(days=400))

    with pytest.raises(RefusedError, match="stood down"):
        invitations.invite_all_missing(coordinator, stood_down)
    with pytest.raises(RefusedError, match="over"):
        invitations.invite_child(coordinator, over.children[0])


def test_a_withdrawn_code_opens_nothing(coordinator: Staff) -> None:
    invitation = make_invitation()

    invitations.withdraw(coordinator, invitation)

    with pytest.raises(ClosedError, match="unknown"):
        open_invitation(invitation.code)
    with pytest.raises(RefusedError, match="opens nothing any more"):
        invitations.withdraw(coordinator, invitation)


def test_a_replaced_code_opens_nothing_and_the_new_one_what_it_did(coordinator: Staff) -> None:
    old = make_invitation(make_meeting(ages=(5,)))
    opened = open_invitation(old.code).slug

    fresh = invitations.replace(coordinator, old)

    assert (old.status, old.replaced_by_id) == (InvitationStatus.REPLACED, fresh.id)
    assert fresh.code != old.code
    assert open_invitation(fresh.code).slug == opened
    with pytest.raises(ClosedError, match="unknown"):
        open_invitation(old.code)
    with pytest.raises(RefusedError, match="opens nothing any more"):
        invitations.replace(coordinator, old)


def test_the_audit_log_says_who_did_what_and_never_a_code(coordinator: Staff) -> None:
    meeting = make_meeting()
    old = invitations.invite_child(coordinator, meeting.children[0])
    fresh = invitations.replace(coordinator, old)
    invitations.withdraw(coordinator, fresh)

    entries = db.session.query(AuditEntry).order_by(AuditEntry.at).all()

    assert [entry.action for entry in entries] == ["made_code", "replaced_code", "withdrew_code"]
    assert {entry.staff_id for entry in entries} == {coordinator.id}
    written = " ".join(entry.detail for entry in entries)
    assert meeting.children[0].case_reference in written
    assert old.code not in written
    assert fresh.code not in written


def test_codes_are_seen_to_by_the_chair_and_the_managers_of_the_team(app: Flask) -> None:
    meeting = make_meeting()
    invitation = make_invitation(meeting)
    stranger = make_staff("chair", meeting.team)

    assert invitation_to_print(meeting.chair, invitation.id) == invitation
    with pytest.raises(NotFoundError):
        invitation_to_print(stranger, invitation.id)
    with pytest.raises(NotFoundError):
        invitations.invite_adult(stranger, meeting.adults[0])
    with pytest.raises(NotFoundError):
        invitations.withdraw(make_staff("manager"), invitation)
    invitations.withdraw(make_staff("manager", meeting.team), invitation)
    assert invitation.status == InvitationStatus.WITHDRAWN


def test_the_list_says_whose_each_is_and_what_it_opens(coordinator: Staff) -> None:
    meeting = make_meeting(ages=(6,), adults=("mother",))
    make_invitation(make_meeting())
    gone = make_invitation(meeting)
    invitations.withdraw(coordinator, gone)
    invitations.invite_all_missing(coordinator, meeting)

    rows = invitations_of(meeting)

    assert [(row.slug, row.closed, row.status.value) for row in rows] == [
        ("child-before-review-4-7", "", "open"),
        ("parent-before-parent", "", "open"),
        ("", "not_yet", "open"),
        ("", "", "withdrawn"),
    ]
    assert rows[0].child == meeting.children[0]
    assert rows[1].adult == meeting.adults[0]
    assert rows[2].shared


def _open(meeting: Meeting) -> list[Invitation]:
    found = db.session.query(Invitation).filter_by(meeting_id=meeting.id, status=InvitationStatus.OPEN)
    return list(found)
