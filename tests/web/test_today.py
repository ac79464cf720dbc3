"""The first page after signing in: what waits, for each role."""

import re
from datetime import timedelta

from tests.conftest import SignIn
from tests.factories import (
    make_comment,
    make_concern,
    make_contribution,
    make_feedback,
    make_invitation,
    make_meeting,
    make_staff,
    make_team,
    now,
    today,
)
from tests.inspecting_client import InspectingClient


def test_a_chair_sees_concerns_first_and_who_has_answered(sign_in: SignIn) -> None:
    meeting = make_meeting(ages=(9, 2), adults=("mother", "father"))
    nine = next(child for child in meeting.children if child.age == 9)
    mother = next(adult for adult in meeting.adults if adult.role == "mother")
    invitation = make_invitation(meeting, child=nine)
    make_contribution(
        invitation, "child-before-review-8-11", answers={"how_told": "advocate"}, comments={"private_words": "Psst."}
    )
    make_invitation(meeting, "parent", adult=mother)
    make_concern(meeting.team, invitation=invitation)

    page = sign_in(staff=meeting.chair).get("/staff/").text

    assert page.index("to be taken by") < page.index("My next meetings")
    assert line_about(nine.case_reference, page) == "has answered something for you alone wants an advocate"
    assert line_about("Mother", page) == "not yet"
    assert line_about("Father", page) == "has no code yet"
    assert "under 4, is not asked" in page
    assert f"/staff/meetings/{meeting.id}/views" in page
    assert "Psst." not in page


def test_a_chair_sees_nothing_of_meetings_that_are_over_or_another_chairs(sign_in: SignIn) -> None:
    meeting = make_meeting(held_on=today() - timedelta(days=3))
    other = make_meeting(team=meeting.team)

    page = sign_in(staff=meeting.chair).get("/staff/").text

    assert "You have no meeting planned." in page
    assert other.children[0].case_reference not in page


def test_a_manager_sees_late_concerns_first_and_how_many_comments_wait(sign_in: SignIn) -> None:
    team = make_team()
    meeting = make_meeting(team=team, held_on=today() - timedelta(days=8))
    make_concern(team)
    make_concern(team, acknowledge_by=now() - timedelta(hours=1), invitation=make_invitation(meeting))
    (feedback,) = make_feedback(meeting, "professional", "professional-after-all", {})
    make_comment(feedback)
    make_comment(feedback, state="released")

    page = sign_in("manager", team).get("/staff/").text

    assert page.index("was to be taken by") < page.index("From feedback, without a name")
    assert "<b>1</b> comment is waiting to be read." in page


def test_a_manager_is_told_nothing_of_other_teams(sign_in: SignIn) -> None:
    other = make_team()
    make_concern(other)

    page = sign_in("manager").get("/staff/").text

    assert "No concern is waiting for somebody." in page
    assert "No comment is waiting to be read." in page


def test_a_coordinator_sees_coming_meetings_at_which_somebody_has_no_code(sign_in: SignIn) -> None:
    lacking = make_meeting(ages=(9, 2), adults=("mother",))
    make_invitation(lacking, "parent")
    complete = make_meeting(adults=())
    make_invitation(complete)
    far_away = make_meeting(held_on=today() + timedelta(days=15))

    page = sign_in("coordinator").get("/staff/").text

    assert lacking.children[0].case_reference in page
    assert "1 of 2" in page
    assert complete.children[0].case_reference not in page
    assert far_away.children[0].case_reference not in page


def test_an_administrator_sees_counts_and_no_reference(sign_in: SignIn) -> None:
    meeting = make_meeting()
    make_concern(meeting.team, acknowledge_by=now() - timedelta(hours=1), invitation=make_invitation(meeting))

    page = sign_in("administrator").get("/staff/").text

    assert "Late concerns, all teams" in page
    assert "Ring the managers." in page
    assert meeting.children[0].case_reference not in page


def test_somebody_with_every_role_sees_every_part(sign_in: SignIn) -> None:
    everything = make_staff(["chair", "manager", "coordinator", "administrator"])

    page = sign_in(staff=everything).get("/staff/").text

    for heading in ("Concerns", "My next meetings", "Comments to read", "Meetings without codes", "How things stand"):
        assert f">{heading}</h2>" in page


def test_a_stranger_is_asked_to_sign_in(client: InspectingClient) -> None:
    answer = client.get("/staff/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/staff/sign-in")


def line_about(name: str, page: str) -> str:
    """Return what the list says of one person, without its marks."""
    (line,) = re.findall(rf"<b>[^<]*{re.escape(name)}</b>:(.*?)</li>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", line).split())
