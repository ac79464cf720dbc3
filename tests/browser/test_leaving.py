"""Leaving: nothing is kept before the first question, and whoever leaves leaves nothing behind."""

import base64
from typing import Any

import pytest
from playwright.sync_api import Page

from portal.config import Settings
from tests.browser.answering import Answering, pressing
from tests.browser.codes import opened

pytestmark = pytest.mark.pages_alone

CHILD = "child-before-review-8-11"


@pytest.fixture
def child(page: Page, live_server: str) -> Answering:
    """A child of 9 with a code before a review, at its first page."""
    return opened(page, CHILD)


def test_nothing_is_kept_in_the_browser_before_the_first_question(child: Answering) -> None:
    page = child.page
    kept = "() => localStorage.length + sessionStorage.length"

    assert page.context.cookies() == []
    assert page.evaluate(kept) == 0
    child.go()
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["expires"]) == ("heard", True, -1)
    assert page.evaluate(kept) == 0


def _somewhere_neutral(page: Page, settings: Settings) -> str:
    """Let the page one is led to on leaving be answered here, not by its own host; return its address."""
    talk = page.context.new_cdp_session(page)
    weather = base64.b64encode(b"<title>Weather</title><h1>Rain later</h1>").decode()

    def answer(paused: dict[str, Any]) -> None:
        talk.send("Fetch.fulfillRequest", {"requestId": paused["requestId"], "responseCode": 200, "body": weather})

    # Playwright's own routes do not see where a redirect leads.
    talk.on("Fetch.requestPaused", answer)
    talk.send("Fetch.enable", {"patterns": [{"urlPattern": f"{settings.council.leave_url}*"}]})
    return settings.council.leave_url


def _written_on(answering: Answering) -> str:
    """Go to the first question in words, write in it, go on and come back to it; return its words."""
    answering.go()
    while not answering.page.locator("textarea").count():
        answering.answer()
        answering.go()
    answering.answer()
    answering.go()
    answering.page.go_back()
    assert answering.page.locator("textarea").input_value() == answering.words
    return answering.page.inner_text("h1")


def test_three_shifts_leave_and_back_shows_nothing(child: Answering, settings: Settings) -> None:
    page = child.page
    neutral = _somewhere_neutral(page, settings)
    question = _written_on(child)
    with page.expect_navigation(url=neutral):
        pressing(page, "Shift", "Shift", "Shift")
    page.go_back()

    assert child.words not in page.content()
    assert question not in page.inner_text("main")
    assert page.context.cookies() == []


def test_leaving_works_without_script(page_without_script: Page, live_server: str, settings: Settings) -> None:
    page = page_without_script
    neutral = _somewhere_neutral(page, settings)
    child = opened(page, CHILD)
    question = _written_on(child)
    with page.expect_navigation(url=neutral):
        page.get_by_role("button", name="Leave this page").click()
    page.go_back()

    assert child.words not in page.content()
    assert question not in page.inner_text("main")
    assert page.context.cookies() == []
