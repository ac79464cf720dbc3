"""Watches a browser's page all the way, and looks hard at whatever stands on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import CDPSession, ConsoleMessage, Page, Request

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERYTHING = {"runOnly": WCAG, "resultTypes": ["violations"]}
# What a page is made of is the same by night; only its colours are others.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}

SHIFTED = """() => new Promise(done => {
  let moved = 0;
  const add = list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) moved += entry.value; });
  const watcher = new PerformanceObserver(add);
  watcher.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => { watcher.disconnect(); done(moved); }, 0);
})"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Witness:
    """What went on in one page of a browser: `look()` at each page, `swear()` at the end."""

    page: Page
    base: str
    script: bool = True
    led_to: str = ""
    """The host one is led to on leaving; nothing else may be asked of any host but the portal's own."""
    faults: list[str] = field(default_factory=list)
    looks: int = 0

    def __post_init__(self) -> None:
        """Begin to watch, in stillness: no colour is to be measured halfway from day to night."""
        self.page.emulate_media(reduced_motion="reduce")
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: a script failed: {error}"))
        self.page.on("request", self._request)
        self._talk: CDPSession = self.page.context.new_cdp_session(self.page)

    def look(self, *, by_night: bool = True) -> None:
        """Look at the page: accessible by day and by night, not wider than the screen, and nothing jumped."""
        self.looks += 1
        with self._scripts_allowed():
            if self.script and (moved := self.page.evaluate(SHIFTED)):
                self._note(f"the layout shifted by {moved}")
            if (wider := self.page.evaluate(WIDER)) > 0:
                self._note(f"wider than the screen by {wider} pixels")
            self.page.evaluate(AXE_SCRIPT)
            self._axe(EVERYTHING, "by day")
            if by_night:
                self.page.emulate_media(color_scheme="dark")
                self._axe(COLOURS, "by night")
                self.page.emulate_media(color_scheme="light")

    def swear(self) -> None:
        """Fail if anything was amiss on the way."""
        assert not self.faults, "\n".join(self.faults)

    @contextmanager
    def _scripts_allowed(self) -> Iterator[None]:
        """Let a looker's script run for a moment in a browser that runs none: the page's own never do."""
        if self.script:
            yield
            return
        for off in (True, False):
            self._talk.send("Emulation.setScriptExecutionDisabled", {"value": off})
        yield
        self._talk.send("Emulation.setScriptExecutionDisabled", {"value": True})

    def _axe(self, options: dict[str, Any], when: str) -> None:
        for one in self.page.evaluate("options => axe.run(options)", options)["violations"]:
            for node in one["nodes"]:
                self._note(f"{when}: {one['id']}: {node['target']}: {node.get('failureSummary', one['help'])}")

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")

    def _console(self, message: ConsoleMessage) -> None:
        # A page that says no (404, 410, 422) is written in the console too, as if it were an error.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self._note(message.text)

    def _request(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme in {"http", "https"} and where.netloc not in {urlsplit(self.base).netloc, self.led_to}:
            self._note(f"something was asked of {where.netloc}")
