"""What every test stands on: a real database made by the real migrations, and people who really sign in."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from portal import create_app
from portal.config import Settings, read_settings
from portal.encryption import keyring
from portal.extensions import db
from portal.models import Model, Team
from tests.factories import PASSWORD, make_staff
from tests.inspecting_client import InspectingClient
from tests.postgresql import NoPostgresqlError, postgresql
from tests.servers import free_port, serving

# A container often has far less there, and the example year does not fit.
ENOUGH_MEMORY = 500_000_000
DATABASES = ("sqlite", "postgresql")

SignIn = Callable[..., InspectingClient]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one say which database to test on."""
    parser.addoption("--database", choices=(*DATABASES, "both"), default="sqlite", help="which database to test on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever needs a database on each one asked for."""
    if "database" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--database")
        chosen = DATABASES if asked == "both" else (asked,)
        metafunc.parametrize("database", chosen, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """Which database this test runs on: 'sqlite' or 'postgresql'."""
    return cast("str", request.param)


@pytest.fixture(scope="session")
def database_url(database: str) -> Iterator[str]:
    """The address of an empty database."""
    if database == "sqlite":
        with TemporaryDirectory(prefix="heard-", dir=quick_folder()) as folder:
            yield f"sqlite:///{folder}/heard.sqlite"
        return
    try:
        with postgresql() as address:
            yield address
    except NoPostgresqlError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def environ(database_url: str) -> dict[str, str]:
    """The environment the portal under test is told of; a server started with it serves the same database."""
    return {
        "HEARD_SECRET_KEY": "a secret for the tests alone",
        "HEARD_TOTP_KEY": "another secret for the tests",
        "HEARD_CODE_KEY": "Y29kZSBrZXkgb2YgdGhlIHRlc3RzLCAzMiBieXRlcyE=",
        "HEARD_WORDS_KEYS": "1:d29yZHMga2V5IG9mIHRoZSB0ZXN0cyAzMiBieXRlcyE=",
        "HEARD_DATABASE_URL": database_url,
        "HEARD_BASE_URL": f"http://127.0.0.1:{free_port()}",
        "HEARD_INSECURE_COOKIES": "yes",
    }


@pytest.fixture(scope="session")
def settings(environ: dict[str, str]) -> Settings:
    """The settings of the portal under test."""
    return read_settings(environ)


@pytest.fixture(scope="session")
def built_app(settings: Settings) -> Iterator[Flask]:
    """The portal, its database migrated; made once, so tests use `app`."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = InspectingClient
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(built_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The portal with every table empty, inside its application context."""
    keyring.configure(settings.words_keys, settings.code_key)
    built_app.extensions.pop("stopped_places", None)
    with built_app.app_context():
        empty_tables()
        yield built_app
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    """A stranger's browser."""
    return cast("InspectingClient", app.test_client())


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Return a browser whose person has signed in through the sign-in page.

    Give a role, and a team if it matters, to make somebody; or `staff=` for somebody already made.
    """

    def enter(role: str = "chair", team: Team | None = None, **given: Any) -> InspectingClient:
        staff = given.get("staff") or make_staff(role, team)
        client = cast("InspectingClient", app.test_client())
        client.get("/staff/sign-in")
        answer = client.post("/staff/sign-in", data={"email": staff.email, "password": given.get("password", PASSWORD)})
        assert answer.status_code == 302, "nobody could sign in"
        return client

    return enter


@pytest.fixture
def other_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Make another portal on the same database with some settings changed: other_app(example=True)."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        app = create_app(replace(settings, **changes))
        app.testing = True
        app.test_client_class = InspectingClient
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def running_server(
    built_app: Flask, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Gunicorn, serving the database of the tests; tests use `live_server`."""
    folder: Path = tmp_path_factory.mktemp("server")
    with serving({**os.environ, **environ}, environ["HEARD_BASE_URL"], folder / "log"):
        yield environ["HEARD_BASE_URL"]


@pytest.fixture
def live_server(app: Flask, running_server: str) -> str:
    """The address of a real server on the database of this test, its tables empty at first.

    Commit what the server should see, and leave no transaction open while it works.
    """
    db.session.commit()
    return running_server


def quick_folder() -> Path | None:
    """Return a folder in memory, if there is one: every commit waits for the disk otherwise."""
    memory = Path("/dev/shm")
    room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH_MEMORY
    return memory if room else None


def empty_tables() -> None:
    """Delete every row of every table."""
    tables = [table.name for table in reversed(Model.metadata.sorted_tables)]
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(";".join(f"DELETE FROM {name}" for name in tables)))
    else:
        for name in tables:
            db.session.execute(text(f"DELETE FROM {name}"))
    db.session.commit()
