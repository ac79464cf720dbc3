"""Takes a picture of every kind of page, into pictures/: python -m tests.pictures [words in their names].

It serves the example year from a database of its own, which is gone afterwards.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, sync_playwright

from portal import create_app
from portal.extensions import db
from portal.secrets import new_secrets
from portal.services import example
from portal.services.example.as_json import described
from tests.browser.camera import PHONE, SIZES, Camera
from tests.browser.conftest import FLAGS
from tests.browser.family_pictures import take_closed, take_journeys, take_mishaps, take_public
from tests.browser.staff_pictures import take_mistakes, take_role, take_sign_in
from tests.servers import ROOT, free_port, serving

PICTURES = ROOT / "pictures"
ROLES = ("chair", "manager", "coordinator", "administrator")


@contextmanager
def example_served() -> Iterator[Flask]:
    """Serve the example year; yields the app that was served, inside its context."""
    base = f"http://127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            **new_secrets(),
            "HEARD_BASE_URL": base,
            "HEARD_DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite",
            "HEARD_EXAMPLE": "yes",
            "HEARD_INSECURE_COOKIES": "yes",
        }
        os.environ.update(settings)
        app = create_app()
        with app.app_context():
            upgrade()
            example.load()
            with serving(os.environ, base, Path(folder) / "log"):
                yield app
            db.engine.dispose()


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        yield chromium
        chromium.close()


def take_all(chromium: Browser, parts: list[str]) -> list[str]:
    """Take every picture of these parts: public, family, closed, staff; return their names."""
    known = described()
    db.session.commit()
    camera = Camera(PICTURES)

    def new_page() -> Page:
        page = chromium.new_page(base_url=known["base"], locale="en-GB", viewport=SIZES[PHONE])
        page.set_default_timeout(30_000)
        return page

    codes = known["codes"]
    if "public" in parts:
        take_public(camera, new_page)
    if "staff" in parts:
        take_sign_in(camera, new_page)
        people = {one["role"]: one for one in reversed(known["staff"])}
        for role in ROLES:
            take_role(camera, new_page, people[role], known["pages"]["staff"][role])
        take_mistakes(camera, new_page, people["coordinator"])
    if "family" in parts:
        take_journeys(camera, new_page, codes)
        spare = [one["code"] for one in codes if (one["edition"], one["meeting"]) == ("8-11", "review")]
        take_mishaps(camera, new_page, spare[-1].replace("-", ""))
        take_closed(camera, new_page)
    return camera.taken


def main() -> None:
    """Take the pictures, and say how many."""
    every = ["public", "staff", "family"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=every, help=f"which of {', '.join(every)}; all of them if none")
    asked = parser.parse_args()
    began = time.monotonic()
    if asked.parts == every:
        shutil.rmtree(PICTURES, ignore_errors=True)
    with example_served(), browser() as chromium:
        taken = take_all(chromium, asked.parts)
    print(f"{len(taken)} pictures in {PICTURES}, in {time.monotonic() - began:.0f} seconds.")


if __name__ == "__main__":
    main()
