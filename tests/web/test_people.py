"""The pages of an administrator: people, teams, kinds of meeting, the audit log."""

import re

from portal.extensions import db
from portal.models import Staff
from tests.conftest import SignIn
from tests.factories import make_staff, make_team
from tests.inspecting_client import InspectingClient

PASSWORD_SHOWN = re.compile(r'<code class="password"[^>]*>([^<]+)</code>')


def test_an_administrator_adds_somebody_who_chooses_their_own_password(
    sign_in: SignIn, client: InspectingClient
) -> None:
    team = make_team()
    administrator = sign_in("administrator")
    administrator.get("/staff/people/add")

    page = administrator.post(
        "/staff/people/add",
        data={
            "name": "Jo Lee",
            "email": "jo@westshire.example",
            "roles": ["chair", "manager"],
            "teams": [str(team.id)],
        },
    ).text

    shown = PASSWORD_SHOWN.search(page)
    assert shown is not None
    someone = db.session.query(Staff).filter_by(email="jo@westshire.example").one()
    assert shown[1] not in administrator.get(f"/staff/people/{someone.id}").text

    client.get("/staff/sign-in")
    client.post("/staff/sign-in", data={"email": "jo@westshire.example", "password": shown[1]})
    assert client.get("/staff/").headers["Location"] == "/staff/password"
    client.get("/staff/password")
    own = {"password": shown[1], "new_password": "my own long password", "new_password_confirm": "my own long password"}
    assert client.post("/staff/password", data=own).status_code == 302
    assert client.get("/staff/").status_code == 200


def test_an_administrator_changes_roles_and_teams(sign_in: SignIn) -> None:
    someone, team = make_staff("chair"), make_team("Westshire East")
    client = sign_in("administrator")
    client.get(f"/staff/people/{someone.id}")

    answer = client.post(
        f"/staff/people/{someone.id}",
        data={"name": someone.name, "email": someone.email, "roles": ["manager"], "teams": [str(team.id)]},
    )

    assert answer.status_code == 302
    assert [role.name for role in someone.roles] == ["manager"]
    assert someone.teams == [team]


def test_an_administrator_switches_somebody_off_and_on(sign_in: SignIn) -> None:
    someone = make_staff("chair")
    theirs = sign_in(staff=someone)
    client = sign_in("administrator")
    client.get(f"/staff/people/{someone.id}")

    page = client.post(f"/staff/people/{someone.id}/switch-off", follow_redirects=True).text
    assert "cannot sign in any more" in page
    assert theirs.get("/staff/").status_code == 302

    page = client.post(f"/staff/people/{someone.id}/switch-on", follow_redirects=True).text
    assert "can sign in again" in page


def test_nobody_is_offered_to_switch_themselves_off(sign_in: SignIn) -> None:
    administrator = make_staff("administrator")
    client = sign_in(staff=administrator)

    assert "Switch off" not in client.get(f"/staff/people/{administrator.id}").text
    assert "You cannot switch yourself off" in client.post(f"/staff/people/{administrator.id}/switch-off").text


def test_a_lost_password_and_a_lost_phone_are_helped(sign_in: SignIn) -> None:
    someone = make_staff("chair", tf_primary_method="authenticator", tf_totp_secret="secret")
    client = sign_in("administrator")
    client.get(f"/staff/people/{someone.id}")

    assert PASSWORD_SHOWN.search(client.post(f"/staff/people/{someone.id}/password").text)
    page = client.post(f"/staff/people/{someone.id}/two-step", follow_redirects=True).text
    assert "can sign in without a code now" in page


def test_a_mistake_about_a_person_is_explained(sign_in: SignIn) -> None:
    client = sign_in("administrator")
    taken = make_staff("chair")
    client.get("/staff/people/add")

    empty = client.post("/staff/people/add", data={"name": " "}).text
    assert "Write their name" in empty
    assert "Choose at least one role." in empty
    twice = client.post("/staff/people/add", data={"name": "Jo", "email": taken.email, "roles": ["chair"]}).text
    assert "belongs to somebody who is on the list already" in twice


def test_teams_and_kinds_of_meeting_are_added_and_renamed(sign_in: SignIn) -> None:
    client = sign_in("administrator")
    team = make_team("Westshire Nort")
    client.get("/staff/teams/add")

    assert (
        "Westshire East" in client.post("/staff/teams/add", data={"name": "Westshire East"}, follow_redirects=True).text
    )
    renamed = client.post(f"/staff/teams/{team.id}", data={"name": "Westshire North"}, follow_redirects=True).text
    assert "Westshire North" in renamed
    kind = {"name": "Beyond Homes conference", "kind": "conference", "report_working_days": "5"}
    assert "Beyond Homes" in client.post("/staff/meeting-kinds/add", data=kind, follow_redirects=True).text


def test_a_mistake_about_a_team_or_a_kind_is_explained(sign_in: SignIn) -> None:
    client = sign_in("administrator")
    make_team("Westshire East")
    client.get("/staff/teams/add")

    assert "There is one of this name already." in client.post("/staff/teams/add", data={"name": "Westshire east"}).text
    wrong = client.post("/staff/meeting-kinds/add", data={"name": "", "report_working_days": "ninety"}).text
    assert "Write what this kind of meeting is called." in wrong
    assert "Choose which of the two it runs as." in wrong


def test_the_audit_log_is_filtered_and_says_things_in_words(sign_in: SignIn) -> None:
    administrator = make_staff("administrator", name="Pat Grey")
    client = sign_in(staff=administrator)
    make_staff("chair", name="Nobody In The Log")

    page = client.get(f"/staff/audit?person={administrator.id}&action=signed_in&since=2026-01-01").text
    assert "signed in" in page
    assert "1 entry" in page
    assert "Nothing in the log fits." in client.get("/staff/audit?until=2020-01-01").text


def test_odd_filters_never_break_the_log(sign_in: SignIn) -> None:
    client = sign_in("administrator")

    for query in (
        "page=0",
        "page=99999999999999999999",
        "page=x",
        "person=nobody",
        "since=soon",
        "since=0001-01-01",
        "until=9999-12-31",
    ):
        assert client.get(f"/staff/audit?{query}").status_code == 200, query


def test_a_stranger_and_the_other_roles_are_turned_away(sign_in: SignIn, client: InspectingClient) -> None:
    for address in ("/staff/people", "/staff/people/add", "/staff/teams", "/staff/audit"):
        assert client.get(address).status_code == 302
        for role in ("chair", "manager", "coordinator"):
            assert sign_in(role).get(address).status_code == 403
