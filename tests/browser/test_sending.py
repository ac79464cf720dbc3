"""Sending: two tabs, two quick presses, or only looking."""

import pytest
from playwright.sync_api import Page

from forms.schema import Stage
from portal.extensions import db
from portal.models import Contribution, Model, SealedFeedback
from tests.browser.answering import Answering
from tests.browser.codes import opened


@pytest.fixture
def child(page: Page, live_server: str) -> Answering:
    """A child of 9 with a code before a review, at its first page."""
    return opened(page, "child-before-review-8-11")


def count(model: type[Model]) -> int:
    """Count the rows as they are now."""
    db.session.rollback()
    found: int = db.session.query(model).count()
    db.session.rollback()
    return found


def test_two_tabs_send_once(child: Answering) -> None:
    child.to_the_check()
    second = Answering(child.page.context.new_page(), child.form)
    second.page.goto(child.page.url)
    child.go()
    second.go()

    assert count(Contribution) == 1
    assert "Thank you" in second.page.inner_text("h1")


@pytest.mark.parametrize("slug", ["parent-before-parent", "parent-after-all", "professional-after-all"])
def test_two_quick_presses_send_once(either_page: Page, live_server: str, slug: str) -> None:
    answering = opened(either_page, slug)
    if answering.form.one_page:
        answering.answer()
    else:
        answering.to_the_check()
    either_page.locator("#send").dblclick()
    either_page.locator("body.thanks").wait_for()

    kept = SealedFeedback if answering.form.stage is Stage.AFTER else Contribution
    assert count(kept) == 1
