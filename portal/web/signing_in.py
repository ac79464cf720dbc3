"""Signing in: e-mail, password (Argon2) and, for whoever sets it up, a code from an authenticator app."""

from typing import Any

from flask import Flask, request
from flask_babel import gettext as _

from portal.config import Settings
from portal.exceptions import TooManyTriesError
from portal.extensions import security, staff_store
from portal.services.limits import SIGN_IN, hit

# OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
ARGON2 = {"argon2__time_cost": 2, "argon2__memory_cost": 19456, "argon2__parallelism": 1}

TRIES = frozenset({"security.login", "security.two_factor_token_validation"})


def set_up_sign_in(app: Flask) -> None:
    """Put the sign-in pages under /staff and limit how fast passwords and codes can be tried."""
    app.config.from_mapping(_security_settings(app.config["HEARD"]))
    security.init_app(app, staff_store)
    app.before_request(_limit_tries)


def _security_settings(settings: Settings) -> dict[str, Any]:
    return {
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
        "REMEMBER_COOKIE_SECURE": not settings.insecure_cookies,
        "REMEMBER_COOKIE_PATH": "/staff",
    }


def _limit_tries() -> None:
    """Count every try at signing in, by address; raises TooManyTriesError past the limit."""
    trying = request.method == "POST" and request.endpoint in TRIES
    if trying and not hit(SIGN_IN, request.remote_addr or ""):
        raise TooManyTriesError(_("Too many tries from here. Wait ten minutes, then try again."))
