"""An installed copy works: a wheel in an empty environment, far from the repository."""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pytest

from portal.secrets import new_secrets
from tests.servers import ROOT, free_port, serving

BUILD = "from setuptools.build_meta import build_wheel; build_wheel({folder!r})"
# What a wheel is made of; not the environment, the caches or the demo's database.
SOURCES = (
    "portal",
    "forms",
    "templates",
    "static",
    "translations",
    "pyproject.toml",
    "setup.py",
    "wsgi.py",
    "README.md",
    "LICENSE",
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel and return the Python of an empty environment it was installed in."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        source = ROOT / name
        copied = folder / "source" / name
        copied.parent.mkdir(exist_ok=True)
        shutil.copytree(source, copied) if source.is_dir() else shutil.copy(source, copied)
    _run([sys.executable, "-W", "ignore", "-c", BUILD.format(folder=str(folder))], cwd=folder / "source")
    wheel = next(folder.glob("*.whl"))
    python = folder / "environment" / "bin" / "python"
    constraints = ROOT / "constraints.txt"
    if uv := shutil.which("uv"):
        _run([uv, "venv", "-q", "--python", sys.executable, folder / "environment"], cwd=folder)
        _run([uv, "pip", "install", "-q", "--python", python, "-c", constraints, wheel], cwd=folder)
    else:
        _run([sys.executable, "-m", "venv", folder / "environment"], cwd=folder)
        _run([python, "-m", "pip", "install", "-q", "-c", constraints, wheel], cwd=folder)
    return python


def test_an_installed_copy_migrates_and_serves_pages_with_their_assets(installed: Path, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    environ = {
        "PATH": os.environ["PATH"],
        **new_secrets(),
        "FLASK_APP": "wsgi",
        "HEARD_BASE_URL": address,
        "HEARD_DATABASE_URL": f"sqlite:///{tmp_path / 'heard.sqlite'}",
        "HEARD_INSECURE_COOKIES": "yes",
    }
    _run([installed, "-m", "flask", "db", "upgrade"], cwd=tmp_path, env=environ)
    checked = _run([installed, "-m", "flask", "portal", "check"], cwd=tmp_path, env=environ)

    with serving(environ, address, tmp_path / "log", python=str(installed), cwd=tmp_path):
        page = _get(f"{address}/")
        style = re.search(r'href="(/a/[^"]+\.css)"', page)

        assert "<h1>" in page
        assert style
        assert "--brand" in _get(address + style[1])
    assert "are sound" in checked


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def _run(command: Sequence[str | Path], *, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
