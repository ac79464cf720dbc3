"""A copy of the repository, to start from and to spoil."""

import shutil
from pathlib import Path

import pytest

from tests.servers import ROOT

SOURCES = ("portal", "forms", "templates", "static", "translations", "scripts", "wsgi.py")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository in which no demo ever ran."""
    for name in SOURCES:
        source = ROOT / name
        shutil.copytree(source, tmp_path / name) if source.is_dir() else shutil.copy(source, tmp_path / name)
    return tmp_path
