"""The part of the example that is alive: codes that open what they say, sign-ins, and every page."""

import json
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forms.library import library
from portal.extensions import db
from portal.models import (
    Concern,
    ConcernStatus,
    Contribution,
    Invitation,
    InvitationStatus,
    Meeting,
    MeetingStatus,
    Staff,
)
from portal.queries.opening import open_invitation
from portal.services import example
from portal.services.example.as_json import described
from portal.services.example.pages import IN_PASSING
from portal.services.example.people import PASSWORDS
from portal.services.example.unused import unused_codes
from portal.services.sealed import sent_before, tag_for
from tests.inspecting_client import InspectingClient


def test_there_are_three_unused_codes_for_every_edition(county: Flask) -> None:
    codes = unused_codes()

    assert set(codes) == {form.slug for form in library().newest_of_each()}
    assert all(len(of_edition) >= 3 for of_edition in codes.values())


def test_every_code_opens_the_edition_it_claims(county: Flask) -> None:
    for code in described()["codes"]:
        opening = open_invitation(code["code"])
        form = opening.questionnaire

        assert (form.name, form.edition, form.stage.value) == (code["questionnaire"], code["edition"], code["stage"])
        assert (opening.kind, opening.language) == (code["meeting"], code["language"])
        assert opening.shared == (code["kind"] == "shared")
        assert not (code["stage"] == "before" and opening.views_sent)
        assert not sent_before(tag_for("invitation", opening.invitation_id.bytes))


def test_used_codes_are_replaced_by_new_ones(county: Flask) -> None:
    used = {one.code for one in unused_codes()["parent-before-foster-carer"]}
    for invitation in db.session.scalars(select(Invitation)):
        if invitation.code in used:
            invitation.status = InvitationStatus.WITHDRAWN
    db.session.commit()

    fresh = {one.code for one in unused_codes()["parent-before-foster-carer"]}

    assert len(fresh) >= 3
    assert not fresh & used


def test_live_meetings_stand_outside_the_example_year(county: Flask) -> None:
    live = select(Meeting).where(Meeting.status == MeetingStatus.PLANNED)

    assert all(meeting.held_on > date(2026, 3, 31) for meeting in db.session.scalars(live))


def test_every_chair_has_meetings_ahead_and_some_have_views(county: Flask) -> None:
    ahead = select(Meeting.chair_id).where(Meeting.status == MeetingStatus.PLANNED)
    views = select(func.count()).select_from(Contribution).join(Invitation).join(Meeting)

    assert len(set(db.session.scalars(ahead))) == 16
    assert (db.session.scalar(views.where(Meeting.status == MeetingStatus.PLANNED)) or 0) >= 12


def test_one_code_was_withdrawn_and_one_replaced(county: Flask) -> None:
    statuses = Counter(db.session.scalars(select(Invitation.status)))

    assert statuses[InvitationStatus.REPLACED] == 1
    assert statuses[InvitationStatus.WITHDRAWN] >= 1


def test_somebody_waits_to_be_seen_to(county: Flask) -> None:
    waiting = select(func.count()).select_from(Concern).where(Concern.status == ConcernStatus.OPEN)

    assert db.session.scalar(waiting) == 2


def test_two_people_of_every_role_are_in_different_teams(county: Flask) -> None:
    teams = {person.email: person.teams[0].name for person in db.session.scalars(select(Staff))}
    by_role: dict[str, list[str]] = defaultdict(list)
    for one in described()["staff"]:
        by_role[one["role"]].append(teams[one["email"]])
        assert one["totp_secret"] is None

    assert set(by_role) == set(PASSWORDS)
    assert all(found[0] != found[1] for found in by_role.values())


def test_a_stranger_can_open_every_public_page(county: Flask) -> None:
    stranger = county.test_client()
    for page in described()["pages"]["public"]:
        assert stranger.get(page).status_code == 200, page


@pytest.mark.parametrize("role", PASSWORDS)
def test_a_role_can_open_every_page_that_is_listed_for_it(county: Flask, role: str) -> None:
    known = described()
    client = signed_in(county, next(one for one in known["staff"] if one["role"] == role))
    for page in known["pages"]["staff"][role]:
        assert client.get(page).status_code == 200, page


def test_no_page_is_forgotten(county: Flask) -> None:
    pages = described()["pages"]
    listed = {*pages["public"], *(page for of_role in pages["staff"].values() for page in of_role)}
    adapter = county.url_map.bind("")
    endpoints = {adapter.match(page.partition("?")[0])[0] for page in listed}
    gettable = {rule.endpoint for rule in county.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert gettable - endpoints <= IN_PASSING


def test_the_command_prints_nothing_but_json(county: Flask) -> None:
    printed = county.test_cli_runner().invoke(args=["portal", "example", "--as-json"])
    known = json.loads(printed.stdout)

    assert set(known) == {"base", "codes", "staff", "pages"}
    assert set(known["codes"][0]) == {
        "questionnaire", "edition", "meeting", "stage", "kind", "language", "code", "url",
    }  # fmt: skip
    assert known["codes"][0]["url"] == f"{known['base']}/{known['codes'][0]['code'].replace('-', '')}"


def test_the_summary_tells_a_code_for_each_edition_and_a_sign_in_for_each_role(county: Flask) -> None:
    printed = county.test_cli_runner().invoke(args=["portal", "example", "--summary"]).stdout

    assert all(form.slug in printed for form in library().newest_of_each())
    assert all(password in printed for password in PASSWORDS.values())


def test_the_command_is_refused_with_a_sentence(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["portal", "example"])

    assert refused.exit_code == 1
    assert "HEARD_EXAMPLE=yes" in refused.stderr


def test_the_command_says_what_it_did(county: Flask) -> None:
    printed = county.test_cli_runner().invoke(args=["portal", "example"])

    assert "already" in printed.stdout
    assert example.load().anew is False


def signed_in(county: Flask, account: dict[str, Any]) -> InspectingClient:
    """A browser in which one of the example's people has signed in."""
    client = county.test_client()
    assert isinstance(client, InspectingClient)
    client.get("/staff/sign-in")
    answer = client.post("/staff/sign-in", data={"email": account["email"], "password": account["password"]})
    assert answer.status_code == 302
    return client
