"""The summary's pages and its file."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.models import Meeting, Team
from tests.conftest import SignIn
from tests.factories import make_feedback, make_meeting, make_staff, make_team
from tests.inspecting_client import InspectingClient

PAGES = ("/staff/summary", "/staff/summary.csv", "/staff/summary/measure/felt_listened_to")


def held(team: Team | None = None, kind: str = "conference", **columns: Any) -> Meeting:
    chair = columns.pop("chair", None) or make_staff("chair", team)
    return make_meeting(kind, chair=chair, **({"held_on": date(2025, 5, 7)} | columns))


def parents(meeting: Meeting, yes: int, no: int) -> None:
    make_feedback(meeting, "parent", "parent-after-all", {"met_chair_before": ["yes"]}, times=yes)
    make_feedback(meeting, "parent", "parent-after-all", {"met_chair_before": ["no"]}, times=no)


def row_of(page: str, words: str) -> str:
    """Return the table row that begins with these words."""
    return next(row for row in page.split("<tr>") if f">{words}<" in row)


MET = "I met or talked to the person who runs the meeting before it began"


def test_a_manager_reads_n_of_n_the_share_and_the_likely_range(sign_in: SignIn) -> None:
    parents(held(), 45, 10)

    page = sign_in("manager").get("/staff/summary?period=2025-26&audience=parent").text

    row = row_of(page, MET)
    assert "45 of 55" in row
    assert "82 %" in row
    assert "<title" in row
    assert "82 per cent, likely between 70 and 90" in row
    assert "Yes is ‘Yes’." in row
    assert "What parents and carers told us" in page


def test_everything_chosen_is_in_the_address_and_stays_chosen(sign_in: SignIn) -> None:
    team = make_team("North")
    parents(held(team), 20, 5)
    parents(held(team, "review"), 0, 20)

    client = sign_in("manager", team)
    page = client.get(f"/staff/summary?period=2025-26-q1&team={team.id}&kind=conference&audience=parent").text

    assert "April to June 2025 · North · conferences" in page
    assert "20 of 25" in row_of(page, MET)
    for value in ("2025-26-q1", str(team.id), "conference", "parent"):
        assert f'<option value="{value}" selected>' in page


def test_too_few_are_said_to_be_too_few(sign_in: SignIn) -> None:
    parents(held(), 4, 0)

    row = row_of(sign_in("manager").get("/staff/summary?period=2025-26&audience=parent").text, MET)

    assert "too few to show" in row
    assert "4 of 4" not in row


def test_an_empty_house_has_a_page_too(sign_in: SignIn) -> None:
    page = sign_in("manager").get("/staff/summary").text

    assert "no answers" in page
    assert "No meeting is entered as held in this period." in page


def test_a_chair_sees_their_own_beside_the_service_and_no_team(sign_in: SignIn) -> None:
    team = make_team("North")
    me = make_staff("chair", team)
    parents(held(team, chair=me), 8, 2)
    parents(held(team), 10, 10)

    page = sign_in(staff=me).get("/staff/summary?audience=parent").text

    row = row_of(page, MET)
    assert "8 of 10" in row
    assert "18 of 30" in row
    assert "my own meetings" in page
    assert "North" not in page


def test_a_chairs_forms_under_five_are_words(sign_in: SignIn) -> None:
    me = make_staff("chair")
    parents(held(me.teams[0], chair=me), 4, 0)

    page = sign_in(staff=me).get("/staff/summary?audience=parent&period=2025-26").text

    assert "fewer than 5" in page


def test_a_figure_opens_to_its_questions_and_options(sign_in: SignIn) -> None:
    meeting = held()
    for value, times in (("agree_strongly", 12), ("agree", 9), ("neither", 6), ("disagree", 5)):
        make_feedback(meeting, "parent", "parent-after-all", {"felt_listened_to": [value]}, times=times)

    page = sign_in("manager").get("/staff/summary/measure/felt_listened_to?audience=parent").text

    assert "21 of 32" in page
    assert "version 1" in page
    assert "<td>neither</td>" in page
    assert "April to June 2025" in page


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(client: InspectingClient, path: str) -> None:
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
@pytest.mark.parametrize("path", PAGES)
def test_other_roles_are_turned_away(sign_in: SignIn, role: str, path: str) -> None:
    assert sign_in(role).get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_another_teams_results_are_not_there(sign_in: SignIn, path: str) -> None:
    north, south = make_team(), make_team()
    parents(held(south), 20, 5)

    assert sign_in("manager", north).get(f"{path}?team={south.id}").status_code == 404


def test_a_chair_cannot_choose_a_team_or_all(sign_in: SignIn) -> None:
    team = make_team()
    client = sign_in("chair", team)

    assert client.get("/staff/summary?team=all").status_code == 404
    assert client.get(f"/staff/summary?team={team.id}").status_code == 404


def test_a_manager_who_chairs_nothing_has_no_meetings_of_their_own(sign_in: SignIn) -> None:
    assert sign_in("manager").get("/staff/summary?team=mine").status_code == 404


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("period=yesterday", "Choose a financial year or one of its quarters."),
        ("period=2025-27", "Choose a financial year or one of its quarters."),
        ("team=north", "Choose a team from the list."),
        ("kind=party", "Choose reviews, conferences or both."),
        ("audience=dogs", "Choose who answered."),
    ],
)
@pytest.mark.parametrize("path", PAGES)
def test_a_mistake_in_the_address_is_explained_and_the_rest_kept(
    sign_in: SignIn, path: str, given: str, sentence: str
) -> None:
    rest = "audience=parent" if "audience" not in given else "kind=review"

    answer = sign_in("manager").get(f"{path}?{given}&{rest}")

    assert answer.status_code == 400
    assert sentence in answer.text
    assert f'<option value="{rest.partition("=")[2]}" selected>' in answer.text


def test_a_measure_that_audience_is_not_asked_is_not_there(sign_in: SignIn) -> None:
    client = sign_in("manager")

    assert client.get("/staff/summary/measure/met_chair_before?audience=professional").status_code == 404
    assert client.get("/staff/summary/measure/shoe_size?audience=parent").status_code == 404


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_file_holds_the_same_figures(sign_in: SignIn) -> None:
    parents(held(), 45, 10)

    answer = sign_in("manager").get("/staff/summary.csv?period=2025-26&audience=parent")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=summary-2025-26-parent.csv"
    rows = rows_of(answer.text)
    assert next(row for row in rows if row[:1] == [MET])[1:7] == ["45", "55", "82", "70", "90", "‘Yes’"]
    assert ["Period", "April 2025 to March 2026"] in rows
    assert ["Team", "all teams"] in rows


def test_the_file_hides_what_the_page_hides(sign_in: SignIn) -> None:
    north, south = make_team(), make_team()
    parents(held(north), 3, 0)
    parents(held(south), 20, 5)
    client = sign_in("manager", north)

    for team in ("all", str(north.id)):
        address = f"period=2025-26&audience=parent&team={team}"
        row = next(row for row in rows_of(client.get(f"/staff/summary.csv?{address}").text) if row[:1] == [MET])
        page = row_of(client.get(f"/staff/summary?{address}").text, MET).partition('data-label="Whole service"')[0]
        assert (row[1] == "too few to show") == ("too few to show" in page)
        assert (row[1] == "23") == ("23 of 28" in page)


def test_no_cell_of_the_file_is_a_formula(sign_in: SignIn) -> None:
    team = make_team('=HYPERLINK("http://westshire.example","North")')
    parents(held(team), 20, 5)

    text = sign_in("manager", team).get(f"/staff/summary.csv?team={team.id}&audience=child").text

    assert "'=HYPERLINK" in text
    assert not [cell for row in rows_of(text) for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_looking_changes_nothing_and_costs_the_same_for_many_as_for_few(app: Flask, sign_in: SignIn) -> None:
    from sqlalchemy import event  # noqa: PLC0415  # only here

    from portal.extensions import db  # noqa: PLC0415

    meeting = held()
    parents(meeting, 6, 0)
    client = sign_in("manager")
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    def cost() -> int:
        statements.clear()
        client.get("/staff/summary?audience=parent")
        return len(statements)

    few = cost()
    parents(meeting, 400, 90)

    assert cost() == few
    assert few <= 16
