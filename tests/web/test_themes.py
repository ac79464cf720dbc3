"""Themes: the codeframe, its counts, and the comments under each."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Coding, CommentState, FeedbackComment, Meeting, Team, Theme
from tests.conftest import SignIn
from tests.factories import make_feedback, make_meeting, make_staff, make_team, make_theme
from tests.inspecting_client import InspectingClient

YEAR = "period=2025-26"


def held(team: Team | None = None, **columns: Any) -> Meeting:
    chair = columns.pop("chair", None) or make_staff("chair", team)
    return make_meeting("conference", chair=chair, **({"held_on": date(2025, 5, 7)} | columns))


def comments(
    meeting: Meeting,
    words: str,
    times: int = 1,
    *,
    theme: Theme | None = None,
    state: CommentState = CommentState.RELEASED,
) -> list[FeedbackComment]:
    known = {row.id for row in db.session.query(FeedbackComment)}
    make_feedback(meeting, "parent", "parent-after-all", {"best": [words]}, times=times)
    made = [row for row in db.session.query(FeedbackComment) if row.id not in known]
    for row in made:
        row.state = state
        if theme:
            db.session.add(Coding(comment_id=row.id, theme_id=theme.id, staff_id=make_staff("manager").id))
    db.session.commit()
    return made


def row_of(page: str, words: str) -> str:
    return next(row for row in page.split("<tr>") if f">{words}<" in row)


def test_themes_are_counted_by_audience_with_small_numbers_in_words(sign_in: SignIn) -> None:
    team = make_team()
    meeting = held(team)
    often, seldom = make_theme("Being heard"), make_theme("The room")
    comments(meeting, "They listened.", 6, theme=often)
    comments(meeting, "It was cold.", 2, theme=seldom)
    comments(meeting, "Something else.", 7)
    comments(meeting, "Not read yet.", 5, state=CommentState.UNREAD)
    comments(held(make_team()), "Another team.", 9, theme=seldom)
    comments(held(team, held_on=date(2024, 5, 8)), "Another year.", 9, theme=seldom)

    page = sign_in("manager", team).get(f"/staff/themes?{YEAR}").text

    assert 'data-label="Parents and carers">6<' in row_of(page, "Being heard")
    assert 'data-label="Parents and carers">fewer than 5<' in row_of(page, "The room")
    assert 'data-label="Parents and carers">7<' in row_of(page, "Not under any theme")
    assert 'data-label="Children and young people">0<' in row_of(page, "Being heard")


def test_the_pile_under_no_theme_is_there_even_when_it_is_empty(sign_in: SignIn) -> None:
    page = sign_in("manager").get("/staff/themes").text

    assert "Not under any theme" in page
    assert "There is no theme yet." in page


def test_a_theme_opens_to_its_comments(sign_in: SignIn) -> None:
    team = make_team()
    theme = make_theme("Being heard")
    comments(held(team), "They listened to me.", theme=theme)
    comments(held(team), "Under nothing.")
    comments(held(team), "Held back.", theme=theme, state=CommentState.HELD)
    comments(held(make_team()), "Another team.", theme=theme)
    client = sign_in("manager", team)

    under, none = client.get(f"/staff/themes/{theme.id}?{YEAR}").text, client.get(f"/staff/themes/none?{YEAR}").text

    assert "They listened to me." in under
    assert "Under nothing." in none
    for other in ("Held back.", "Another team."):
        assert other not in under + none


def test_a_comment_in_the_pile_is_put_under_a_theme_where_it_lies(app: Flask, sign_in: SignIn) -> None:
    team = make_team()
    theme = make_theme("Being heard")
    (made,) = comments(held(team), "They listened to me.")
    client = sign_in("manager", team)
    client.get(f"/staff/themes/none?{YEAR}")

    answer = client.post(f"/staff/comments/{made.id}", data={"theme": str(theme.id), "back": "2025-26"})

    assert answer.location == f"/staff/themes/none?{YEAR}"
    assert "They listened to me." not in client.get(answer.location).text


def test_a_chair_reads_their_own_released_comments_from_five_forms_on(sign_in: SignIn) -> None:
    team = make_team("North")
    me = make_staff("chair", team)
    theme = make_theme("Being heard")
    comments(held(team, chair=me), "They listened to me.", 5, theme=theme)
    comments(held(team, chair=me), "Not read yet.", theme=theme, state=CommentState.UNREAD)
    comments(held(team), "Another chair's.", 9, theme=theme)

    page = sign_in(staff=me).get(f"/staff/themes/{theme.id}?{YEAR}").text

    assert page.count("They listened to me.") == 5
    assert "Not read yet." not in page
    assert "Another chair" not in page
    assert "week of" not in page, "a chair would know the meeting by its week"
    assert "/staff/comments" not in page


def test_a_chair_reads_nothing_below_five_forms(sign_in: SignIn) -> None:
    me = make_staff("chair")
    theme = make_theme("Being heard")
    comments(held(me.teams[0], chair=me), "They listened to me.", 4, theme=theme)

    client = sign_in(staff=me)

    assert "They listened to me." not in client.get(f"/staff/themes/{theme.id}?{YEAR}").text
    assert ">0<" in row_of(client.get(f"/staff/themes?{YEAR}").text, "Being heard")


def test_a_manager_adds_renames_retires_and_brings_back_a_theme(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("manager")
    client.get("/staff/themes/add")

    client.post("/staff/themes/add", data={"name": "  Time  of day ", "description": "Too early, too late."})
    theme = db.session.query(Theme).one()
    assert theme.name == "Time of day"

    client.post(f"/staff/themes/{theme.id}/change", data={"name": "Times", "description": ""})
    assert (theme.name, theme.description) == ("Times", "")

    client.post(f"/staff/themes/{theme.id}/retire")
    assert "Retired themes" in client.get("/staff/themes").text

    client.post(f"/staff/themes/{theme.id}/bring-back")
    assert not theme.retired


def test_what_stood_under_a_retired_theme_waits_in_the_pile(sign_in: SignIn) -> None:
    team = make_team()
    theme = make_theme("Being heard")
    comments(held(team), "They listened to me.", theme=theme)
    theme.retired = True
    db.session.commit()

    assert "They listened to me." in sign_in("manager", team).get(f"/staff/themes/none?{YEAR}").text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Give the theme a name."),
        ("being HEARD", "There is a theme of this name already."),
        ("x" * 121, "Keep the name under 120 characters."),
    ],
)
def test_a_mistake_in_a_theme_is_explained(sign_in: SignIn, name: str, sentence: str) -> None:
    make_theme("Being heard")
    client = sign_in("manager")
    client.get("/staff/themes/add")

    page = client.post("/staff/themes/add", data={"name": name, "description": "Words kept."}).text

    assert sentence in page
    assert "Words kept." in page
    assert "<title>Error: Add a theme" in page


@pytest.mark.parametrize("period", ["2025-26-q1", "last"])
def test_themes_are_counted_by_the_year_only(sign_in: SignIn, period: str) -> None:
    theme = make_theme()
    client = sign_in("manager")

    for path in ("/staff/themes", "/staff/themes/none", f"/staff/themes/{theme.id}"):
        answer = client.get(f"{path}?period={period}")
        assert answer.status_code == 400
        assert "Choose a financial year from the list." in answer.text


@pytest.mark.parametrize("path", ["/staff/themes", "/staff/themes/none", "/staff/themes/add"])
def test_a_stranger_is_asked_to_sign_in(client: InspectingClient, path: str) -> None:
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_other_roles_are_turned_away(sign_in: SignIn, role: str) -> None:
    client = sign_in(role)

    assert client.get("/staff/themes").status_code == 403
    assert client.get("/staff/themes/none").status_code == 403


def test_a_chair_does_not_edit_the_codeframe(app: Flask, sign_in: SignIn) -> None:
    theme = make_theme()
    client = sign_in("chair")
    client.get("/staff/themes")

    assert client.get("/staff/themes/add").status_code == 403
    assert client.get(f"/staff/themes/{theme.id}/change").status_code == 403
    assert client.post(f"/staff/themes/{theme.id}/retire").status_code == 403
    assert not theme.retired


def test_a_theme_that_is_not_there_is_not_there(sign_in: SignIn) -> None:
    client = sign_in("manager")

    assert client.get("/staff/themes/00000000-0000-4000-8000-000000000000").status_code == 404
