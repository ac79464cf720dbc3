"""The pages that make, print, withdraw and replace codes."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.codes import readable
from portal.extensions import db
from portal.models import AuditEntry, Invitation, InvitationStatus, Meeting, MeetingStatus
from tests.conftest import SignIn
from tests.factories import make_invitation, make_meeting, make_team, today
from tests.inspecting_client import InspectingClient


def test_a_coordinator_makes_every_missing_code_and_prints_the_sheets(sign_in: SignIn) -> None:
    meeting = make_meeting(ages=(2, 9), adults=("mother",))
    client = sign_in("coordinator")
    client.get(f"/staff/meetings/{meeting.id}")

    page = client.post(f"/staff/meetings/{meeting.id}/codes", follow_redirects=True).text
    assert "3 codes were made." in page
    assert f"Child {meeting.children[1].case_reference}" in page
    assert "Professionals in the room" in page

    answer = client.get(f"/staff/meetings/{meeting.id}/sheets.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")

    again = client.post(f"/staff/meetings/{meeting.id}/codes", follow_redirects=True).text
    assert "Everybody has a code already." in again


def test_each_person_can_be_given_a_code_alone(sign_in: SignIn) -> None:
    meeting = make_meeting(ages=(9,), adults=("father",))
    client = sign_in(staff=meeting.chair)
    page = client.get(f"/staff/meetings/{meeting.id}").text
    assert "Make a code: Father" in page

    for whom in (f"child/{meeting.children[0].id}", f"adult/{meeting.adults[0].id}", "room"):
        done = client.post(f"/staff/meetings/{meeting.id}/codes/{whom}", follow_redirects=True).text
        assert "A code was made." in done

    assert "Make a code:" not in client.get(f"/staff/meetings/{meeting.id}").text
    assert db.session.query(Invitation).count() == 3


def test_the_lists_of_codes_never_show_a_code(sign_in: SignIn) -> None:
    invitation = make_invitation()

    page = sign_in("coordinator").get(f"/staff/meetings/{invitation.meeting_id}").text

    assert readable(invitation.code) not in page
    assert invitation.code not in page


def test_a_sheet_is_printed_in_each_way_and_each_time_that_is_written_down(sign_in: SignIn) -> None:
    invitation = make_invitation()
    client = sign_in(staff=invitation.meeting.chair)

    web = client.get(f"/staff/invitations/{invitation.id}/sheet")
    pdf = client.get(f"/staff/invitations/{invitation.id}/sheet.pdf")
    svg = client.get(f"/staff/invitations/{invitation.id}/qr.svg")
    png = client.get(f"/staff/invitations/{invitation.id}/qr.png")

    assert readable(invitation.code) in web.text
    assert "Childline" in web.text
    assert [pdf.mimetype, svg.mimetype, png.mimetype] == ["application/pdf", "image/svg+xml", "image/png"]
    assert all(answer.headers["Cache-Control"] == "no-store" for answer in (web, pdf, svg, png))
    entries = db.session.query(AuditEntry).filter_by(action="printed_code", subject_id=invitation.id).all()
    assert len(entries) == 4
    assert {entry.staff_id for entry in entries} == {invitation.meeting.chair_id}
    assert not any(invitation.code in entry.detail for entry in entries)


def test_a_code_is_withdrawn_after_a_question(sign_in: SignIn, client: InspectingClient) -> None:
    invitation = make_invitation()
    coordinator = sign_in("coordinator")

    assert "Withdraw this code?" in coordinator.get(f"/staff/invitations/{invitation.id}/withdraw").text
    assert client.get(f"/{invitation.code}").status_code == 200
    page = coordinator.post(f"/staff/invitations/{invitation.id}/withdraw", follow_redirects=True).text

    assert "The code is withdrawn." in page
    assert client.get(f"/{invitation.code}").status_code == 404


def test_a_code_is_replaced_after_a_question(sign_in: SignIn, client: InspectingClient) -> None:
    invitation = make_invitation()
    coordinator = sign_in("coordinator")

    assert "Replace this code?" in coordinator.get(f"/staff/invitations/{invitation.id}/replace").text
    page = coordinator.post(f"/staff/invitations/{invitation.id}/replace", follow_redirects=True).text

    assert "There is a new code." in page
    assert client.get(f"/{invitation.code}").status_code == 404
    fresh = db.session.query(Invitation).filter_by(status=InvitationStatus.OPEN).one()
    assert client.get(f"/{fresh.code}").status_code == 200


def test_a_code_that_opens_nothing_is_not_printed_or_changed_and_the_page_says_so(sign_in: SignIn) -> None:
    invitation = make_invitation(status=InvitationStatus.WITHDRAWN)
    client = sign_in("coordinator")

    for what in ("sheet", "sheet.pdf", "qr.svg", "qr.png", "withdraw", "replace"):
        page = client.get(f"/staff/invitations/{invitation.id}/{what}", follow_redirects=True).text
        assert "This code opens nothing any more" in page
    page = client.post(f"/staff/invitations/{invitation.id}/replace", follow_redirects=True).text
    assert "This code opens nothing any more" in page


@pytest.mark.parametrize(
    ("meeting_is", "sentence"),
    [
        ({"status": MeetingStatus.STOOD_DOWN, "stood_down_reason": "late request"}, "This meeting was stood down"),
        ({"held_on": today() - timedelta(days=400)}, "The time for feedback on this meeting is over"),
    ],
)
def test_why_there_are_no_more_codes_is_explained(sign_in: SignIn, meeting_is: dict[str, Any], sentence: str) -> None:
    meeting = make_meeting(**meeting_is)
    client = sign_in("coordinator")
    client.get(f"/staff/meetings/{meeting.id}")

    page = client.post(f"/staff/meetings/{meeting.id}/codes", follow_redirects=True).text

    assert sentence in page


def test_a_second_code_or_one_for_a_baby_is_explained(sign_in: SignIn) -> None:
    meeting = make_meeting(ages=(2,))
    invitation = make_invitation(meeting, "parent")
    client = sign_in("coordinator")
    client.get(f"/staff/meetings/{meeting.id}")

    baby = client.post(f"/staff/meetings/{meeting.id}/codes/child/{meeting.children[0].id}", follow_redirects=True)
    second = client.post(f"/staff/meetings/{meeting.id}/codes/adult/{invitation.adult_id}", follow_redirects=True)

    assert "Children under 4 are not asked" in baby.text
    assert "There is an open code already." in second.text


def test_sheets_without_codes_are_explained(sign_in: SignIn) -> None:
    meeting = make_meeting()

    page = sign_in("coordinator").get(f"/staff/meetings/{meeting.id}/sheets.pdf", follow_redirects=True).text

    assert "There are no codes to print yet." in page


def test_a_person_of_another_meeting_is_not_found(sign_in: SignIn) -> None:
    meeting, other = make_meeting(), make_meeting()
    client = sign_in("coordinator")
    client.get(f"/staff/meetings/{meeting.id}")

    assert client.post(f"/staff/meetings/{meeting.id}/codes/child/{other.children[0].id}").status_code == 404
    assert client.post(f"/staff/meetings/{meeting.id}/codes/adult/{other.adults[0].id}").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: InspectingClient) -> None:
    for address in _addresses(make_meeting()):
        answer = client.get(address)
        assert answer.headers.get("Location", "").startswith("/staff/sign-in"), address


@pytest.mark.parametrize(("role", "status"), [("manager", 404), ("administrator", 403), ("chair", 404)])
def test_others_are_turned_away(sign_in: SignIn, role: str, status: int) -> None:
    meeting = make_meeting()
    client = sign_in(role, make_team() if role == "manager" else meeting.team)

    for address in _addresses(meeting):
        assert client.get(address).status_code == status, address
    assert client.post(f"/staff/meetings/{meeting.id}/codes").status_code == status


def test_every_code_stays_where_it_is_when_the_page_is_only_looked_at(app: Flask, sign_in: SignIn) -> None:
    invitation = make_invitation()
    client = sign_in("coordinator")

    for address in _addresses(invitation.meeting, invitation):
        client.get(address)

    assert db.session.query(Invitation).filter_by(status=InvitationStatus.OPEN).one().code == invitation.code


def _addresses(meeting: Meeting, invitation: Invitation | None = None) -> list[str]:
    invitation = invitation or make_invitation(meeting)
    pages = ("sheet", "sheet.pdf", "qr.svg", "qr.png", "withdraw", "replace")
    of_code = [f"/staff/invitations/{invitation.id}/{page}" for page in pages]
    return [*of_code, f"/staff/meetings/{meeting.id}/sheets.pdf"]
