"""Pictures of every page of each role, and of what is printed."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.camera import DESKTOP, EVERY, PHONE, Camera

NewPage = Callable[[], Page]
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def take_sign_in(camera: Camera, new_page: NewPage) -> None:
    """Take the sign-in, and a password that was wrong."""
    page = new_page()
    page.goto("/staff/sign-in")
    camera.take(page, "staff/sign-in", night=True)
    _sign_in(page, "nobody@westshire.example", "a wrong password")
    camera.take(page, "staff/sign-in-wrong", (PHONE,))


def take_role(camera: Camera, new_page: NewPage, person: Mapping[str, Any], addresses: Iterable[str]) -> None:
    """Sign in as somebody and take everything they can open."""
    page = new_page()
    page.goto("/staff/sign-in")
    _sign_in(page, person["email"], person["password"])
    camera.take(page, f"staff/{person['role']}/signed-in", (PHONE,))
    for address in addresses:
        _take(camera, page, person["role"], address)


def take_mistakes(camera: Camera, new_page: NewPage, person: Mapping[str, Any]) -> None:
    """Take a meeting that was added with mistakes."""
    page = new_page()
    page.goto("/staff/sign-in")
    _sign_in(page, person["email"], person["password"])
    page.goto("/staff/meetings/add")
    page.locator("main form .go").click()
    camera.take(page, "staff/coordinator/meetings-add-mistakes")


def _take(camera: Camera, page: Page, role: str, address: str) -> None:
    """Take one page; what is not a page is printed, or left out."""
    name = f"staff/{role}/{_name(address)}"
    answer = page.context.request.get(address, max_redirects=0)
    kind = answer.headers.get("content-type", "")
    if kind.startswith("application/pdf"):
        camera.printed(answer.body(), name)
    elif kind.startswith("text/html") and answer.status == 200:
        page.goto(address)
        camera.take(page, name, EVERY if role in {"chair", "manager"} else (PHONE, DESKTOP), night=True)
        if "views" in name or "summary" in name:
            camera.printed(page.pdf(format="A4"), f"{name}.printed")


def _sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def _name(address: str) -> str:
    """Return a name for a picture: the address without keys."""
    return KEY.sub("one", urlsplit(address).path.removeprefix("/staff").strip("/")).replace("/", "-") or "today"
