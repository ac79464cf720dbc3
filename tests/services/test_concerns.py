"""Concerns are taken once, by one person, and closed with a note."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.exceptions import NotFoundError, RecordError
from portal.extensions import db
from portal.models import AuditEntry, Concern, ConcernStatus
from portal.queries.concerns import concern_board
from portal.services.concerns import alerting_words, close, open_concern, raise_from_feedback, take
from tests.factories import make_concern, make_invitation, make_meeting, make_staff, make_team, now
from tests.respondent import edition


def test_a_manager_takes_a_concern_of_their_team_and_closes_it(app: Flask) -> None:
    team = make_team()
    manager = make_staff("manager", team)
    concern = make_concern(team)

    assert take(manager, concern.id)
    assert close(manager, concern.id, "  Rang her. All is well.  ")

    db.session.expire_all()
    assert concern.status == ConcernStatus.CLOSED
    assert concern.owner == manager
    assert concern.note == "Rang her. All is well."
    assert actions_on(concern) == ["closed_concern", "took_concern"]


def test_the_second_who_takes_a_concern_is_told_and_changes_nothing(app: Flask) -> None:
    team = make_team()
    first, second = make_staff("manager", team), make_staff("manager", team)
    concern = make_concern(team)

    assert take(first, concern.id)
    assert not take(second, concern.id)

    db.session.expire_all()
    assert concern.owner == first
    assert actions_on(concern) == ["took_concern"]


def test_a_concern_that_nobody_took_cannot_be_closed(app: Flask) -> None:
    team = make_team()
    concern = make_concern(team)

    assert not close(make_staff("manager", team), concern.id, "Nothing to do.")

    db.session.expire_all()
    assert concern.status == ConcernStatus.OPEN


def test_a_concern_is_not_closed_without_a_note(app: Flask) -> None:
    team = make_team()
    manager = make_staff("manager", team)
    concern = make_concern(team)
    take(manager, concern.id)

    with pytest.raises(RecordError, match="Write what was done"):
        close(manager, concern.id, " \n ")


def test_a_chair_sees_the_concerns_of_their_own_meetings_alone(app: Flask) -> None:
    meeting = make_meeting()
    own = make_concern(meeting.team, invitation=make_invitation(meeting))
    anothers = make_concern(meeting.team, invitation=make_invitation(make_meeting(team=meeting.team)))
    nameless = make_concern(meeting.team)

    board = concern_board(meeting.chair)

    assert board.waiting == (own,)
    for hidden in (anothers, nameless):
        with pytest.raises(NotFoundError):
            open_concern(meeting.chair, hidden.id)


def test_a_manager_sees_their_teams_and_the_late_ones_first(app: Flask) -> None:
    team = make_team()
    soon = make_concern(team, acknowledge_by=now() + timedelta(hours=1))
    later = make_concern(team, acknowledge_by=now() + timedelta(hours=2))
    late = make_concern(team, acknowledge_by=now() - timedelta(minutes=1))
    make_concern(make_team())

    board = concern_board(make_staff("manager", team))

    assert board.late == (late,)
    assert board.waiting == (soon, later)


def test_coordinators_and_administrators_see_no_concern(app: Flask) -> None:
    team = make_team()
    concern = make_concern(team)

    for role in ("coordinator", "administrator"):
        someone = make_staff(role, team)
        assert concern_board(someone).waiting == ()
        with pytest.raises(NotFoundError):
            open_concern(someone, concern.id)


def test_a_concern_from_feedback_names_nobody_and_its_time_is_only_a_day(app: Flask) -> None:
    team = make_team()

    raise_from_feedback(team.id, "He shouts at me.")

    concern = db.session.query(Concern).one()
    assert concern.invitation_id is None
    assert (concern.raised_at.hour, concern.raised_at.minute, concern.raised_at.second) == (0, 0, 0)
    assert concern.words == "He shouts at me."


def test_opening_a_concern_is_written_down(app: Flask) -> None:
    team = make_team()
    manager = make_staff("manager", team)
    concern = make_concern(team)

    assert open_concern(manager, concern.id).words == "I do not feel safe."

    assert actions_on(concern) == ["opened_concern"]


def actions_on(concern: Concern) -> list[str]:
    """Return what the audit log holds of a concern, by name."""
    return sorted(entry.action for entry in db.session.query(AuditEntry).filter_by(subject_id=concern.id))


def test_the_words_written_after_an_alerting_answer_go_along() -> None:
    form = edition("child-before-review-8-11")
    given = {"tell_now": ["yes"], "tell_now_words": ["He shouts at night."], "worries": ["My maths test."]}
    label = form.by_key["tell_now"].label

    assert alerting_words(form, given) == f"{label} Yes\nHe shouts at night."
    assert alerting_words(form, given | {"tell_now": ["no"]}) == ""
