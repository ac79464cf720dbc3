"""The ground the other tests stand on holds."""

from flask import Flask

from portal.extensions import db
from portal.models import Model
from tests.factories import make_contribution, make_invitation, make_meeting, make_team


def test_a_test_begins_with_empty_tables(app: Flask) -> None:
    counted = {table.name: db.session.query(table).count() for table in Model.metadata.sorted_tables}

    assert set(counted.values()) == {0}


def test_what_a_factory_makes_is_kept(app: Flask) -> None:
    team = make_team("North")
    invitation = make_invitation(make_meeting(ages=(9, 4), team=team))
    make_contribution(invitation, "child-before-review-8-11", answers={"home": "yes"}, comments={"wish": "A dog"})
    db.session.expire_all()

    assert invitation.meeting.team.name == "North"
    assert len(invitation.meeting.children) == 2
    assert len(invitation.code) == 12
