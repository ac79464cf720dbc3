"""The pages of concerns: seen, taken, closed."""

from datetime import timedelta

from tests.conftest import SignIn
from tests.factories import make_concern, make_invitation, make_meeting, make_staff, make_team, now
from tests.inspecting_client import InspectingClient


def test_a_chair_sees_a_late_concern_first_takes_it_and_closes_it(sign_in: SignIn) -> None:
    meeting = make_meeting()
    concern = make_concern(
        meeting.team, "Not safe", invitation=make_invitation(meeting), acknowledge_by=now() - timedelta(hours=1)
    )
    client = sign_in(staff=meeting.chair)

    page = client.get("/staff/concerns").text
    assert "Late: nobody has taken these in time" in page
    assert "Not safe" not in page

    page = client.get(f"/staff/concerns/{concern.id}").text
    assert "This concern is late" in page
    assert "Not safe" in page

    taken = client.post(f"/staff/concerns/{concern.id}/take", follow_redirects=True).text
    assert "You have this concern in hand." in taken

    closed = client.post(f"/staff/concerns/{concern.id}/close", data={"note": "Rang Nan."}, follow_redirects=True).text
    assert "The concern is closed." in closed
    assert "Closed lately" in closed
    assert "Rang Nan." in client.get(f"/staff/concerns/{concern.id}").text


def test_a_stranger_is_asked_to_sign_in(client: InspectingClient) -> None:
    concern = make_concern(make_team())

    for path in ("/staff/concerns", f"/staff/concerns/{concern.id}"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/staff/sign-in")


def test_a_chair_of_another_meeting_finds_no_page(sign_in: SignIn) -> None:
    meeting = make_meeting()
    concern = make_concern(meeting.team, invitation=make_invitation(meeting))

    client = sign_in("chair", meeting.team)

    assert client.get(f"/staff/concerns/{concern.id}").status_code == 404
    assert client.post(f"/staff/concerns/{concern.id}/take").status_code == 404


def test_closing_without_a_note_is_explained(sign_in: SignIn) -> None:
    team = make_team()
    concern = make_concern(team)
    client = sign_in("manager", team)
    client.get("/staff/concerns")
    client.post(f"/staff/concerns/{concern.id}/take")

    page = client.post(f"/staff/concerns/{concern.id}/close", data={"note": "  "}).text

    assert "Write what was done" in page


def test_a_concern_nobody_took_is_not_closed_and_that_is_explained(sign_in: SignIn) -> None:
    team = make_team()
    concern = make_concern(team)
    client = sign_in("manager", team)
    client.get("/staff/concerns")

    for note in ("", "Nothing to do."):
        page = client.post(f"/staff/concerns/{concern.id}/close", data={"note": note}, follow_redirects=True).text
        assert "Take it first, then close it." in page


def test_whoever_comes_second_is_told_kindly_who_was_quicker(sign_in: SignIn) -> None:
    team = make_team()
    quick = make_staff("manager", team, name="Sam Ahmed")
    concern = make_concern(team)
    first, second = sign_in(staff=quick), sign_in("manager", team)
    second.get(f"/staff/concerns/{concern.id}")
    first.get(f"/staff/concerns/{concern.id}")
    first.post(f"/staff/concerns/{concern.id}/take")

    page = second.post(f"/staff/concerns/{concern.id}/take", follow_redirects=True).text

    assert "Sam Ahmed took this concern just before you" in page


def test_a_concern_from_feedback_shows_a_day_and_no_name(sign_in: SignIn) -> None:
    team = make_team()
    concern = make_concern(team, "It got worse", raised_at=now().replace(hour=0, minute=0, second=0, microsecond=0))

    page = sign_in("manager", team).get(f"/staff/concerns/{concern.id}").text

    assert "from feedback, without a name" in page
    assert "00:00" not in page
