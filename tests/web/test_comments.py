"""Comments: read on duty, released, held back, made a concern."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import AuditEntry, CommentState, Concern, FeedbackComment, Meeting, Team
from tests.conftest import SignIn
from tests.factories import make_feedback, make_meeting, make_staff, make_team, make_theme
from tests.inspecting_client import InspectingClient

WORDS = "Nobody told me the time was changed."


def held(team: Team | None = None, **columns: Any) -> Meeting:
    chair = columns.pop("chair", None) or make_staff("chair", team)
    return make_meeting("conference", chair=chair, **({"held_on": date(2025, 5, 7)} | columns))


def comment(meeting: Meeting, words: str = WORDS, state: CommentState = CommentState.UNREAD) -> FeedbackComment:
    known = {row.id for row in db.session.query(FeedbackComment)}
    make_feedback(meeting, "parent", "parent-after-all", {"best": [words]})
    (made,) = (row for row in db.session.query(FeedbackComment) if row.id not in known)
    made.state = state
    db.session.commit()
    return made


def test_a_manager_reads_the_unread_comments_of_their_teams_the_oldest_week_first(sign_in: SignIn) -> None:
    team = make_team("North")
    comment(held(team, held_on=date(2025, 6, 4)), "The later words.")
    comment(held(team, held_on=date(2025, 5, 7)), "The earlier words.")
    comment(held(make_team()), "Another team's words.")
    comment(held(team), "Released words.", CommentState.RELEASED)
    comment(held(team), "Held words.", CommentState.HELD)

    page = sign_in("manager", team).get("/staff/comments").text

    assert page.index("The earlier words.") < page.index("The later words.")
    assert "week of 5 May 2025" in page
    assert "North" in page
    for other in ("Another team", "Released words", "Held words"):
        assert other not in page


def test_a_released_comment_leaves_the_queue_and_the_log_says_who_let_it_go(app: Flask, sign_in: SignIn) -> None:
    made = comment(held(team := make_team()))
    manager = make_staff("manager", team)
    client = sign_in(staff=manager)
    client.get("/staff/comments")

    answer = client.post(f"/staff/comments/{made.id}/release", data={"seen": "unread"}, follow_redirects=True)

    assert "Released." in answer.text
    assert WORDS not in answer.text
    assert made.state is CommentState.RELEASED
    entry = db.session.query(AuditEntry).filter_by(action="released_comment").one()
    assert (entry.staff_id, entry.subject_id, entry.detail) == (manager.id, made.id, "")


def test_a_comment_held_back_can_be_released_later(app: Flask, sign_in: SignIn) -> None:
    made = comment(held(team := make_team()))
    client = sign_in("manager", team)
    client.get("/staff/comments")

    client.post(f"/staff/comments/{made.id}/hold", data={"seen": "unread"})
    assert WORDS not in client.get("/staff/comments").text
    assert WORDS in client.get("/staff/comments?state=held").text

    client.post(f"/staff/comments/{made.id}/release", data={"seen": "held"})
    assert made.state is CommentState.RELEASED


def test_a_concern_from_a_comment_carries_its_words_and_names_nobody(app: Flask, sign_in: SignIn) -> None:
    made = comment(held(team := make_team()))
    client = sign_in("manager", team)
    client.get("/staff/comments")

    answer = client.post(f"/staff/comments/{made.id}/concern", data={"seen": "unread"}, follow_redirects=True)

    assert "A concern is raised" in answer.text
    concern = db.session.query(Concern).one()
    assert WORDS in concern.words
    assert (concern.team_id, concern.invitation_id) == (team.id, None)
    assert (concern.raised_at.hour, concern.raised_at.minute) == (0, 0), "a concern from feedback knows its day only"
    assert made.state is CommentState.HELD


def test_pressing_twice_raises_one_concern_and_says_so(app: Flask, sign_in: SignIn) -> None:
    made = comment(held(team := make_team()))
    client = sign_in("manager", team)
    client.get("/staff/comments")
    client.post(f"/staff/comments/{made.id}/concern", data={"seen": "unread"})

    again = client.post(f"/staff/comments/{made.id}/concern", data={"seen": "unread"}, follow_redirects=True)

    assert "just before you" in again.text
    assert db.session.query(Concern).count() == 1


def test_a_manager_who_chaired_the_meeting_may_not_read_what_was_written_about_it(sign_in: SignIn) -> None:
    team = make_team()
    me = make_staff(["manager", "chair"], team)
    made = comment(held(team, chair=me))
    client = sign_in(staff=me)

    queue = client.get("/staff/comments").text

    assert WORDS not in queue
    assert "1 comment is about a meeting you chaired." in queue
    assert client.get(f"/staff/comments/{made.id}").status_code == 404
    client.get("/staff/comments")
    assert client.post(f"/staff/comments/{made.id}/release", data={"seen": "unread"}).status_code == 404
    assert WORDS in sign_in("manager", team).get("/staff/comments").text


def test_another_teams_comment_is_not_there(app: Flask, sign_in: SignIn) -> None:
    made = comment(held(make_team()))
    client = sign_in("manager")
    client.get("/staff/comments")

    assert client.get(f"/staff/comments/{made.id}").status_code == 404
    for step in ("release", "hold", "concern"):
        assert client.post(f"/staff/comments/{made.id}/{step}", data={"seen": "unread"}).status_code == 404
    assert made.state is CommentState.UNREAD


def test_a_stranger_is_asked_to_sign_in(client: InspectingClient) -> None:
    assert client.get("/staff/comments").status_code == 302


@pytest.mark.parametrize("role", ["chair", "coordinator", "administrator"])
def test_other_roles_are_turned_away(sign_in: SignIn, role: str) -> None:
    made = comment(held(team := make_team()))
    client = sign_in(role, team)

    assert client.get("/staff/comments").status_code == 403
    assert client.get(f"/staff/comments/{made.id}").status_code == 403


def test_a_state_that_is_none_is_refused(app: Flask, sign_in: SignIn) -> None:
    made = comment(held(team := make_team()))
    client = sign_in("manager", team)

    assert client.get("/staff/comments?state=lost").status_code == 400
    assert client.post(f"/staff/comments/{made.id}/release", data={"seen": "lost"}).status_code == 400


def test_a_long_queue_has_pages(sign_in: SignIn) -> None:
    team = make_team()
    meeting = held(team)
    for number in range(22):
        comment(meeting, f"Comment number {number}.")
    client = sign_in("manager", team)

    assert client.get("/staff/comments").text.count("<article") == 20
    second = client.get("/staff/comments?page=2").text
    assert second.count("<article") == 2
    assert "Page 2 of 2" in second
    assert client.get("/staff/comments?page=99").text.count("<article") == 2


def test_a_released_comment_is_put_under_a_theme_and_taken_out_again(app: Flask, sign_in: SignIn) -> None:
    made = comment(held(team := make_team()), state=CommentState.RELEASED)
    theme = make_theme("Time of day")
    client = sign_in("manager", team)
    path = f"/staff/comments/{made.id}"
    client.get(path)

    page = client.post(path, data={"theme": str(theme.id)}, follow_redirects=True).text
    assert "stands under “Time of day” now" in page
    assert f"{path}/themes/{theme.id}/remove" in page

    page = client.post(f"{path}/themes/{theme.id}/remove", follow_redirects=True).text
    assert "It stands under no theme yet." in page


def test_a_comment_without_a_theme_chosen_is_explained(sign_in: SignIn) -> None:
    made = comment(held(team := make_team()), state=CommentState.RELEASED)
    client = sign_in("manager", team)
    client.get(f"/staff/comments/{made.id}")

    page = client.post(f"/staff/comments/{made.id}", data={"theme": ""}).text

    assert "Choose a theme." in page
    assert "<title>Error: One comment" in page


def test_an_unread_comment_cannot_be_put_under_a_theme(app: Flask, sign_in: SignIn) -> None:
    made = comment(held(team := make_team()))
    theme = make_theme()
    client = sign_in("manager", team)
    client.get(f"/staff/comments/{made.id}")

    page = client.post(f"/staff/comments/{made.id}", data={"theme": str(theme.id)}).text

    assert "Release the comment first" in page
