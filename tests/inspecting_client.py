"""A test client that looks hard at every page it opens, and fails the test if one is not sound."""

import re
from collections import Counter
from collections.abc import Iterator
from contextvars import Context
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import has_app_context
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.extensions import SAFE_METHODS, db
from portal.languages import BY_CODE

FAMILY_PATH = re.compile(r"^/[0-9A-Za-z](?:[- ]?[0-9A-Za-z]){11}(/|$)")
NEEDS_LABEL = frozenset({"input", "select", "textarea"})
NO_LABEL_TYPES = frozenset({"hidden", "submit", "button", "image", "reset"})
POINTERS = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage", "list", "headers")
LOADED_FROM = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "use": "href"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class InspectingClient(FlaskClient):
    """Opens pages as a stranger's browser would, and inspects each HTML page that comes back.

    Each request runs in a context of its own, as it would in a server, and sees only what the test has
    committed; what the test holds is read afresh afterwards. A form token seen on a page is sent with
    the next POST to a staff page, as a browser would, unless the data names `csrf_token` itself.
    """

    token = ""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Open an address and return the response; raises AssertionError if its page is not sound."""
        self._add_token(args, kwargs)
        if has_app_context():
            _finish(db.session)
            response: TestResponse = Context().run(super().open, *args, **kwargs)
            db.session.expire_all()
        else:  # a redirect that is followed is opened inside the context of the request before
            response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            self._look_at(response)
        return response

    def _add_token(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        path = args[0] if args else kwargs.get("path", "")
        data = kwargs.get("data")
        changes = kwargs.get("method", "GET").upper() not in SAFE_METHODS
        if not (changes and isinstance(path, str) and path.startswith("/staff") and self.token):
            return
        if data is None or isinstance(data, dict):
            kwargs["data"] = {"csrf_token": self.token, **(data or {})}

    def _look_at(self, response: TestResponse) -> None:
        html = response.get_data(as_text=True)
        if found := TOKEN.search(html):
            self.token = found[1]
        faults = faults_of(html, response.request.path)
        assert not faults, f"{response.request.path} is not sound:\n- " + "\n- ".join(faults)


def faults_of(html: str, path: str) -> list[str]:
    """Return what is wrong with a page, a sentence each; nothing if it is sound."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html)
    lines = [*html.splitlines(), ""]
    badly_formed = [
        f"line {place[0]} does not parse ({name}): {lines[place[0] - 1].strip()[:120]}"
        for place, name, _ in parser.errors
    ]
    return badly_formed + [fault for look in LOOKS for fault in look(page, path)]


def _heading_and_title(page: Element, path: str) -> Iterator[str]:
    headings = [_text(heading) for heading in page.iter("h1")]
    title = _text(page.find(".//title"))
    summary = any("errors" in (box.get("class") or "").split() for box in page.iter("div"))
    if len(headings) != 1:
        yield f"there must be one h1, not {len(headings)}: {headings}"
        return
    if summary != title.startswith("Error: "):
        yield f"'Error: ' begins the title exactly when errors are listed on the page; the title is '{title}'"
    plain = title.removeprefix("Error: ")
    if FAMILY_PATH.match(path):
        if not plain:
            yield "the page has no title"
    elif not plain.startswith(headings[0]):
        yield f"the title '{title}' must begin with the h1 '{headings[0]}'"


def _ids(page: Element, path: str) -> Iterator[str]:
    ids = Counter(name for element in page.iter() if (name := element.get("id")) is not None)
    yield from (f"the id '{name}' stands {count} times" for name, count in ids.items() if count > 1 or not name)
    for element in page.iter():
        for pointer in POINTERS:
            for name in (element.get(pointer) or "").split():
                if name not in ids:
                    yield f"{pointer}='{name}' on <{element.tag}> points at nothing"
        target = element.get("href") or ""
        if target.startswith("#") and target[1:] not in ids:
            yield f"the link '{target}' points at nothing"


def _labels(page: Element, path: str) -> Iterator[str]:
    labelled = {label.get("for") for label in page.iter("label") if _text(label)}
    wrapped = {inner for label in page.iter("label") if _text(label) for inner in label.iter()}
    for control in page.iter():
        if control.tag not in NEEDS_LABEL or control.get("type") in NO_LABEL_TYPES:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not named and control.get("id") not in labelled and control not in wrapped:
            yield f"<{control.tag} name='{control.get('name')}'> has no label"
    for button in page.iter("button"):
        if not _text(button) and not button.get("aria-label"):
            yield f"<button name='{button.get('name')}'> says nothing"
    for picture in page.iter("img"):
        if picture.get("alt") is None:
            yield f"<img src='{picture.get('src')}'> has no alt"


def _language(page: Element, path: str) -> Iterator[str]:
    language = BY_CODE.get(page.get("lang") or "")
    if language is None:
        yield f"lang='{page.get('lang')}' is not a language offered"
    elif page.get("dir") != language.direction:
        yield f"dir='{page.get('dir')}' is wrong for {language.name}"


def _nothing_inline(page: Element, path: str) -> Iterator[str]:
    for element in page.iter():
        tag = str(element.tag)
        if tag == "style" or "style" in element.attrib:
            yield f"<{tag}> has inline style"
        if tag == "script" and not element.get("src"):
            yield "there is an inline script"
        yield from (f"<{tag}> has an {name} handler" for name in element.attrib if name.lower().startswith("on"))


def _nothing_from_elsewhere(page: Element, path: str) -> Iterator[str]:
    for element in page.iter():
        address = element.get(LOADED_FROM.get(str(element.tag), "")) or ""
        if re.match(r"(https?:)?//", address):
            yield f"<{element.tag}> loads '{address}' from elsewhere"


LOOKS = (_heading_and_title, _ids, _labels, _language, _nothing_inline, _nothing_from_elsewhere)


def _text(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _finish(session: Any) -> None:
    """Commit what the test has arranged, so that the request sees it and no lock is held."""
    if isinstance(session(), Session) and session().in_transaction():
        session.commit()
