"""Draws what went wrong: a clear, kind sentence, never a trace."""

import logging

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from portal.exceptions import NotFoundError, RefusedError, TooManyTriesError
from portal.extensions import DatabaseBusyError


def init_app(app: Flask) -> None:
    """Give every error a page."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DatabaseBusyError, _busy)
    app.register_error_handler(NotFoundError, lambda _error: _page(404))
    app.register_error_handler(RefusedError, lambda error: _page(403, str(error)))
    app.register_error_handler(TooManyTriesError, lambda error: _page(429, str(error)))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    return _page(error.code)


def _busy(_error: Exception) -> ResponseReturnValue:
    """Say that the database did not answer in time: trying again in a minute will do."""
    logging.getLogger("heard").warning("the database did not answer", exc_info=True)
    return _page(503)


def _page(code: int, message: str = "") -> ResponseReturnValue:
    heading, usual = _words(code)
    return render_template("error.html", heading=heading, message=message or usual, code=code), code


def _words(code: int) -> tuple[str, str]:
    """Return a heading and a sentence for a status; any other 4xx reads as a request we could not follow."""
    words = {
        403: (_("This page is not open to you"), _("Go back, or sign in as someone who may see it.")),
        404: (_("There is no page here"), _("Check the address or the code for a slip, and try again.")),
        413: (_("That was too much at once"), _("Go back and send less. What you wrote is still there.")),
        429: (_("Too many tries"), _("Wait ten minutes, then try again.")),
        500: (_("Something went wrong here"), _("It is our fault, not yours. Please try again in a few minutes.")),
        503: (_("We are busy just now"), _("Please try again in a minute.")),
    }
    return words.get(code, (_("We could not follow that"), _("Go back to the page before and try again.")))
