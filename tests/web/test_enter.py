"""The front door: codes that open, codes that do not, and whoever tries too many."""

from datetime import timedelta
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import select

from portal.codes import new_code, readable
from portal.extensions import db, writing
from portal.models import Draft, InvitationStatus, MeetingStatus
from portal.services.limits import GUESSES, SLIPS, count_try
from tests.factories import make_invitation, make_meeting, today
from tests.inspecting_client import InspectingClient
from tests.respondent import Respondent


def slipped(code: str) -> str:
    """Return a code with one wrong character."""
    return ("8" if code[0] != "8" else "7") + code[1:]


@pytest.mark.parametrize("spell", [str, str.lower, readable, lambda code: readable(code).replace("-", " ")])
def test_a_code_opens_however_it_is_typed(client: InspectingClient, spell: object) -> None:
    code = make_invitation().code
    typed = spell(code)  # type: ignore[operator]  # each of them takes a text
    answer = client.post("/", data={"code": typed})

    assert answer.headers["Location"] == f"/{code}"
    assert client.get(f"/{code}").status_code == 200


def test_a_slip_is_explained_and_kept(client: InspectingClient) -> None:
    answer = client.post("/", data={"code": "abcd-efgh"})

    assert answer.status_code == 422
    assert 'value="abcd-efgh"' in answer.text


def test_a_slip_in_an_address_is_a_kind_page(client: InspectingClient) -> None:
    code = make_invitation().code
    assert client.get(f"/{slipped(code)}").status_code == 404


def test_withdrawn_replaced_and_unknown_codes_read_the_same(client: InspectingClient) -> None:
    withdrawn = make_invitation(status=InvitationStatus.WITHDRAWN)
    newer = make_invitation()
    replaced = make_invitation(status=InvitationStatus.REPLACED, replaced_by_id=newer.id)
    answers = [client.get(f"/{code}") for code in (withdrawn.code, replaced.code, new_code())]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_before_the_meeting_a_code_opens_the_views_and_afterwards_the_feedback(client: InspectingClient) -> None:
    before = Respondent(client, make_invitation(make_meeting(held_on=today())).code)
    held = Respondent(client, make_invitation(make_meeting(held_on=today(), status=MeetingStatus.HELD)).code)
    after = Respondent(client, make_invitation(make_meeting(held_on=today() - timedelta(days=1))).code)

    openings = []
    for person in (before, held, after):
        person.start()
        openings.append(person.get("/1").text.replace(person.code, ""))
    assert openings[0] != openings[1]
    assert openings[1] == openings[2]


@pytest.mark.parametrize(
    ("held_in", "columns", "status"),
    [
        (-43, {}, 410),
        (-42, {}, 200),
        (3, {"status": MeetingStatus.STOOD_DOWN, "stood_down_reason": "not quorate"}, 410),
    ],
    ids=["too late", "the last day", "stood down"],
)
def test_a_code_opens_for_six_weeks_after_a_meeting_that_was_held(
    client: InspectingClient, held_in: int, columns: dict[str, Any], status: int
) -> None:
    meeting = make_meeting(held_on=today() + timedelta(days=held_in), **columns)

    assert client.get(f"/{make_invitation(meeting).code}").status_code == status


def test_a_professional_is_asked_only_from_the_day_itself(client: InspectingClient) -> None:
    tomorrow = make_invitation(make_meeting("conference", held_on=today() + timedelta(days=1)), "professional")
    now = make_invitation(make_meeting("conference", held_on=today()), "professional")

    early = client.get(f"/{tomorrow.code}")
    assert early.status_code == 410
    assert f"{(today() + timedelta(days=1)):%A} {(today() + timedelta(days=1)).day}" in early.text
    assert client.get(f"/{now.code}").status_code == 200


def test_opening_a_code_keeps_nothing(client: InspectingClient) -> None:
    client.get(f"/{make_invitation().code}")

    assert db.session.query(Draft).count() == 0


def test_slips_never_lock_a_school_out(client: InspectingClient) -> None:
    code = make_invitation().code
    for _ in range(SLIPS.tries):
        assert client.get(f"/{slipped(code)}").status_code == 404

    assert client.get(f"/{slipped(code)}").status_code == 429
    assert client.get(f"/{code}").status_code == 200


def test_a_machine_that_guesses_is_stopped_and_whoever_has_begun_goes_on(app: Flask, client: InspectingClient) -> None:
    child = Respondent(client, make_invitation().code)
    child.start()
    machine = cast("InspectingClient", app.test_client())
    with writing() as connection:
        for _ in range(GUESSES.tries):
            count_try(connection, GUESSES, "127.0.0.1")

    assert machine.get(f"/{new_code()}").status_code == 404
    assert machine.get(f"/{make_invitation().code}").status_code == 429
    assert child.get("/1").status_code == 200


def test_a_limit_keeps_no_address(app: Flask, client: InspectingClient) -> None:
    client.get("/ABCDEFGHJKMN")

    raw = db.session.connection().exec_driver_sql("SELECT key FROM rate_limits").one()
    assert b"127.0.0.1" not in bytes(raw[0])


def test_a_database_that_is_busy_asks_to_try_again(client: InspectingClient) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL's writers do not wait for each other here
    invitation = make_invitation()
    db.session.commit()
    with writing() as connection:
        connection.execute(select(1))
        answer = client.post(f"/{invitation.code}/start")

    assert answer.status_code == 503
    assert "We are busy" in answer.text
