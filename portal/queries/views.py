"""The pack of one meeting: what each child and each adult sent before it, everyone apart."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, defer, joinedload, selectinload

from forms.library import library
from forms.schema import Question, Questionnaire
from portal.exceptions import NotFoundError
from portal.extensions import db
from portal.models import Adult, Child, Concern, ConcernStatus, Contribution, Invitation, Meeting, Staff
from portal.queries.access import private_open_to, views_open_to
from portal.queries.signs import HELPED_BY


@dataclass(frozen=True)
class Line:
    """One question with what was answered; nothing of a private answer for whoever may not read it."""

    question: Question
    given: tuple[str, ...]
    withheld: bool

    @property
    def alerting(self) -> bool:
        """Whether this answer asks for somebody to look now; never told of an answer that is withheld."""
        return self.question.alerts(self.given)

    @property
    def day(self) -> date:
        """The answer to a question for a date."""
        return date.fromisoformat(self.given[0])


@dataclass(frozen=True)
class Sent:
    """One sending: when, in which language, with whose help, and its lines, what alerts first."""

    sent_at: datetime
    language: str
    helped_by: str
    lines: tuple[Line, ...]
    unanswered: int


@dataclass(frozen=True)
class Person:
    """One child or adult of the meeting, what they sent, newest first, and the concerns it raised."""

    who: Child | Adult
    sendings: tuple[Sent, ...]
    concerns: tuple[Concern, ...]


@dataclass(frozen=True)
class Pack:
    """One meeting and everybody it is about or invites."""

    meeting: Meeting
    children: tuple[Person, ...]
    adults: tuple[Person, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """Children first, then adults."""
        return (*self.children, *self.adults)


def meeting_with_views(staff: Staff, meeting_id: uuid.UUID) -> Meeting:
    """Return a meeting whose views this person may read; raises NotFoundError for any other."""
    found = select(Meeting).where(Meeting.id == meeting_id, views_open_to(staff))
    meeting = db.session.scalars(
        found.options(selectinload(Meeting.children), selectinload(Meeting.adults))
    ).one_or_none()
    if meeting is None:
        raise NotFoundError
    return meeting


def contributions_to(meeting: Meeting) -> Sequence[Contribution]:
    """Return the contributions to a meeting without what they say, and whose each is."""
    return db.session.scalars(_contributions(meeting)).all()


def pack_of(staff: Staff, meeting: Meeting, contribution_ids: Iterable[uuid.UUID]) -> Pack:
    """Return these contributions to a meeting as this person may read them."""
    found = (
        _contributions(meeting)
        .where(Contribution.id.in_(list(contribution_ids)))
        .options(selectinload(Contribution.answers), selectinload(Contribution.comments))
        .order_by(Contribution.sent_at.desc())
    )
    contributions = db.session.scalars(found).all()
    concerns = _concerns(meeting)
    private_too = private_open_to(staff, meeting)

    def person(who: Child | Adult) -> Person:
        own = tuple(_sent(one, private_too=private_too) for one in contributions if _is_of(one.invitation, who))
        return Person(who, own, tuple(one for one in concerns if _is_of(one.invitation, who)))

    return Pack(
        meeting,
        children=tuple(person(child) for child in meeting.children),
        adults=tuple(person(adult) for adult in meeting.adults),
    )


def _contributions(meeting: Meeting) -> Select[Contribution]:
    return (
        select(Contribution)
        .join(Contribution.invitation)
        .where(Invitation.meeting_id == meeting.id)
        .options(contains_eager(Contribution.invitation))
    )


def _concerns(meeting: Meeting) -> Sequence[Concern]:
    """Return the concerns about people of a meeting, closed ones last, newest first, without their words."""
    found = (
        select(Concern)
        .join(Concern.invitation)
        .where(Invitation.meeting_id == meeting.id)
        .options(contains_eager(Concern.invitation), joinedload(Concern.owner))
        .options(defer(Concern.words, raiseload=True), defer(Concern.note, raiseload=True))
        .order_by(Concern.status == ConcernStatus.CLOSED, Concern.raised_at.desc())
    )
    return db.session.scalars(found).all()


def _is_of(invitation: Invitation | None, who: Child | Adult) -> bool:
    """Return whether an invitation is this person's: they may have had several, one replacing another."""
    return invitation is not None and who.id in (invitation.child_id, invitation.adult_id)


def _sent(contribution: Contribution, *, private_too: bool) -> Sent:
    questionnaire = library().version(contribution.questionnaire, contribution.version)
    given = _given(contribution)
    asked = [question for question in questionnaire.asked(given) if question.key != HELPED_BY]
    lines = [_line(question, given[question.key], private_too) for question in asked if question.key in given]
    return Sent(
        sent_at=contribution.sent_at,
        language=contribution.language,
        helped_by=_helped_by(questionnaire, given),
        lines=_urgent_first(lines),
        unanswered=len(asked) - len(lines),
    )


def _urgent_first(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Put the answers that alert first, each with the questions it led to."""
    alerting = {line.question.key for line in lines if line.alerting}

    def urgent(line: Line) -> bool:
        asked_because = line.question.only_if.question if line.question.only_if else ""
        return line.alerting or asked_because in alerting

    return tuple(sorted(lines, key=lambda line: not urgent(line)))


def _given(contribution: Contribution) -> dict[str, list[str]]:
    given = {comment.question: [comment.words] for comment in contribution.comments}
    for answer in contribution.answers:
        given.setdefault(answer.question, []).append(answer.value)
    return given


def _line(question: Question, values: Sequence[str], private_too: bool) -> Line:
    withheld = question.private and not private_too
    return Line(question, () if withheld else tuple(values), withheld)


def _helped_by(questionnaire: Questionnaire, given: dict[str, list[str]]) -> str:
    question = questionnaire.by_key.get(HELPED_BY)
    if question is None or HELPED_BY not in given:
        return ""
    return ", ".join(question.label_of(value) for value in given[HELPED_BY])
