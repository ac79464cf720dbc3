"""Signing in: e-mail, password (Argon2) and, for whoever sets it up, a code from an authenticator app."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.signals import password_changed, tf_disabled, tf_profile_changed, user_authenticated
from werkzeug import Response

from portal.config import ROOT, Settings
from portal.exceptions import TooManyTriesError
from portal.extensions import SAFE_METHODS, security, staff_store
from portal.models import Staff
from portal.services.audit import note
from portal.services.limits import SIGN_IN, SIGN_INS, Limit, hit
from portal.web.signing_in_words import WORDS

# OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
ARGON2 = {"argon2__time_cost": 2, "argon2__memory_cost": 19456, "argon2__parallelism": 1}

# What the library offers and we do not: a second choice of methods, and help by e-mail.
NOT_OFFERED = frozenset({"security.tf_select", "security.two_factor_rescue", "security.verify"})
# Where signing in may lead: an address of a staff page, as a page of ours makes it.
NEXT = re.compile(r"/staff/[\w./?=&%+:,-]*", re.ASCII)
CHOOSING_A_PASSWORD = frozenset({"security.change_password", "security.logout"})


def set_up_sign_in(app: Flask) -> None:
    """Put the sign-in pages under /staff and limit how fast passwords and codes can be tried."""
    app.config.from_mapping(_security_settings(app.config["HEARD"]))
    with _on_staff_pages_only(app):
        # Tries are counted first: once somebody is looked up, their request holds SQLite's one lock itself.
        app.before_request(_limit_tries)
        security.init_app(app, staff_store)
    # Pages only: no answers in JSON, and no way in by a token that outlives its session.
    security.want_json(lambda request: False)
    app.login_manager.request_loader(lambda request: None)  # type: ignore[attr-defined]
    security.unauthn_handler(_sign_in_first)
    app.login_manager.unauthorized_handler(_sign_in_first)  # type: ignore[attr-defined]
    app.before_request(_refuse_what_is_not_offered)
    app.before_request(_forget_odd_next)
    app.before_request(_ask_for_own_password)
    user_authenticated.connect(_write_down_sign_in, app)
    password_changed.connect(_write_down_new_password, app)
    tf_profile_changed.connect(_write_down_two_step, app)
    tf_disabled.connect(_write_down_two_step, app)


@contextmanager
def _on_staff_pages_only(app: Flask) -> Iterator[None]:
    """Keep what the library asks to do around every request to the staff's pages.

    It looks for a person and reads a session each time; the family's pages have neither, and must be quick.
    """
    before, after = (funcs.setdefault(None, []) for funcs in (app.before_request_funcs, app.after_request_funcs))
    already = len(before), len(after)
    yield
    for funcs, count in zip((before, after), already, strict=True):
        funcs[count:] = [_if_staff(one) for one in funcs[count:]]


def _if_staff(do: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that does something on staff pages and hands back what it was given on others."""

    def only_there(*given: Any) -> Any:
        return do(*given) if request.path.startswith("/staff") else next(iter(given), None)

    return only_there


def _security_settings(settings: Settings) -> dict[str, Any]:
    return {
        **{f"SECURITY_MSG_{name}": words for name, words in WORDS.items()},
        "SECURITY_I18N_DOMAIN": "messages",
        "SECURITY_I18N_DIRNAME": str(ROOT / "translations"),
        "SECURITY_URL_PREFIX": "/staff",
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SALT": settings.secret_key,
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_URL": "/password",
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_POST_LOGIN_VIEW": "/staff/",
        "SECURITY_POST_LOGOUT_VIEW": "/staff/sign-in",
        "SECURITY_POST_CHANGE_VIEW": "/staff/",
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/two-step",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/two-step/code",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/staff/two-step",
        "SECURITY_TOTP_SECRETS": {"1": settings.totp_key},
        "SECURITY_TOTP_ISSUER": settings.council.short_name,
        # A visit ends with the browser, and after a working day in any case.
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "REMEMBER_COOKIE_SECURE": not settings.insecure_cookies,
        "REMEMBER_COOKIE_PATH": "/staff",
    }


def _refuse_what_is_not_offered() -> ResponseReturnValue | None:
    if request.endpoint in NOT_OFFERED:
        abort(404)
    # The library would sign somebody out who opens the page for a code while they are in.
    if request.endpoint == "security.two_factor_token_validation" and current_user.is_authenticated:
        return redirect(url_for("today.index"))
    return None


def _sign_in_first(*_given: Any, **_more: Any) -> Response:
    """Lead a stranger to sign in, and on to the page they were going to; a form they sent cannot be sent again."""
    flash(_("Please sign in first."))
    going = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("security.login", next=going))


def _forget_odd_next() -> ResponseReturnValue | None:
    """Begin again without it when an address to go on to is not a staff page: somebody made that link elsewhere."""
    asked = [*request.args.getlist("next"), *request.form.getlist("next")] if request.blueprint == "security" else []
    if all(NEXT.fullmatch(address) for address in asked if address):
        return None
    return redirect(request.path)


def _limit_tries() -> None:
    """Count every try at a password or a code; raises TooManyTriesError past a limit."""
    if request.method != "POST" or request.endpoint not in TRIES:
        return
    within = [hit(limit, whose) for limit, whose in TRIES[request.endpoint]()]
    if not all(within):
        raise TooManyTriesError(_("Too many tries from here. Wait ten minutes, then try again."))


def _at_the_door() -> list[tuple[Limit, str]]:
    place = request.remote_addr or ""
    return [(SIGN_IN, f"{place} {request.form.get('email', '').strip().lower()}"), (SIGN_INS, place)]


def _with_a_code() -> list[tuple[Limit, str]]:
    return [(SIGN_IN, f"code {session.get('tf_user_id', '')}")]


def _inside() -> list[tuple[Limit, str]]:
    return [(SIGN_IN, f"inside {session.get('_user_id', '')}")]


TRIES: dict[str | None, Callable[[], list[tuple[Limit, str]]]] = {
    "security.login": _at_the_door,
    "security.two_factor_token_validation": _with_a_code,
    "security.two_factor_setup_validate": _inside,
    "security.change_password": _inside,
}


def _ask_for_own_password() -> ResponseReturnValue | None:
    """Lead whoever signed in with a password that was handed over to choose their own, and nowhere else."""
    if not request.path.startswith("/staff") or request.endpoint in CHOOSING_A_PASSWORD:
        return None
    if current_user.is_authenticated and current_user.password_handed_over:
        return redirect(url_for("security.change_password"))
    return None


def _write_down_sign_in(app: Flask, user: Staff, authn_via: list[str] | None, **_more: Any) -> None:
    if "change" not in (authn_via or ()):  # a new password begins a new visit by itself
        note(user, "signed_in", user.id)


def _write_down_new_password(app: Flask, user: Staff, **_more: Any) -> None:
    user.password_handed_over = False
    note(user, "changed_password", user.id)


def _write_down_two_step(app: Flask, user: Staff, **_more: Any) -> None:
    note(user, "changed_two_step", user.id)
