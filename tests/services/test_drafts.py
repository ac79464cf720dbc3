"""A draft is kept for a day at the very most."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from portal.extensions import db
from portal.models import Draft
from tests.factories import make_invitation


def test_a_draft_goes_within_a_day_and_no_sooner_than_an_hour_before(app: Flask, client: FlaskClient) -> None:
    code = make_invitation().code
    client.post(f"/{code}/start", headers={"Sec-Fetch-Site": "same-origin"})

    left = db.session.query(Draft).one().expires_at - datetime.now(UTC)

    assert timedelta(hours=22, minutes=59) < left <= timedelta(hours=24)
