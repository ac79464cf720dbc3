"""Meetings: listed, added, changed, held, stood down; each to whom it belongs."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import AuditEntry, Child, Meeting, MeetingStatus
from tests.conftest import SignIn
from tests.factories import (
    make_contribution,
    make_invitation,
    make_meeting,
    make_meeting_type,
    make_staff,
    make_team,
    today,
)
from tests.inspecting_client import InspectingClient

TUESDAY = date(2027, 3, 2)
SATURDAY = date(2027, 3, 6)


@pytest.fixture
def filled() -> dict[str, Any]:
    """What a coordinator fills in for a conference about one child."""
    chair = make_staff("chair")
    return {
        "type": str(make_meeting_type("conference", "Initial conference").id),
        "held_on": TUESDAY.isoformat(),
        "format": "hybrid",
        "team": str(chair.teams[0].id),
        "chair": str(chair.id),
        "children-0-case_reference": "WS-4711",
        "children-0-age": "9",
        "adults-0-role": "mother",
    }


def test_a_coordinator_adds_a_meeting(app: Flask, filled: dict[str, Any], sign_in: SignIn) -> None:
    coordinator = sign_in("coordinator")
    coordinator.get("/staff/meetings/add")
    answer = coordinator.post("/staff/meetings/add", data=filled)

    meeting = db.session.query(Meeting).one()
    assert answer.headers["Location"] == f"/staff/meetings/{meeting.id}"
    assert (meeting.held_on, meeting.format, meeting.status) == (TUESDAY, "hybrid", "planned")
    assert [(child.case_reference, child.age, child.age_band) for child in meeting.children] == [("WS-4711", 9, "8-11")]
    assert [adult.role for adult in meeting.adults] == ["mother"]
    assert db.session.query(AuditEntry).filter_by(action="added_meeting").count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"held_on": SATURDAY.isoformat()}, "never on a Saturday"),
        ({"held_on": "nonsense"}, "date"),
        ({"held_on": "9999-12-31"}, "between 2000 and 2100"),
        ({"type": ""}, "Choose a kind of meeting"),
        ({"children-0-case_reference": ""}, "at least one child"),
        ({"children-0-age": ""}, "whole number of years"),
        ({"children-0-age": "26"}, "whole number of years"),
        ({"children-0-age": "nine"}, "integer"),
        ({"children-1-case_reference": "ws-4711", "children-1-age": "3"}, "same case reference"),
        ({"children-0-case_reference": "x" * 41}, "under 40 characters"),
        ({"chair": "nobody"}, "Not a valid choice"),
    ],
)
def test_a_mistake_is_explained_and_changes_nothing(
    app: Flask, filled: dict[str, Any], sign_in: SignIn, changed: dict[str, str], sentence: str
) -> None:
    coordinator = sign_in("coordinator")
    coordinator.get("/staff/meetings/add")
    answer = coordinator.post("/staff/meetings/add", data=filled | changed)

    assert answer.status_code == 200
    assert sentence in answer.text
    assert "Error:" in answer.text
    assert db.session.query(Meeting).count() == 0
    assert "mother" in answer.text.split('selected value="')[-1] or 'selected value="mother"' in answer.text


@pytest.mark.parametrize("number", ["²", "٣", "-1", "x", "9" * 5000])
def test_a_row_with_a_number_that_no_page_gave_it_is_left_aside(
    app: Flask, filled: dict[str, Any], sign_in: SignIn, number: str
) -> None:
    coordinator = sign_in("coordinator")
    coordinator.get("/staff/meetings/add")
    odd = {
        f"children-{number}-case_reference": "WS-9",
        f"children-{number}-age": "9",
        f"adults-{number}-role": "mother",
    }

    assert coordinator.post("/staff/meetings/add", data=filled | odd).status_code == 302
    assert [child.case_reference for child in db.session.query(Meeting).one().children] == ["WS-4711"]


def test_a_review_may_be_on_a_saturday(app: Flask, filled: dict[str, Any], sign_in: SignIn) -> None:
    coordinator = sign_in("coordinator")
    coordinator.get("/staff/meetings/add")
    review = str(make_meeting_type("review").id)
    coordinator.post("/staff/meetings/add", data=filled | {"type": review, "held_on": SATURDAY.isoformat()})

    assert db.session.query(Meeting).one().held_on == SATURDAY


def test_more_rows_keeps_what_was_written(app: Flask, filled: dict[str, Any], sign_in: SignIn) -> None:
    coordinator = sign_in("coordinator")
    coordinator.get("/staff/meetings/add")
    answer = coordinator.post("/staff/meetings/add", data=filled | {"more": "1"})

    assert 'value="WS-4711"' in answer.text
    assert "children-3-case_reference" in answer.text
    assert db.session.query(Meeting).count() == 0


def test_a_coordinator_changes_a_meeting_and_its_people(app: Flask, filled: dict[str, Any], sign_in: SignIn) -> None:
    meeting = make_meeting("conference", ages=[9, 12])
    child, other = meeting.children
    coordinator = sign_in("coordinator")
    coordinator.get(f"/staff/meetings/{meeting.id}/change")
    changed = filled | {"children-0-id": str(child.id), "children-0-age": "10", "adults-0-role": "father"}
    coordinator.post(f"/staff/meetings/{meeting.id}/change", data=changed)

    db.session.expire_all()
    assert [(one.id, one.age) for one in db.session.query(Child)] == [(child.id, 10)]
    assert [adult.role for adult in meeting.adults] == ["father"]
    assert other not in meeting.children


def test_somebody_with_a_code_cannot_be_taken_off(app: Flask, filled: dict[str, Any], sign_in: SignIn) -> None:
    meeting = make_meeting("conference", ages=[9])
    make_invitation(meeting, "child")
    coordinator = sign_in("coordinator")
    coordinator.get(f"/staff/meetings/{meeting.id}/change")
    answer = coordinator.post(f"/staff/meetings/{meeting.id}/change", data=filled | {"children-0-id": ""})

    assert "cannot be taken off" in answer.text
    db.session.expire_all()
    assert [child.age for child in db.session.query(Child)] == [9]
    assert db.session.query(Meeting).one().held_on != TUESDAY


def test_a_meeting_is_marked_as_held_from_its_day_on(app: Flask, sign_in: SignIn) -> None:
    chair = make_staff("chair")
    past, coming = (make_meeting(chair=chair, held_on=today() + timedelta(days=days)) for days in (0, 3))
    browser = sign_in(staff=chair)
    browser.get(f"/staff/meetings/{past.id}")

    assert browser.post(f"/staff/meetings/{past.id}/held").status_code == 302
    assert browser.post(f"/staff/meetings/{coming.id}/held").status_code == 403
    db.session.expire_all()
    assert (past.status, coming.status) == (MeetingStatus.HELD, MeetingStatus.PLANNED)


def test_a_meeting_is_stood_down_with_a_reason_and_planned_again(app: Flask, sign_in: SignIn) -> None:
    meeting = make_meeting()
    browser = sign_in(staff=meeting.chair)
    browser.get(f"/staff/meetings/{meeting.id}/stand-down")

    assert "Say why" in browser.post(f"/staff/meetings/{meeting.id}/stand-down", data={}).text
    browser.post(f"/staff/meetings/{meeting.id}/stand-down", data={"reason": "The heating had failed"})
    db.session.expire_all()
    assert (meeting.status, meeting.stood_down_reason) == (MeetingStatus.STOOD_DOWN, "The heating had failed")

    assert "The heating had failed" in browser.get(f"/staff/meetings/{meeting.id}").text
    browser.post(f"/staff/meetings/{meeting.id}/plan-again")
    db.session.expire_all()
    assert (meeting.status, meeting.stood_down_reason) == (MeetingStatus.PLANNED, None)


def test_each_sees_the_meetings_that_are_theirs(app: Flask, sign_in: SignIn) -> None:
    team = make_team()
    chair = make_staff("chair", team)
    own, elsewhere = make_meeting(chair=chair), make_meeting()

    def seen(browser: InspectingClient) -> set[bool]:
        return {str(one.id) in browser.get("/staff/meetings").text for one in (own,)} | {
            str(elsewhere.id) in browser.get("/staff/meetings").text
        }

    assert seen(sign_in("coordinator")) == {True}
    for browser in (sign_in(staff=chair), sign_in("manager", team)):
        page = browser.get("/staff/meetings").text
        assert str(own.id) in page
        assert str(elsewhere.id) not in page
        assert browser.get(f"/staff/meetings/{own.id}").status_code == 200
        assert browser.get(f"/staff/meetings/{elsewhere.id}").status_code == 404


def test_strangers_and_others_are_turned_away(app: Flask, client: InspectingClient, sign_in: SignIn) -> None:
    meeting = make_meeting()
    for path in ("", "/add", f"/{meeting.id}", f"/{meeting.id}/change", f"/{meeting.id}/stand-down"):
        assert client.get(f"/staff/meetings{path}").status_code == 302
        assert sign_in("administrator").get(f"/staff/meetings{path}").status_code == 403
    manager = sign_in("manager")
    assert manager.get(f"/staff/meetings/{meeting.id}/change").status_code == 404
    assert manager.post(f"/staff/meetings/{meeting.id}/held").status_code == 404


@pytest.mark.parametrize(("role", "sentence"), [("chair", "that you chair"), ("manager", "your own teams")])
def test_chairs_and_managers_keep_only_meetings_of_their_own(
    app: Flask, filled: dict[str, Any], sign_in: SignIn, role: str, sentence: str
) -> None:
    team = make_team()
    person = make_staff(role, team)
    browser = sign_in(staff=person)
    browser.get("/staff/meetings/add")

    assert sentence in browser.post("/staff/meetings/add", data=filled).text
    assert db.session.query(Meeting).count() == 0
    own = {"chair": str(person.id)} if role == "chair" else {"team": str(team.id)}
    assert browser.post("/staff/meetings/add", data=filled | own).status_code == 302
    assert db.session.query(Meeting).count() == 1


def test_the_list_can_be_narrowed(app: Flask, sign_in: SignIn) -> None:
    found = make_meeting("conference", held_on=today() + timedelta(days=5))
    others = [make_meeting("review", held_on=today() + timedelta(days=50)), make_meeting("review")]
    coordinator = sign_in("coordinator")
    narrow = [
        f"since={today()}&until={today() + timedelta(days=6)}",
        "kind=conference",
        f"team={found.team_id}",
        f"chair={found.chair_id}",
        f"reference={found.children[0].case_reference.lower()}",
    ]

    for query in narrow:
        page = coordinator.get(f"/staff/meetings?{query}").text
        assert str(found.id) in page, query
        assert not any(str(one.id) in page for one in others), query
    assert coordinator.get("/staff/meetings?since=nonsense&team=nonsense&page=-5&status=x").status_code == 200


def test_a_long_list_comes_in_pages(app: Flask, sign_in: SignIn) -> None:
    chair = make_staff("chair")
    kind = make_meeting_type()
    for number in range(51):
        make_meeting(chair=chair, type=kind, held_on=today() + timedelta(days=number + 1))
    browser = sign_in(staff=chair)

    assert "Page 1 of 2" in browser.get("/staff/meetings").text
    assert "Page 2 of 2" in browser.get("/staff/meetings?page=2&kind=review").text


def test_the_list_says_who_has_given_views_and_never_who_gave_feedback(app: Flask, sign_in: SignIn) -> None:
    meeting = make_meeting(ages=[9])
    make_contribution(make_invitation(meeting, "child"), "child-before-review-8-11", answers={}, comments={})
    page = sign_in(staff=meeting.chair).get("/staff/meetings").text

    assert page.count("●</span>") == 1
    assert "has answered" in page
    assert "has no code yet" in page


def test_a_meeting_whose_chair_has_left_can_still_be_changed(app: Flask, sign_in: SignIn) -> None:
    meeting = make_meeting()
    meeting.chair.active = False
    db.session.commit()
    page = sign_in("coordinator").get(f"/staff/meetings/{meeting.id}/change").text

    assert f'selected value="{meeting.chair_id}"' in page
