"""The demo makes its secrets and loads its year once, and afterwards starts at once with what it kept."""

import os
import re
import signal
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.servers import free_port

SOON = 5.0


def test_a_second_start_is_quick_and_keeps_everything(copy: Path) -> None:
    first, _ = _demo(copy)
    secrets = (copy / "instance" / "demo.env").read_text()
    second, seconds = _demo(copy)

    assert "The example is loaded" in first
    assert "The example is there already" in second
    assert _codes(first) == _codes(second) != []
    assert (copy / "instance" / "demo.env").read_text() == secrets
    assert seconds < SOON * _slowness()


def test_the_secrets_are_for_whoever_started_it_alone(copy: Path) -> None:
    described = subprocess.run(
        [sys.executable, "-m", "scripts.demo", "--run", "check"], cwd=copy, capture_output=True, text=True, check=False
    )

    assert described.returncode == 0, described.stderr
    assert stat.S_IMODE((copy / "instance" / "demo.env").stat().st_mode) == 0o600


def test_a_command_that_cannot_be_followed_is_explained(copy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.demo", "--run", "preview", "nothing"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "There is no questionnaire called 'nothing'" in done.stderr
    assert "Traceback" not in done.stderr


def _demo(copy: Path) -> tuple[str, float]:
    """Run the demo until it serves; return what it printed and how long that took."""
    port = free_port()
    began = time.monotonic()
    demo = subprocess.Popen(
        [sys.executable, "-m", "scripts.demo", "--port", str(port)],
        cwd=copy,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert demo.stdout
    with demo.stdout as output:
        said: list[str] = []
        for line in output:
            said.append(line)
            if "press Ctrl+C" in line:
                break
        seconds = time.monotonic() - began
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/staff/sign-in", timeout=10) as page:
            assert b"invented" in page.read()
        demo.send_signal(signal.SIGINT)
        output.read()
    assert demo.wait(20) == 0
    return "".join(said), seconds


def _codes(said: str) -> list[str]:
    return re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", said)


def _slowness() -> float:
    """Return how many others wait for each of this machine's processors, at least one: tests run side by side."""
    return max(1.0, 1 + os.getloadavg()[0] / (os.cpu_count() or 1))
