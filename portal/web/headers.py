"""The headers every answer carries: nothing from elsewhere, nothing kept, nothing told to others.

They are the same for every answer, so they are added where the answer leaves, as one list made at start.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self' {leave}",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
FIXED = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"),
    ("X-Robots-Tag", "noindex, nofollow"),
]
NOT_KEPT = ("Cache-Control", "no-store")
ALWAYS_HTTPS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def init_app(app: Flask) -> None:
    """Add the headers to every answer."""
    settings = app.config["HEARD"]
    fixed = [*FIXED, ("Content-Security-Policy", POLICY.format(leave=settings.council.leave_url))]
    if not settings.insecure_cookies:
        fixed.append(ALWAYS_HTTPS)
    app.wsgi_app = with_headers(app.wsgi_app, fixed)  # type: ignore[assignment, method-assign]


def with_headers(app: "WSGIApplication", fixed: list[tuple[str, str]]) -> "WSGIApplication":
    """Return an application that adds fixed headers; caches keep nothing unless an answer says otherwise."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            kept = any(name == "Cache-Control" for name, _ in headers)
            return start_response(status, [*headers, *fixed, *(() if kept else (NOT_KEPT,))], *error)

        return app(environ, start)

    return answer
