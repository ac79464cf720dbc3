"""Addresses that were once printed still open."""

import pytest
from flask import Flask

from portal.codes import readable
from tests.factories import make_invitation
from tests.inspecting_client import InspectingClient
from tests.servers import ROOT

LINES = (ROOT / "tests" / "house" / "printed_addresses.txt").read_text(encoding="utf-8").splitlines()
PRINTED = [line for line in LINES if line.startswith("/")]


@pytest.mark.parametrize("address", PRINTED)
def test_a_printed_address_opens(app: Flask, client: InspectingClient, address: str) -> None:
    code = make_invitation().code

    assert client.get(address.replace("<code>", code)).status_code == 200


@pytest.mark.parametrize("written", [str.upper, str.lower, readable], ids=["upper case", "lower case", "in groups"])
def test_a_code_opens_however_it_is_written(app: Flask, client: InspectingClient, written: type[str]) -> None:
    code = make_invitation().code

    assert client.get(f"/{written(code)}", follow_redirects=True).status_code == 200
