"""Compresses what is sent, in the best way the browser says it understands."""

import gzip

import brotli
from flask import Flask, Response, request

# Under this many bytes compressing saves nothing.
WORTH_IT = 500
# A page is compressed as it is sent, with the least effort, which costs 5 % in bytes; an asset once, at start.
GZIP_PAGE, GZIP_BEST, BROTLI_PAGE, BROTLI_BEST = 1, 9, 1, 11
KINDS = ("text/", "image/svg+xml", "application/json")


def init_app(app: Flask) -> None:
    """Compress every answer that is worth it and is not compressed yet."""

    @app.after_request
    def compress(response: Response) -> Response:
        if not (response.mimetype or "").startswith(KINDS) or response.direct_passthrough:
            return response
        response.headers.add("Vary", "Accept-Encoding")
        encoding = chosen_encoding()
        if encoding is None or "Content-Encoding" in response.headers:
            return response
        body = response.get_data()
        if len(body) >= WORTH_IT:
            response.set_data(squeeze(body, encoding))
            response.headers["Content-Encoding"] = encoding
        return response


def chosen_encoding() -> str | None:
    """Return 'br', 'gzip' or None: what this request's browser understands best."""
    accepted = request.headers.get("Accept-Encoding", "")
    if "br" in accepted:
        return "br"
    return "gzip" if "gzip" in accepted else None


def squeeze(body: bytes, encoding: str, *, best: bool = False) -> bytes:
    """Return the body compressed as 'br' or 'gzip'; `best` takes the time an asset may take once."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=BROTLI_BEST if best else BROTLI_PAGE))
    return gzip.compress(body, GZIP_BEST if best else GZIP_PAGE, mtime=0)
