"""The commands an operator types, as they are typed."""

import json
import os
import signal
import subprocess
import sys

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Draft, Role, Staff
from tests.conftest import SignIn
from tests.factories import make_invitation, make_staff, now
from tests.servers import ROOT


def test_check_names_every_questionnaire(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["portal", "check"])

    assert said.exit_code == 0
    assert "child-before-review-8-11 version 1" in said.output
    assert "are sound" in said.output


def test_purge_says_what_went(app: Flask) -> None:
    db.session.add(Draft(id=b"d" * 32, body="{}", expires_at=now()))
    db.session.commit()

    said = app.test_cli_runner().invoke(args=["portal", "purge"])

    assert "drafts: 1" in said.output


def test_release_says_how_many(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["portal", "release"])

    assert said.output == "Released: 0\n"


def test_rekey_says_that_nothing_was_left_to_do(app: Flask) -> None:
    make_invitation()

    said = app.test_cli_runner().invoke(args=["portal", "rekey"])

    assert "Sealed again with the newest key: 0." in said.output


def test_the_first_administrator_can_sign_in(app: Flask, sign_in: SignIn) -> None:
    said = app.test_cli_runner().invoke(args=["portal", "add-administrator", "Ada@Westshire.example", "Ada"])
    password = said.output.splitlines()[0].rpartition(" ")[2]
    staff = db.session.query(Staff).one()

    sign_in(staff=staff, password=password)

    assert staff.email == "ada@westshire.example"
    assert [role.name for role in staff.roles] == ["administrator"]
    assert {role.name for role in db.session.query(Role)} == {"chair", "manager", "coordinator", "administrator"}


@pytest.mark.parametrize("email", ["nobody", "chair@westshire.example"])
def test_an_administrator_who_cannot_be_added_is_explained(app: Flask, email: str) -> None:
    make_staff("chair", email="chair@westshire.example")

    said = app.test_cli_runner().invoke(args=["portal", "add-administrator", email, "Ada"])

    assert said.exit_code == 1
    assert email in said.output


def test_the_worker_works_at_once_and_stops_when_told(app: Flask, environ: dict[str, str]) -> None:
    db.session.add(Draft(id=b"d" * 32, body="{}", expires_at=now()))
    db.session.commit()
    worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "portal", "worker"],
        cwd=ROOT,
        env={**os.environ, **environ, "FLASK_APP": "wsgi"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stderr
    with worker.stderr:
        heard = [json.loads(worker.stderr.readline())["event"] for _ in range(2)]
        worker.send_signal(signal.SIGTERM)
        heard.append(json.loads(worker.stderr.readline())["event"])

    assert worker.wait(10) == 0
    assert heard == ["worker started", "worker round done", "worker stopped"]
    assert db.session.query(Draft).count() == 0


def test_a_missing_secret_stops_the_start_with_a_sentence(environ: dict[str, str]) -> None:
    environ = {**os.environ, **environ, "FLASK_APP": "wsgi", "HEARD_WORDS_KEYS": ""}

    done = subprocess.run(
        [sys.executable, "-m", "flask", "portal", "check"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "HEARD_WORDS_KEYS not set" in done.stderr
    assert "Traceback" not in done.stderr
