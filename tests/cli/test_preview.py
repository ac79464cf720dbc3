"""One questionnaire can be seen in the browser without a meeting, and nothing is kept of it."""

import os
import re
import signal
import subprocess
import sys
import urllib.request

import pytest
from flask import Flask

from forms.library import library
from portal.extensions import db
from portal.models import Invitation
from portal.queries.opening import open_invitation, today
from portal.services.previewing import make_preview
from tests.servers import ROOT


@pytest.mark.parametrize("slug", sorted(one.slug for one in library().newest_of_each()))
def test_the_code_of_a_preview_opens_its_questionnaire(app: Flask, slug: str) -> None:
    code = make_preview(library().newest(slug), today())

    assert open_invitation(code).slug == slug


def test_a_preview_is_served_and_leaves_the_database_alone(app: Flask, environ: dict[str, str]) -> None:
    command = [sys.executable, "-m", "flask", "portal", "preview", "child-before-review-8-11"]
    environ = {**os.environ, **environ, "FLASK_APP": "wsgi", "PYTHONUNBUFFERED": "1"}
    preview = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert preview.stdout
    with preview.stdout:
        address = re.search(r"http://\S+", preview.stdout.readline())
        assert address
        with urllib.request.urlopen(address[0], timeout=10) as answer:
            page = answer.read().decode()
        preview.send_signal(signal.SIGINT)
        said = preview.stdout.read()

    assert preview.wait(10) == 0
    assert "<h1>" in page
    assert "Nothing was kept." in said
    assert db.session.query(Invitation).count() == 0


def test_a_name_that_is_none_is_answered_with_those_there_are(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["portal", "preview", "child-before"])

    assert said.exit_code == 1
    assert "There is no questionnaire called 'child-before'" in said.output
    assert "child-before-review-8-11" in said.output
