"""Starts the portal under gunicorn, as it is served to people."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from scripts.children import start

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port


@contextmanager
def serving(
    environ: Mapping[str, str], address: str, log: Path, *, python: str = sys.executable, cwd: Path = ROOT
) -> Iterator[None]:
    """Serve the portal at an address until the block ends; raises RuntimeError with the log if it does not start."""
    bind = urlsplit(address).netloc
    command = [python, "-m", "gunicorn", "-c", "python:portal.serving", "--bind", bind, "wsgi:app"]
    with log.open("wb") as output:
        server = start(command, env=dict(environ), cwd=cwd, stdout=output, stderr=output)
        try:
            _await(address, server, log)
            yield
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _await(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/", timeout=PATIENCE).close()
        except urllib.error.HTTPError as answered:
            answered.close()
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
