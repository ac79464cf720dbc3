"""Every page of the portal that a stranger, or somebody of a role, can open: its addresses, filled in."""

import uuid
from collections.abc import Callable, Iterator, Mapping

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.routing import Rule

from portal.extensions import db
from portal.models import (
    Adult,
    Child,
    Concern,
    Contribution,
    FeedbackComment,
    Invitation,
    InvitationStatus,
    Meeting,
    MeetingStatus,
    MeetingType,
    Staff,
    Theme,
)
from portal.queries.access import meetings_open_to
from portal.queries.comments import duty_open_to
from portal.queries.concerns import concerns_open_to

# Not pages one can go to: files, and steps that stand only in the middle of something.
IN_PASSING = frozenset(
    {
        "asset",
        "pages.favicon",
        "respond.page",
        "respond.check",
        "respond.thanks",
        "security.tf_select",
        "security.two_factor_rescue",
        "security.two_factor_token_validation",
        "security.verify",
    }
)
SIGN_IN = "security.login"
# What the address of a page may also say, where that makes another page of it.
ALSO = {
    "summary.index": ("", "?period=2025-26&audience=parent", "?period=2025-26&audience=professional"),
    "summary.measure": ("?period=2025-26", "?period=2025-26&audience=parent"),
}

Filled = Mapping[str, object]


def public_pages(codes: list[str]) -> list[str]:
    """Return the addresses a stranger can open; family pages once for each of these codes."""
    pages: list[str] = []
    for rule in _rules():
        if rule.endpoint != SIGN_IN and rule.rule.startswith("/staff"):
            continue
        for code in codes if "code" in rule.arguments else [""]:
            pages.append(_address(rule, {"code": code}))
    return pages


def pages_for(role: str, person: Staff) -> list[str]:
    """Return the addresses that a role can open, filled with what this person of that role may see."""
    open_to: Mapping[str, tuple[str, ...]] = current_app.extensions["roles_of_blueprints"]
    things = things_open_to(person)
    return [
        _address(rule, things) + also
        for rule in _rules()
        if rule.rule.startswith("/staff")
        and rule.endpoint != SIGN_IN
        and all(role in open_to.get(blueprint, (role,)) for blueprint in rule.endpoint.split(".")[:-1])
        and all(things.get(argument) is not None for argument in rule.arguments)
        for also in ALSO.get(rule.endpoint, ("",))
    ]


def things_open_to(person: Staff) -> dict[str, object]:
    """Return one thing of each sort that this person may see, by the name addresses give it."""
    meeting = _meeting(person)
    concern = select(Concern.id).where(concerns_open_to(person)).order_by(Concern.closed_at.is_not(None))
    comment = select(FeedbackComment.id).join(FeedbackComment.feedback).where(duty_open_to(person))
    things: dict[str, object] = {
        "key": "felt_listened_to",
        "meeting_id": meeting,
        "person_id": person.id,
        "staff_id": person.id,
        "team_id": person.teams[0].id,
        "concern_id": db.session.scalar(concern.limit(1)),
        "comment_id": db.session.scalar(comment.limit(1)),
        "theme_id": db.session.scalar(select(Theme.id).order_by(Theme.name).limit(1)),
        "type_id": db.session.scalar(select(MeetingType.id).order_by(MeetingType.name).limit(1)),
    }
    return things | {name: find(meeting) for name, find in OF_MEETING.items()}


def _meeting(person: Staff) -> uuid.UUID | None:
    """Return a coming meeting this person may see; one with views if there is any."""
    found = (
        select(Meeting.id)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .outerjoin(Contribution, Contribution.invitation_id == Invitation.id)
        .where(meetings_open_to(person), Meeting.status == MeetingStatus.PLANNED)
        .order_by(Contribution.id.is_(None), Meeting.held_on.desc())
        .limit(1)
    )
    return db.session.scalar(found)


def _first(key: InstrumentedAttribute[uuid.UUID], of: InstrumentedAttribute[uuid.UUID]) -> Callable[..., object]:
    return lambda meeting: db.session.scalar(select(key).where(of == meeting).limit(1))


def _open_invitation(meeting: uuid.UUID | None) -> object:
    found = select(Invitation.id).where(
        Invitation.meeting_id == meeting, Invitation.status == InvitationStatus.OPEN, Invitation.child_id.is_not(None)
    )
    return db.session.scalar(found.limit(1))


OF_MEETING: Mapping[str, Callable[..., object]] = {
    "invitation_id": _open_invitation,
    "child_id": _first(Child.id, Child.meeting_id),
    "adult_id": _first(Adult.id, Adult.meeting_id),
}


def _rules() -> Iterator[Rule]:
    """Yield every rule that answers a GET and is a page of its own."""
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" in (rule.methods or ()) and rule.endpoint not in IN_PASSING:
            yield rule


def _address(rule: Rule, values: Filled) -> str:
    built = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
    if built is None:
        raise LookupError(f"No address can be made of {rule.rule}")
    return built[1]
