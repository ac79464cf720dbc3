"""What is not sound stops the start, in words for whoever starts it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.servers import free_port


def test_a_bad_questionnaire_stops_the_server_with_its_name_and_the_mend(copy: Path, environ: dict[str, str]) -> None:
    for name in ("spoilt.v1.toml", "ruined.v1.toml"):
        (copy / "forms" / "questionnaires" / name).write_text('name = "child-before"\n')

    done = _served(copy, environ)

    assert done.returncode != 0
    assert "spoilt.v1.toml" in done.stderr
    assert "ruined.v1.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_changed_published_questionnaire_stops_the_server(copy: Path, environ: dict[str, str]) -> None:
    published = copy / "forms" / "questionnaires" / "parent-after-all.v1.toml"
    published.write_text(published.read_text().replace('label = "', 'label = "Well: ', 1))

    done = _served(copy, environ)

    assert done.returncode != 0
    assert "parent-after-all.v1.toml: this version was published and has been changed since" in done.stderr


def test_a_missing_secret_stops_the_server_with_a_sentence(copy: Path, environ: dict[str, str]) -> None:
    done = _served(copy, environ | {"HEARD_SECRET_KEY": ""})

    assert done.returncode != 0
    assert "HEARD_SECRET_KEY not set" in done.stderr
    assert "Traceback" not in done.stderr


def _served(copy: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Start gunicorn in a copy, as an operator would, and wait for it to give up."""
    bind = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "-c", "python:portal.serving", "--bind", bind, "wsgi:app"]
    return subprocess.run(
        command, cwd=copy, env={**os.environ, **environ}, capture_output=True, text=True, check=False, timeout=60
    )
