"""What a family's page weighs on the wire: a first visit in one flight, and after it one request a page."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.codes import SLUGS, code_for
from tests.browser.traffic import Traffic, plain_visit

pytestmark = pytest.mark.pages_alone

# Ten packets of 1,460 bytes: what a server may send before it has heard from the phone again (RFC 6928).
ONE_FLIGHT = 14_600
MOST_REQUESTS = 5


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_first_visit_travels_in_one_flight(live_server: str, encoding: str) -> None:
    visits = {slug: plain_visit(live_server, f"/{code_for(slug)}", encoding) for slug in SLUGS}

    assert {slug: visit.bytes for slug, visit in visits.items() if visit.bytes > ONE_FLIGHT} == {}
    assert max(visit.requests for visit in visits.values()) <= MOST_REQUESTS


def test_a_browser_fetches_the_rest_once(page: Page, live_server: str) -> None:
    code = code_for("child-before-review-4-7")
    traffic = Traffic(page)
    page.goto(f"/{code}", wait_until="networkidle")
    first, requests = traffic.total, len(traffic.fetched)
    traffic.forget()
    page.goto("/privacy", wait_until="networkidle")

    assert first <= ONE_FLIGHT
    assert requests <= MOST_REQUESTS
    assert [urlsplit(address).path for address in traffic.fetched] == ["/privacy"]
