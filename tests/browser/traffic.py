"""Counts what pages cost on the wire: bytes, headers included, and requests."""

import gzip
import http.client
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import brotli
import html5lib
from playwright.sync_api import Page

LOADED = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}


@dataclass
class Traffic:
    """What one page of a browser had to fetch, told by the browser itself."""

    page: Page
    addresses: dict[str, str] = field(default_factory=dict)
    encodings: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    remembered: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin to count."""
        talk = self.page.context.new_cdp_session(self.page)
        talk.send("Network.enable")
        talk.on("Network.requestServedFromCache", lambda event: self.remembered.add(event["requestId"]))
        talk.on("Network.responseReceived", self._received)
        talk.on("Network.loadingFinished", self._finished)

    @property
    def total(self) -> float:
        """How many bytes came over the wire."""
        return sum(self.sizes.values())

    @property
    def fetched(self) -> list[str]:
        """The addresses fetched over the wire, in order."""
        return [self.addresses[key] for key in self.sizes]

    def forget(self) -> None:
        """Begin to count again."""
        self.addresses.clear()
        self.sizes.clear()

    def _received(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response["fromDiskCache"] or event["requestId"] in self.remembered or response["url"].startswith("data:"):
            return
        self.addresses[event["requestId"]] = response["url"]
        self.encodings[response["url"]] = response["headers"].get("Content-Encoding", "")

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.addresses:
            self.sizes[event["requestId"]] = event["encodedDataLength"]


@dataclass(frozen=True)
class Visit:
    """A page and everything it names, fetched plainly."""

    requests: int
    bytes: int


def plain_visit(base: str, path: str, encoding: str) -> Visit:
    """Fetch a page and everything it would load, asking for one encoding; count the bytes with their headers."""
    body, size = _fetch(base, path, encoding)
    page = html5lib.parse(_unpacked(body, encoding), namespaceHTMLElements=False)
    named = {element.get(LOADED[element.tag]) for element in page.iter() if element.tag in LOADED}
    sizes = [_fetch(base, address, encoding)[1] for address in sorted(filter(None, named))]
    return Visit(requests=1 + len(sizes), bytes=size + sum(sizes))


def _fetch(base: str, path: str, encoding: str) -> tuple[bytes, int]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{path} answered {answer.status}"
        assert answer.headers.get("Content-Encoding", encoding) == encoding
        headers = sum(len(name) + len(value) + len(": \r\n") for name, value in answer.headers.items())
        return body, len("HTTP/1.1 200 OK\r\n\r\n") + headers + len(body)
    finally:
        connection.close()


def _unpacked(body: bytes, encoding: str) -> bytes:
    return bytes(brotli.decompress(body)) if encoding == "br" else gzip.decompress(body)
