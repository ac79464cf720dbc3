"""Who may come in: requests from elsewhere are turned away, and each staff blueprint opens to its roles only."""

from flask import Blueprint, Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.extensions import SAFE_METHODS

ROLES = ("chair", "manager", "coordinator", "administrator")


def init_app(app: Flask) -> None:
    """Turn away changes that another site's page asks for."""
    app.before_request(_refuse_other_origins)
    app.before_request(_refuse_null_bytes)


def only_for(blueprint: Blueprint, *roles: str) -> None:
    """Open a blueprint to people who are signed in with one of these roles; others get a sign-in page or a 403."""

    @blueprint.before_request
    def check() -> ResponseReturnValue | None:
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        if not any(current_user.has_role(role) for role in roles):
            abort(403)
        return None

    # Whoever lists the pages of a role finds here which blueprints are open to it.
    open_to = {blueprint.name: roles}
    blueprint.record(lambda state: state.app.extensions.setdefault("roles_of_blueprints", {}).update(open_to))


def _refuse_other_origins() -> None:
    """Refuse an unsafe request that a page of another origin made.

    The rule is that of the Fetch Metadata specification (https://www.w3.org/TR/fetch-metadata/), with the
    Origin header for browsers that are too old to send Sec-Fetch-Site.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            abort(403)
        return
    origin = request.headers.get("Origin")
    # Taken apart by hand: it may hold anything, and an address that cannot be read is nobody's.
    if origin is not None and origin.partition("://")[2] != request.host:
        abort(403)


def _refuse_null_bytes() -> None:
    """Refuse a staff page's request that holds a null byte: no keyboard writes one, and PostgreSQL keeps none.

    Family pages leave them out instead, so that nobody's words are lost.
    """
    if not request.path.startswith("/staff"):
        return
    given = request.args if request.method in SAFE_METHODS else request.values
    if any("\0" in text for name in given for text in (name, *given.getlist(name))):
        abort(400)
