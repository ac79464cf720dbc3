"""The example, loaded once and shared by the tests that only look at it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.encryption import keyring
from portal.extensions import db
from portal.services import example
from portal.services.example.people import service_there
from tests.conftest import empty_tables
from tests.inspecting_client import InspectingClient


@pytest.fixture(scope="session")
def example_portal(built_app: Flask, settings: Settings) -> Iterator[Flask]:
    """A portal that was told that it holds the example."""
    for_ever = replace(settings.council, keep_views_days=36500, keep_words_months=1200)
    portal = create_app(replace(settings, example=True, council=for_ever))
    portal.testing = True
    portal.test_client_class = InspectingClient
    yield portal
    with portal.app_context():
        db.engine.dispose()


@pytest.fixture
def county(example_portal: Flask, settings: Settings) -> Iterator[Flask]:
    """The portal with the example in it, in its application context."""
    keyring.configure(settings.words_keys, settings.code_key)
    with example_portal.app_context():
        if service_there() is None:
            empty_tables()
            example.load()
        yield example_portal
        db.session.rollback()
