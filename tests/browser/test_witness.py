"""A witness that saw nothing amiss must be able to see: each fault it looks for is shown to it once."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.witness import Witness

HERE = "http://127.0.0.1:9"
SOUND = "<!doctype html><html lang=en><title>Sound</title><main><h1>Sound</h1><p>Words.</p></main>"


def shown(page: Page, html: str) -> Witness:
    """Show a page to a witness; whatever is asked for is answered with nothing but the page."""
    page.route("**/*", lambda route: route.fulfill(status=200, content_type="text/html", body=html))
    witness = Witness(page, HERE)
    page.goto(HERE)
    witness.look()
    return witness


@pytest.fixture
def blank(browser: Browser) -> Page:
    """A page of a browser that has opened nothing."""
    return browser.new_page(viewport={"width": 360, "height": 740})


def test_a_sound_page_has_no_fault(blank: Page) -> None:
    shown(blank, SOUND).swear()


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("<input>", "label"),
        ("<p style='color:#999'>Pale</p>", "color-contrast"),
        ("<p style='width:900px'>Broad</p>", "wider than the screen"),
        ("<img src='http://elsewhere.example/dot.png' alt=''>", "something was asked of elsewhere.example"),
        ("<script>console.error('Refused')</script>", "Refused"),
        ("<script>missing()</script>", "a script failed"),
        ("<style>@media (prefers-color-scheme: dark) { p { color: #eee } }</style>", "by night: color-contrast"),
    ],
)
def test_a_fault_is_seen(blank: Page, fault: str, seen: str) -> None:
    assert any(seen in said for said in shown(blank, SOUND + fault).faults)
