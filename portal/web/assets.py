"""Styles, script and pictures: under an address that holds their digest, so that a browser keeps them for ever.

They are few and small, so they are read and compressed once, at start, and sent from memory. A council's two
colours are written into the style sheet here.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, current_app

from portal.config import ROOT, Council
from portal.web.compression import chosen_encoding, squeeze

STATIC = ROOT / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file, ready to send in every encoding."""

    content_type: str
    digest: str
    bodies: dict[str | None, bytes]


def init_app(app: Flask) -> None:
    """Load the assets and give them their address."""
    app.extensions["assets"] = load_assets(STATIC, app.config["HEARD"].council)
    app.add_url_rule("/a/<digest>/<path:name>", "asset", send_asset)


def load_assets(folder: Path, council: Council) -> dict[str, Asset]:
    """Return every file of a folder by its name, compressed, in the council's colours."""
    assets = {}
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.suffix in TYPES}
    if council.logo:
        files[f"logo{council.logo.suffix}"] = council.logo
    for name, path in files.items():
        body = path.read_bytes()
        if name == "heard.css":
            body += f":root{{--brand:{council.brand_colour};--accent:{council.accent_colour}}}".encode()
        bodies: dict[str | None, bytes] = {None: body}
        if path.suffix not in {".png", ".woff2"}:
            bodies |= {encoding: squeeze(body, encoding, best=True) for encoding in ("br", "gzip")}
        digest = hashlib.sha256(body).hexdigest()[:12]
        assets[name] = Asset(TYPES[path.suffix], digest, bodies)
    return assets


def asset(name: str) -> str:
    """Return the address of an asset; raises KeyError if there is none of that name."""
    return f"/a/{_assets()[name].digest}/{name}"


def send_asset(digest: str, name: str) -> Response:
    """Send an asset; an old digest gets the new file, so that a page open during an upgrade still works."""
    found = _assets().get(name)
    if found is None:
        abort(404)
    encoding = chosen_encoding()
    if encoding not in found.bodies:
        encoding = None
    response = Response(found.bodies[encoding], content_type=found.content_type)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Cache-Control"] = FOR_EVER if digest == found.digest else "no-cache"
    return response


def _assets() -> dict[str, Asset]:
    assets: dict[str, Asset] = current_app.extensions["assets"]
    return assets
