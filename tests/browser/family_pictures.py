"""Pictures of every kind of page a family or a professional sees."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playwright.sync_api import Page

from forms.schema import Questionnaire
from portal.codes import new_code
from tests.browser.answering import Answering
from tests.browser.camera import DESKTOP, EVERY, PHONE, Camera
from tests.factories import make_invitation, make_meeting, today
from tests.respondent import edition

PUBLIC = ("/", "/help", "/privacy", "/accessibility", "/safety", "/no-such-page")
TOO_LONG = "So many words. " * 400

NewPage = Callable[[], Page]


def take_public(camera: Camera, new_page: NewPage) -> None:
    """Take the pages anybody can read."""
    page = new_page()
    for path in PUBLIC:
        page.goto(path)
        camera.take(page, f"public/{path.strip('/') or 'enter'}", night=path == "/")
    page.goto("/")
    page.locator("#code").fill("ABCD-EFGH")
    page.locator(".next .go").click()
    camera.take(page, "public/enter-mistyped", (PHONE,))


def take_journeys(camera: Camera, new_page: NewPage, codes: Iterable[Mapping[str, Any]]) -> None:
    """Take each edition from its code to the thanks, with one spare code of each."""
    seen: set[str] = set()
    for one in codes:
        slug = _slug(one)
        if slug in seen:
            continue
        seen.add(slug)
        page = new_page()
        page.goto("/" + one["code"].replace("-", ""))
        take = _take_one_page if edition(slug).one_page else _take_journey
        take(camera, Answering(page, edition(slug)), f"family/{slug}")
        if slug == "parent-after-all":
            page.goto("/" + one["code"].replace("-", ""))
            camera.take(page, "family/closed-sent", (PHONE,))


def take_mishaps(camera: Camera, new_page: NewPage, code: str) -> None:
    """Take help after an answer that alerts, an answer that is too long, nothing answered, and time run out."""
    form = edition("child-before-review-8-11")
    page = new_page()
    page.goto(f"/{code}")
    child = Answering(page, form, given={"safe_where_i_live": "not_at_all"})
    child.go()
    page.goto(f"/{code}/check")
    page.locator("#send").click()
    camera.take(page, "family/mishap-nothing-answered", (PHONE,))
    page.goto(f"/{code}/1")
    while "safe_where_i_live" not in child.chosen:
        child.answer()
        child.go()
    camera.take(page, "family/alert-help", night=True)
    page.get_by_role("button", name="I want someone to know now").click()
    camera.take(page, "family/alert-told")
    page.go_back()
    while not page.locator("textarea").count():
        child.answer()
        child.go()
    page.locator("textarea").fill(TOO_LONG)
    child.go()
    camera.take(page, "family/mishap-too-long", night=True)
    page.locator("textarea").fill("Please keep these words.")
    page.context.clear_cookies()
    child.go()
    camera.take(page, "family/mishap-time-ran-out", (PHONE,))


def take_closed(camera: Camera, new_page: NewPage) -> None:
    """Take the page of each reason why a code opens nothing; the meetings are made for it."""
    page = new_page()
    for reason, code in _closed_codes().items():
        page.goto(f"/{code}")
        camera.take(page, f"family/closed-{reason}", (PHONE, DESKTOP) if reason == "unknown" else (PHONE,))


def _closed_codes() -> dict[str, str]:
    over = make_meeting(held_on=today().replace(year=today().year - 2))
    early = make_meeting("conference")
    off = make_meeting(status="stood_down", stood_down_reason="The chair was ill")
    code = new_code()
    return {
        "mistyped": code[:-1] + ("0" if code[-1] != "0" else "1"),
        "unknown": code,
        "over": make_invitation(over).code,
        "not-yet": make_invitation(early, "professional").code,
        "stood-down": make_invitation(off).code,
    }


def _take_journey(camera: Camera, answering: Answering, name: str) -> None:
    """Take the welcome, the first page with each kind of question, the check and the thanks."""
    page = answering.page
    camera.take(page, f"{name}-0-welcome", night=True)
    kinds: set[str] = set()
    for path in answering.walk():
        number = path.strip("/")
        if number == "check":
            break
        new = {str(one.kind) for one in answering.form.pages[int(number) - 1].questions} - kinds
        kinds |= new
        camera.take(page, f"{name}-{int(number):02}", EVERY if new else (PHONE,), night=bool(new))
    camera.take(page, f"{name}-98-check")
    answering.go()
    page.locator("details.copy summary").click()
    camera.take(page, f"{name}-99-thanks", night=True)


def _take_one_page(camera: Camera, answering: Answering, name: str) -> None:
    page = answering.page
    camera.take(page, name, night=True)
    answering.go()
    camera.take(page, f"{name}-nothing-answered", (PHONE,))
    answering.answer()
    answering.go()
    camera.take(page, f"{name}-thanks")


def _slug(code: Mapping[str, Any]) -> str:
    """Return the edition a code of the example opens."""
    for kind in (f"-{code['meeting']}", ""):
        slug = f"{code['questionnaire']}{kind}-{code['edition']}"
        if _is_edition(slug):
            return slug
    raise LookupError(code["questionnaire"])


def _is_edition(slug: str) -> Questionnaire | None:
    try:
        return edition(slug)
    except LookupError:
        return None
