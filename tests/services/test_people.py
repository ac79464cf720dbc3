"""Administrators are never locked out, and a password that was handed over is not kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_security.utils import verify_password

from portal.exceptions import RecordError, RefusedError
from portal.extensions import db
from portal.models import AuditEntry, MeetingType, Staff, Team
from portal.queries.audit import PAGE_SIZE, AuditFilter, audit_page
from portal.queries.people import teams
from portal.services.people import (
    Particulars,
    add_meeting_type,
    add_person,
    add_team,
    change_person,
    forget_two_step,
    give_password,
    rename_team,
    switch_off,
    switch_on,
)
from tests.factories import make_meeting, make_staff, make_team, now


def particulars(**changes: object) -> Particulars:
    """Return somebody's particulars, sensible where nothing is said."""
    given = {"name": "Jo Lee", "email": "jo@westshire.example", "roles": ["chair"], "team_ids": []}
    return Particulars(**(given | changes))  # type: ignore[arg-type]


def test_somebody_is_added_with_a_password_to_hand_over(app: Flask) -> None:
    team = make_team()

    someone, password = add_person(
        make_staff("administrator"), particulars(team_ids=[team.id], roles=["chair", "manager"])
    )

    assert someone.password is not None
    assert verify_password(password, someone.password)
    assert someone.password_handed_over
    assert someone.teams == [team]
    assert {role.name for role in someone.roles} == {"chair", "manager"}
    assert len(password.replace("-", "")) == 16


def test_an_address_belongs_to_one_person_whatever_its_capitals(app: Flask) -> None:
    administrator = make_staff("administrator")
    add_person(administrator, particulars(email="Jo@Westshire.Example"))

    with pytest.raises(RecordError, match="belongs to somebody") as error:
        add_person(administrator, particulars(email="jo@westshire.example"))

    assert error.value.field == "email"


@pytest.mark.parametrize("address", ["nobody", "a@b", "two@at@signs.example", ""])
def test_what_is_no_address_is_explained(app: Flask, address: str) -> None:
    with pytest.raises(RecordError, match="Write an e-mail address"):
        add_person(make_staff("administrator"), particulars(email=address))


def test_somebody_without_a_role_is_not_kept(app: Flask) -> None:
    with pytest.raises(RecordError, match="at least one role"):
        add_person(make_staff("administrator"), particulars(roles=[]))


def test_nobody_switches_themselves_off(app: Flask) -> None:
    administrator = make_staff("administrator")
    make_staff("administrator")

    with pytest.raises(RefusedError, match="yourself"):
        switch_off(administrator, administrator.id)


def test_the_last_administrator_stays_one(app: Flask) -> None:
    last = make_staff("administrator")
    make_staff("administrator", active=False)

    with pytest.raises(RecordError, match="another administrator first"):
        change_person(last, last.id, particulars(roles=["chair"]))
    db.session.rollback()
    with pytest.raises(RefusedError, match="another administrator first"):
        switch_off(make_staff("chair"), last.id)


def test_an_administrator_can_step_down_when_there_is_another(app: Flask) -> None:
    first, second = make_staff("administrator"), make_staff("administrator")

    changed = change_person(second, first.id, particulars(roles=["coordinator"]))

    assert [role.name for role in changed.roles] == ["coordinator"]


def test_switching_off_ends_every_visit_and_switching_on_lets_in_again(app: Flask) -> None:
    administrator, someone = make_staff("administrator"), make_staff("chair")
    before = someone.fs_uniquifier

    switch_off(administrator, someone.id)
    assert not someone.active
    assert someone.fs_uniquifier != before

    switch_on(administrator, someone.id)
    assert someone.active


def test_a_new_password_ends_every_visit(app: Flask) -> None:
    administrator, someone = make_staff("administrator"), make_staff("chair")
    before = someone.fs_uniquifier

    _, password = give_password(administrator, someone.id)

    assert someone.password is not None
    assert verify_password(password, someone.password)
    assert someone.password_handed_over
    assert someone.fs_uniquifier != before


def test_two_step_is_forgotten(app: Flask) -> None:
    someone = make_staff("chair", tf_primary_method="authenticator", tf_totp_secret="secret")

    forget_two_step(make_staff("administrator"), someone.id)

    assert someone.tf_primary_method is None
    assert someone.tf_totp_secret is None


def test_teams_and_kinds_of_meeting_have_names_of_their_own(app: Flask) -> None:
    administrator = make_staff("administrator")
    add_team(administrator, "North")
    add_meeting_type(administrator, "Beyond Homes", "conference", 5)
    north = db.session.query(Team).filter_by(name="North").one()

    with pytest.raises(RecordError):
        add_team(administrator, "north")
    with pytest.raises(RecordError):
        add_meeting_type(administrator, "beyond homes", "review", 3)
    rename_team(administrator, north.id, "NORTH")

    assert north.name == "NORTH"
    assert db.session.query(MeetingType).one().report_working_days == 5


def test_teams_are_counted_without_those_who_left(app: Flask) -> None:
    meeting = make_meeting()
    make_staff("chair", meeting.team, active=False)

    (line,) = [line for line in teams() if line.team == meeting.team]

    assert (line.people, line.meetings) == (1, 1)


def test_the_log_is_found_by_person_action_and_day(app: Flask) -> None:
    jo, sam = make_staff(), make_staff()
    written(jo, "opened_views", datetime(2026, 3, 27, 12, tzinfo=UTC))
    written(jo, "took_concern", datetime(2026, 3, 28, 12, tzinfo=UTC))
    written(sam, "opened_views", datetime(2026, 6, 30, 23, 30, tzinfo=UTC))  # the first of July in England

    assert found(AuditFilter(person_id=jo.id)) == ["took_concern", "opened_views"]
    assert found(AuditFilter(action="took_concern")) == ["took_concern"]
    assert found(AuditFilter(since=date(2026, 3, 28), until=date(2026, 3, 28))) == ["took_concern"]
    assert found(AuditFilter(since=date(2026, 7, 1))) == ["opened_views"]


def test_the_log_is_shown_a_hundred_at_a_time_newest_first(app: Flask) -> None:
    jo = make_staff()
    for minute in range(PAGE_SIZE + 5):
        written(jo, f"action_{minute}", now() + timedelta(minutes=minute))

    first, last = audit_page(AuditFilter()), audit_page(AuditFilter(), 99)

    assert (len(first.lines), first.pages, first.total) == (100, 2, 105)
    assert first.lines[0].action == "action_104"
    assert (len(last.lines), last.number) == (5, 2)


def written(staff: Staff, action: str, at: datetime) -> None:
    """Write a line into the log."""
    db.session.add(AuditEntry(staff_id=staff.id, action=action, at=at, detail=""))
    db.session.commit()


def found(wanted: AuditFilter) -> list[str]:
    """Return the actions a filter finds."""
    return [line.action for line in audit_page(wanted).lines]
