"""Serves the example year on this machine: python -m scripts.demo --port 8000.

Makes its secrets once, migrates its database, loads the example year the first time, and starts the web server
and the worker. Everything it keeps is in instance/, which git ignores.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click import ClickException
from flask import Flask
from flask_migrate import upgrade

from forms.loader import FormFileError
from portal import create_app
from portal.cli import portal as commands
from portal.exceptions import ConfigError
from portal.secrets import new_secrets
from scripts.children import start

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
SECRETS = INSTANCE / "demo.env"
DATABASE = INSTANCE / "heard.sqlite"
PATIENCE = 30.0
STOPPING = 5.0


def settings_of_the_demo(port: int) -> dict[str, str]:
    """Return the environment of the demo, its secrets made if this is the first time."""
    INSTANCE.mkdir(mode=0o700, exist_ok=True)
    if not SECRETS.exists():
        lines = "".join(f"{name}={value}\n" for name, value in new_secrets().items())
        with os.fdopen(os.open(SECRETS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(lines)
    secrets = dict(line.split("=", 1) for line in SECRETS.read_text().splitlines() if "=" in line)
    return {
        **secrets,
        "FLASK_APP": "wsgi",
        "WEB_CONCURRENCY": str(min(4, os.cpu_count() or 1)),
        "HEARD_BASE_URL": f"http://127.0.0.1:{port}",
        "HEARD_DATABASE_URL": f"sqlite:///{DATABASE}",
        "HEARD_EXAMPLE": "yes",
        # Whoever tries the portal wants to see their feedback counted soon.
        "HEARD_RELEASE_MINUTES": "1",
        # The example's year is long past: without these the worker would rightly delete what was said in it.
        "HEARD_KEEP_VIEWS_DAYS": "36500",
        "HEARD_KEEP_WORDS_MONTHS": "1200",
        "HEARD_INSECURE_COOKIES": "yes",
    }


def compile_translations() -> None:
    """Compile every catalogue that has changed."""
    for words in ROOT.glob("translations/*/LC_MESSAGES/messages.po"):
        compiled = words.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= words.stat().st_mtime:
            continue
        with words.open("rb") as file, compiled.open("wb") as target:
            write_mo(target, read_po(file))


def command(app: Flask, *words: str) -> None:
    """Run one of the portal's own commands."""
    with app.app_context():
        commands.main(list(words), prog_name="flask portal", standalone_mode=False)


def prepare(app: Flask) -> None:
    """Bring the database up to date, with the example year in it."""
    with app.app_context():
        upgrade()
    command(app, "example")


def serve(app: Flask, port: int) -> int:
    """Serve until told to stop; return what to leave with."""
    running: list[subprocess.Popen[bytes]] = []
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    try:
        server = _start("gunicorn", "-c", "python:portal.serving", "--bind", f"127.0.0.1:{port}", "wsgi:app")
        running.append(server)
        _await(f"http://127.0.0.1:{port}/", server)
        running.append(_start("flask", "portal", "worker"))
        command(app, "example", "--summary")
        print(f"\nServing on http://127.0.0.1:{port} – press Ctrl+C to stop.", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(running)


def _start(*words: str) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that Ctrl+C reaches it once, from here."""
    return start([sys.executable, "-m", *words], cwd=ROOT, start_new_session=True)


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    """End what was started: gently, and after a few seconds not."""
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, or ends."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            time.sleep(0.05)
            continue
        return


def main() -> None:
    """Run the demo, or one of the portal's commands on what it keeps: --run example --as-json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--run", nargs=argparse.REMAINDER, help="a command after 'flask portal'")
    asked = parser.parse_args()
    os.environ.update(settings_of_the_demo(asked.port))
    try:
        app = create_app()
        if asked.run:
            command(app, *asked.run)
            return
        compile_translations()
        prepare(app)
        sys.exit(serve(app, asked.port))
    except (ConfigError, FormFileError) as error:
        sys.exit(str(error))
    except ClickException as error:
        sys.exit(error.message)


if __name__ == "__main__":
    main()
