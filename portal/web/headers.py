"""The headers every answer carries: nothing from elsewhere, nothing kept, nothing told to others."""

from flask import Flask, Response, request

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
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "X-Robots-Tag": "noindex, nofollow",
}


def init_app(app: Flask) -> None:
    """Add the headers to every answer."""
    fixed = {**FIXED, "Content-Security-Policy": POLICY.format(leave=app.config["HEARD"].council.leave_url)}
    secure = not app.config["HEARD"].insecure_cookies

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.extend(fixed)
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        if secure and request.is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response
