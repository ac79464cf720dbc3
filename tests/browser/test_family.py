"""What a family's pages promise of any phone: reached by key, wide enough, in any colours, and help at once."""

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.answering import pressing, until
from tests.browser.codes import opened
from tests.browser.conftest import NewPage
from tests.browser.witness import WIDER, Witness

pytestmark = pytest.mark.pages_alone

ALARMED = {"safe_where_i_live": "not_at_all"}
CHILD = "child-before-review-8-11"


def test_one_can_answer_by_key_alone(page: Page, live_server: str) -> None:
    answering = opened(page, "child-before-review-4-7")
    while answering.path != "/check":
        if answering.path:
            _answer_by_key(page)
        _press(page, "button.go")
    _press(page, "button.go")

    assert answering.path == "/send"
    assert "Thank you" in page.inner_text("h1")


def _answer_by_key(page: Page) -> None:
    """Go to the first control and answer it as one does by key: arrows for one choice, Space for several."""
    until(page, "Tab", lambda: _focus(page, "input:not([type=hidden]), textarea", within="main"))
    assert page.evaluate(FOCUS_SEEN), f"{page.url}: one does not see where one is"
    if _focus(page, "[type=radio]"):
        pressing(page, "ArrowDown", "ArrowUp")
        assert _focus(page, ":checked")
    elif _focus(page, "[type=checkbox]"):
        pressing(page, "Space")
    else:
        page.keyboard.type("My cat.")


FOCUS_SEEN = """() => [document.activeElement, document.activeElement.nextElementSibling].some(
  one => one && getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2)"""


def _press(page: Page, selector: str) -> None:
    until(page, "Tab", lambda: _focus(page, selector, within="main .next"))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _focus(page: Page, selector: str, *, within: str = "") -> bool:
    matches = "one => document.activeElement.matches(one[0]) && (!one[1] || !!document.activeElement.closest(one[1]))"
    found: bool = page.evaluate(matches, [selector, within])
    return found


# 1280 by 1024 pixels enlarged to 400 % leave this much room, as WCAG 1.4.10 has it.
@pytest.mark.parametrize("slug", ["child-before-review-8-11", "parent-before-parent", "professional-after-all"])
def test_nothing_has_to_be_scrolled_sideways_at_four_hundred_per_cent(
    new_page: NewPage, live_server: str, slug: str
) -> None:
    page = new_page(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    answering = opened(page, slug)
    wide = [_wider(page)]
    if answering.form.one_page:
        answering.answer()
    else:
        wide += [_wider(page) for _ in answering.walk()]
    answering.go()

    assert [one for one in [*wide, _wider(page)] if one] == []


@pytest.mark.parametrize("path", ["/", "/help", "/privacy", "/accessibility", "/safety", "/AAAABBBBCCCC", "/no-such"])
def test_nor_on_the_pages_beside_it(new_page: NewPage, live_server: str, path: str) -> None:
    page = new_page(viewport={"width": 320, "height": 256})
    page.goto(path)

    assert _wider(page) is None


def test_right_to_left_has_room_too(new_page: NewPage, live_server: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    answering = opened(page, "child-before-conference-8-11")
    wide = [_wider(page, turned=True)] + [_wider(page, turned=True) for _ in answering.walk()]
    page.goto(answering.page.url)
    page.evaluate(TURN)
    leave, name = page.locator("#leave").bounding_box(), page.locator(".top .name").bounding_box()

    assert [one for one in wide if one] == []
    assert leave is not None
    assert name is not None
    assert leave["x"] < name["x"], "the way out stands at the end of the line, which is on the left now"


TURN = "() => { document.documentElement.dir = 'rtl'; }"


def _wider(page: Page, *, turned: bool = False) -> str | None:
    """Return a sentence if the page is wider than the screen."""
    if turned:
        page.evaluate(TURN)
    by = page.evaluate(WIDER)
    return f"{page.url} is wider than the screen by {by} pixels" if by > 0 else None


def test_an_answer_that_alerts_brings_help_at_once(either_page: Page, live_server: str) -> None:
    child = opened(either_page, CHILD)
    child.given = ALARMED
    child.go()
    while "safe_where_i_live" not in child.chosen:
        child.answer()
        child.go()
    help_now = either_page.get_by_role("status")

    assert help_now.get_by_role("link", name="0800 1111").is_visible()
    assert either_page.locator(GO_ON).is_visible(), "the rest of the form is still there"
    with either_page.expect_navigation():
        help_now.get_by_role("button", name="I want someone to know now").click()
    assert "Thank you for telling us" in either_page.inner_text("h1")


GO_ON = "main .next button.go"


def test_forced_colours_and_stillness_are_respected(new_page: NewPage, live_server: str) -> None:
    page = new_page(forced_colors="active", reduced_motion="reduce")
    child = opened(page, CHILD)
    witness = Witness(page, live_server)
    child.go()
    while not page.locator("[type=radio]").count():
        child.answer()
        child.go()
    chosen, other = page.locator(".choice label").nth(0), page.locator(".choice label").nth(1)
    page.locator("[type=radio]").first.check()

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert _border(chosen) != _border(other), "what is chosen must be seen without colour"
    assert chosen.evaluate("one => getComputedStyle(one).transitionDuration") == "0s"
    witness.look(by_night=False)
    witness.swear()


def _border(label: Locator) -> str:
    width: str = label.evaluate("one => getComputedStyle(one).borderTopWidth")
    return width
