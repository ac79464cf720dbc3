"""Logs: one JSON object a line, for whoever runs the portal.

A line never holds a code, an address, a word somebody wrote or the time of one person's sending: requests that
went well are not logged at all, and an error is told by its type and its place in the code, not by its message.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from flask import Flask, got_request_exception, request

NAME = "heard"
_log = logging.getLogger(NAME)
_FILLED = re.compile(r" from |: ")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON.

    A server's message about a request keeps its gaps unfilled, because what would fill them is an address; and one
    that was filled before it came here ("Invalid request from ip=…: …") is cut before its first such word.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        about_request = not record.name.startswith(NAME) and "request" in str(record.msg).lower()
        said = _FILLED.split(str(record.msg))[0] if about_request else record.getMessage()
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "event": said,
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line |= _what_and_where(record.exc_info[1])
        return json.dumps(line)


def set_up(app: Flask) -> None:
    """Send the portal's log to standard error as JSON lines, and every failed page to that log."""
    _write_to_standard_error()
    # Flask's own line would name the address of the page, and so its code.
    app.log_exception = lambda exc_info: None  # type: ignore[method-assign]  # that is how it is silenced
    got_request_exception.connect(_page_failed, app)


def _page_failed(_app: Flask, exception: BaseException, **_more: object) -> None:
    failure("a page failed", exception, page=request.endpoint or "", method=request.method)


def _write_to_standard_error() -> None:
    if _log.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False


def event(name: str, **facts: int | str) -> None:
    """Log that something happened; facts are counts and names of things in the code, never people's data."""
    _log.info(name, extra={"facts": facts})


def failure(name: str, error: BaseException, **facts: int | str) -> None:
    """Log that something went wrong, and where in the code."""
    _log.error(name, extra={"facts": {**facts, **_what_and_where(error)}})


def _what_and_where(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__qualname__,
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    }
