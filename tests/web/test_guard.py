"""What is turned away before any page looks at it."""

import pytest

from portal.extensions import db
from portal.models import Meeting
from tests.conftest import SignIn
from tests.factories import make_invitation
from tests.inspecting_client import InspectingClient


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_change_that_another_site_asks_for_is_refused(client: InspectingClient, site: str) -> None:
    start = f"/{make_invitation().code}/start"

    assert client.post(start, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert client.post(start, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert client.post(start, headers={"Sec-Fetch-Site": "same-origin"}).status_code in {302, 303}


@pytest.mark.parametrize("origin", ["http://[::1", "http://[bad]", "null", "", "http://localhost@elsewhere.example"])
def test_an_origin_that_is_no_address_is_somebody_elses(client: InspectingClient, origin: str) -> None:
    assert client.post("/leave", headers={"Origin": origin}).status_code == 403
    assert client.post("/leave", headers={"Origin": "http://localhost"}).status_code == 303


def test_a_null_byte_on_a_staff_page_is_a_plain_refusal(client: InspectingClient, sign_in: SignIn) -> None:
    assert client.post("/staff/sign-in", data={"email": "a\0b@westshire.example", "password": "x"}).status_code == 400
    coordinator = sign_in("coordinator")

    assert coordinator.get("/staff/meetings?reference=%00").status_code == 400
    assert coordinator.post("/staff/meetings/add", data={"children-0-case_reference": "WS\0"}).status_code == 400
    assert db.session.query(Meeting).count() == 0
