"""The database itself refuses a child or a meeting that cannot be, whoever writes the row."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from portal.extensions import db
from portal.models import AgeBand, MeetingStatus
from tests.factories import make_child, make_meeting


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "under-4"), (3, "under-4"), (4, "4-7"), (7, "4-7"), (8, "8-11"), (11, "8-11"), (12, "12-17"), (17, "12-17"),
     (18, "12-17"), (25, "12-17")],
)  # fmt: skip
def test_every_age_has_one_band_and_the_database_agrees(app: Flask, age: int, band: str) -> None:
    child = make_child(make_meeting(ages=()), age)

    assert child.age_band == AgeBand(band) == AgeBand.of(age)


@pytest.mark.parametrize(("age", "band"), [(3, "4-7"), (4, "under-4"), (8, "4-7"), (11, "12-17"), (12, "8-11")])
def test_a_child_is_never_kept_in_another_band_than_their_ages(app: Flask, age: int, band: str) -> None:
    _refused("age_band_fits", age, age_band=AgeBand(band))


@pytest.mark.parametrize(("age", "code"), [(0, "PN0"), (3, "PN0"), (4, "PN1"), (4, "PN7"), (17, "PN6"), (9, None)])
def test_a_participation_code_that_fits_the_age_is_kept(app: Flask, age: int, code: str | None) -> None:
    assert make_child(make_meeting(ages=()), age, participation_code=code).participation_code == code


@pytest.mark.parametrize(("age", "code"), [(4, "PN0"), (17, "PN0"), (3, "PN1"), (3, "PN6"), (0, "PN7")])
def test_under_four_is_pn0_and_nobody_else_is(app: Flask, age: int, code: str) -> None:
    _refused("participation_age", age, participation_code=code)


def test_a_participation_code_that_is_none_is_refused(app: Flask) -> None:
    _refused("participation_code", 9, participation_code="PN8")


def test_nobody_over_25_is_kept_as_a_child(app: Flask) -> None:
    _refused("_age", 26)


@pytest.mark.parametrize(
    ("status", "reason"), [(MeetingStatus.STOOD_DOWN, None), (MeetingStatus.PLANNED, "Not quorate")]
)
def test_a_meeting_says_why_it_was_stood_down_and_only_then(
    app: Flask, status: MeetingStatus, reason: str | None
) -> None:
    with pytest.raises(IntegrityError, match="reason"):
        make_meeting(status=status, stood_down_reason=reason)
    db.session.rollback()


def _refused(rule: str, age: int, **columns: object) -> None:
    """See the database name the rule that a row breaks, at a meeting that takes another child."""
    meeting = make_meeting(ages=(9,))
    with pytest.raises(IntegrityError, match=rule):
        make_child(meeting, age, **columns)
    db.session.rollback()
