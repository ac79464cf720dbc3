"""Every page of the example year that a stranger or a role can open, on the narrowest phone, looked at hard."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.extensions import db
from portal.services import example
from portal.services.example.as_json import described
from tests.browser.conftest import NewPage
from tests.browser.witness import Witness

pytestmark = pytest.mark.pages_alone

NARROW = {"width": 320, "height": 640}
Example = dict[str, Any]


@pytest.fixture
def known(other_app: Callable[..., Flask], live_server: str) -> Example:
    """The example year in the database that is served, and what is known of it."""
    with other_app(example=True).app_context():
        example.load()
        found = described()
        db.session.rollback()
    return found


def test_every_page_is_sound_on_the_narrowest_phone(known: Example, new_page: NewPage, live_server: str) -> None:
    people = {person["role"]: person for person in known["staff"]}
    faults = _faults(new_page, live_server, None, known["pages"]["public"])
    for role, addresses in known["pages"]["staff"].items():
        faults += _faults(new_page, live_server, people[role], addresses)

    assert faults == []


def _faults(new_page: NewPage, base: str, person: dict[str, str] | None, addresses: list[str]) -> list[str]:
    """Return what is wrong with the pages of a stranger or of somebody who signs in."""
    page = new_page(viewport=NARROW)
    page.set_default_timeout(30_000)
    witness = Witness(page, base)
    if person:
        page.goto("/staff/sign-in")
        page.get_by_label("E-mail address").fill(person["email"])
        page.get_by_label("Password").fill(person["password"])
        with page.expect_navigation():
            page.get_by_role("button", name="Sign in").click()
    for address in addresses:
        answer = page.context.request.get(address, max_redirects=0)
        if answer.headers["content-type"].startswith("text/html"):
            page.goto(address)
            witness.look()
    assert witness.looks > 5, "hardly a page was seen"
    return witness.faults
