"""A real browser: Debian's Chromium, or Playwright's own, the size of a phone."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PHONE = {"width": 360, "height": 740}
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NewPage = Callable[..., Page]


def pytest_configure(config: pytest.Config) -> None:
    """Make known what tests are marked with."""
    config.addinivalue_line("markers", "pages_alone: what is proved does not depend on the database; one is enough")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where tests run on both databases, look at pages on one of them."""
    if config.getoption("--database") != "both":
        return
    again = [item for item in items if item.get_closest_marker("pages_alone") and "postgresql" in item.name]
    config.hook.pytest_deselected(items=again)
    items[:] = [item for item in items if item not in again]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for all browser tests."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, live_server: str) -> Iterator[NewPage]:
    """Open a page in a fresh browser: new_page(), or new_page(javascript=False, viewport={...}).

    Each has cookies of its own, as another person's phone has. Addresses may be relative.
    """
    contexts = []

    def make(*, javascript: bool = True, **options: Any) -> Page:
        given: dict[str, Any] = {"viewport": PHONE, "locale": "en-GB", "base_url": live_server}
        context = browser.new_context(java_script_enabled=javascript, **(given | options))
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A phone with JavaScript."""
    return new_page()


@pytest.fixture
def page_without_script(new_page: NewPage) -> Page:
    """A phone with JavaScript off."""
    return new_page(javascript=False)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def either_page(new_page: NewPage, request: pytest.FixtureRequest) -> Page:
    """A phone, once with JavaScript and once without."""
    return new_page(javascript=request.param)
