"""Makes what a test needs, committed, with sensible values for whatever the test does not care about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, TypeVar

from flask_security.utils import hash_password

from forms.schema import Given
from portal.codes import code_hash, new_code
from portal.extensions import db
from portal.models import (
    Adult,
    AgeBand,
    Child,
    Concern,
    Contribution,
    ContributionAnswer,
    ContributionComment,
    Feedback,
    FeedbackComment,
    Invitation,
    Meeting,
    MeetingFormat,
    MeetingStatus,
    MeetingType,
    Model,
    Role,
    Staff,
    Team,
    Theme,
)
from portal.services.sealed import Sending, store, week_of

PASSWORD = "a password for the tests"
Kept = TypeVar("Kept", bound=Model)
_number = count(1)


def make_team(name: str | None = None) -> Team:
    """Make a team."""
    return _keep(Team(name=name or f"Team {next(_number)}"))


def make_role(name: str) -> Role:
    """Return a role, made if it is not there yet."""
    found: Role | None = db.session.query(Role).filter_by(name=name).one_or_none()
    return found or _keep(Role(name=name))


def make_staff(role: str | Sequence[str] = "chair", team: Team | None = None, **columns: Any) -> Staff:
    """Make somebody who can sign in with PASSWORD; give several roles as a list."""
    roles = [role] if isinstance(role, str) else list(role)
    number = next(_number)
    given = {
        "email": f"{roles[0]}{number}@westshire.example",
        "name": f"{roles[0].title()} {number}",
        "password": _hashed(),
        "active": True,
        "fs_uniquifier": f"uniquifier-{number}",
    }
    staff = Staff(**(given | columns))
    staff.roles = [make_role(name) for name in roles]
    staff.teams = [team] if team else [make_team()]
    return _keep(staff)


def make_meeting_type(kind: str = "review", name: str | None = None) -> MeetingType:
    """Make a type of meeting on the council's list."""
    return _keep(MeetingType(name=name or f"A {kind} {next(_number)}", kind=kind))


def make_meeting(
    kind: str = "review", *, ages: Sequence[int] = (9,), adults: Sequence[str] = ("mother",), **columns: Any
) -> Meeting:
    """Make a meeting in a week's time, about a child of each age given and with these adults invited.

    Its team is the chair's first, unless one is given; `held_on` in the past makes it one that was held.
    """
    chair = columns.pop("chair", None) or make_staff("chair", columns.get("team"))
    held_on: date = columns.pop("held_on", None) or today() + timedelta(days=7)
    given = {
        "type": columns.pop("type", None) or make_meeting_type(kind),
        "team": chair.teams[0],
        "held_on": held_on,
        "format": MeetingFormat.IN_PERSON,
        "status": MeetingStatus.HELD if held_on < today() else MeetingStatus.PLANNED,
        "created_at": now(),
    }
    meeting = _keep(Meeting(chair=chair, **(given | columns)))
    for age in ages:
        make_child(meeting, age)
    for role in adults:
        make_adult(meeting, role)
    db.session.refresh(meeting)
    return meeting


def make_child(meeting: Meeting, age: int = 9, **columns: Any) -> Child:
    """Make a child a meeting is about."""
    given = {"case_reference": f"CASE-{next(_number)}", "age": age, "age_band": AgeBand.of(age)}
    return _keep(Child(meeting_id=meeting.id, **(given | columns)))


def make_adult(meeting: Meeting, role: str = "mother") -> Adult:
    """Make an adult who is invited."""
    return _keep(Adult(meeting_id=meeting.id, role=role))


def make_invitation(meeting: Meeting | None = None, audience: str = "child", **columns: Any) -> Invitation:
    """Make an invitation: for the meeting's first child, its first adult, or shared by the professionals.

    Its code can be read back from `invitation.code`.
    """
    meeting = meeting or make_meeting()
    code = columns.pop("code", None) or new_code()
    person: dict[str, Any] = {"shared": audience == "professional"}
    if audience == "child":
        person["child"] = meeting.children[0]
    if audience == "parent":
        person["adult"] = meeting.adults[0]
    given = {"meeting": meeting, "audience": audience, "code": code, "code_hash": code_hash(code), "created_at": now()}
    return _keep(Invitation(**(given | person | columns)))


def make_contribution(
    invitation: Invitation, questionnaire: str, *, answers: dict[str, str], comments: dict[str, str], **columns: Any
) -> Contribution:
    """Make views sent before a meeting: the values chosen and the words written, by question."""
    given: dict[str, Any] = {"version": 1, "language": "en", "sent_at": now()}
    contribution = Contribution(invitation=invitation, questionnaire=questionnaire, **(given | columns))
    contribution.answers = [ContributionAnswer(question=key, value=value) for key, value in answers.items()]
    contribution.comments = [ContributionComment(question=key, words=words) for key, words in comments.items()]
    return _keep(contribution)


def make_feedback(
    meeting: Meeting, audience: str, questionnaire: str, given: Given, *, times: int = 1
) -> list[Feedback]:
    """Make released feedback after a meeting, with its counts, as many times as asked; return all there is."""
    sending = Sending(
        audience=audience,
        kind=meeting.type.kind,
        team_id=str(meeting.team_id),
        chair_id=str(meeting.chair_id),
        format=meeting.format.value,
        week=week_of(meeting.held_on).isoformat(),
        questionnaire=questionnaire,
        version=1,
        language="en",
        given=given,
    )
    store([sending] * times)
    db.session.commit()
    return list(db.session.query(Feedback))


def make_comment(feedback: Feedback, words: str = "The room was warm.", **columns: Any) -> FeedbackComment:
    """Make a comment that somebody left in their feedback."""
    return _keep(FeedbackComment(feedback_id=feedback.id, words=words, **({"question": "best_thing"} | columns)))


def make_theme(name: str | None = None) -> Theme:
    """Make a theme of the codeframe."""
    return _keep(Theme(name=name or f"Theme {next(_number)}"))


def make_concern(team: Team, words: str = "I do not feel safe.", **columns: Any) -> Concern:
    """Make an open concern, raised now."""
    given: dict[str, Any] = {"raised_at": now(), "acknowledge_by": now() + timedelta(hours=4)}
    return _keep(Concern(team=team, words=words, **(given | columns)))


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def today() -> date:
    """Return this day."""
    return now().date()


def _keep(row: Kept) -> Kept:
    db.session.add(row)
    db.session.commit()
    return row


@cache
def _hashed() -> str:
    """Hash the one password once: it is slow on purpose."""
    hashed: str = hash_password(PASSWORD)
    return hashed
