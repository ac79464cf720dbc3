"""What people see: one module, one blueprint."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Settings
from portal.web import (
    assets,
    audit,
    bookings,
    comments,
    compression,
    concerns,
    context,
    converters,
    endings,
    enter,
    errors,
    guard,
    headers,
    invitations,
    meetings,
    pages,
    people,
    respond,
    summary,
    teams,
    themes,
    today,
    views,
)

FAMILY = (enter.bp, respond.bp, pages.bp)
STAFF = (
    today.bp,
    bookings.bp,
    meetings.bp,
    endings.bp,
    invitations.bp,
    views.bp,
    concerns.bp,
    summary.bp,
    themes.bp,
    comments.bp,
    people.bp,
    teams.bp,
    audit.bp,
)


def init_app(app: Flask) -> None:
    """Hang every page on the application, behind the guards."""
    settings: Settings = app.config["HEARD"]
    converters.init_app(app)
    compression.init_app(app)
    guard.init_app(app)
    headers.init_app(app)
    context.init_app(app)
    errors.init_app(app)
    for blueprint in (*FAMILY, *STAFF):
        app.register_blueprint(blueprint)
    assets.init_app(app)
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
