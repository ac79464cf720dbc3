"""A log line tells what happened and where in the code; never a code, an address or a word."""

import json
import logging
import os
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

import pytest
from flask import Flask

from portal import logs
from tests.factories import make_invitation
from tests.servers import free_port, serving

SECRET = "F574T4CTVR66"


def test_an_error_is_told_by_its_type_and_place_not_by_its_message() -> None:
    record = logging.LogRecord("heard", logging.ERROR, "", 0, "a page failed", (), _raised(f"no such code: {SECRET}"))

    line = json.loads(logs.JsonLines().format(record))

    assert line["error"] == "ValueError"
    assert any("test_logs.py" in place for place in line["where"])
    assert SECRET not in json.dumps(line)


def test_a_server_message_about_a_request_keeps_its_gaps() -> None:
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", (f"/{SECRET}",), None
    )

    line = json.loads(logs.JsonLines().format(record))

    assert line["event"] == "Error handling request %s"
    assert SECRET not in json.dumps(line)


@pytest.mark.parametrize(
    "why", ["Invalid HTTP request line: '/{}'", "Request Line is too large (3014 > 2048)", "Invalid HTTP method: '{}'"]
)
def test_a_server_message_filled_before_it_came_is_cut(why: str) -> None:
    said = f"Invalid request from ip=192.0.2.7: {why.format(SECRET)}"

    line = json.loads(
        logs.JsonLines().format(logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, said, (), None))
    )

    assert line["event"] == "Invalid request"


def test_an_event_carries_its_facts() -> None:
    record = logging.LogRecord("heard", logging.INFO, "", 0, "released", (), None)
    record.facts = {"count": 3}

    line = json.loads(logs.JsonLines().format(record))

    assert (line["event"], line["count"], line["level"]) == ("released", 3, "info")


def test_a_page_that_fails_is_logged_without_its_address(app: Flask, environ: dict[str, str], tmp_path: Path) -> None:
    """A real server, its database spoilt: every page that needs it fails."""
    invitation = make_invitation()
    address = f"http://127.0.0.1:{free_port()}"
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_text("this is no database at all\n" * 100)
    broken = {"HEARD_DATABASE_URL": f"sqlite:///{spoilt}"}
    log = tmp_path / "log"
    with serving({**os.environ, **environ, **broken}, address, log):
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(f"{address}/{invitation.code}")
        answer.value.close()
    lines = [json.loads(line) for line in log.read_text().splitlines()]

    failed = [line for line in lines if line["event"] == "a page failed"]
    assert answer.value.code == 500
    assert [line["error"] for line in failed] == ["DatabaseError"]
    assert failed[0]["page"].startswith("respond.")
    assert invitation.code not in log.read_text()


def _raised(message: str) -> tuple[type[ValueError], ValueError, TracebackType | None]:
    """Return an error as it is when it is caught."""
    try:
        raise ValueError(message)
    except ValueError as error:
        return ValueError, error, error.__traceback__
