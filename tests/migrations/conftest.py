"""A portal on a database of its own, which nothing has migrated yet."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from portal import create_app
from portal.config import Settings
from portal.extensions import db


@pytest.fixture
def new_database(database: str, database_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it at all."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.sqlite'}"
        return
    server = create_engine(make_url(database_url), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE fresh"))
        yield make_url(database_url).set(database="fresh").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE fresh WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def new_app(settings: Settings, new_database: str) -> Iterator[Flask]:
    """The portal on that database, inside its application context."""
    app = create_app(replace(settings, database_url=new_database))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
