"""What waits for each role today."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Row, func, select
from sqlalchemy.orm import selectinload

from forms.library import library
from portal.extensions import db
from portal.models import (
    Adult,
    Child,
    CommentState,
    Concern,
    ConcernStatus,
    Contribution,
    ContributionAnswer,
    ContributionComment,
    FeedbackComment,
    Invitation,
    Meeting,
    MeetingStatus,
    SealedFeedback,
    Staff,
)
from portal.queries.comments import duty_open_to
from portal.queries.meetings import people_asked
from portal.queries.signs import SIGNS, Sign, signs_in

MEETINGS_SHOWN = 12
DAYS_AHEAD = 14


@dataclass(frozen=True)
class Expected:
    """One child or adult of a coming meeting: asked or not, answered or not, and what it asks of the chair."""

    who: Child | Adult
    asked: bool
    answered: bool
    private: bool
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class ComingMeeting:
    """A meeting of the chair's, and everybody who may say something before it."""

    meeting: Meeting
    children: tuple[Expected, ...]
    adults: tuple[Expected, ...]

    @property
    def answered(self) -> int:
        """How many have said something."""
        return sum(one.answered for one in (*self.children, *self.adults))


@dataclass(frozen=True)
class WithoutCodes:
    """A coming meeting at which somebody has no code yet."""

    meeting: Meeting
    missing: int
    people: int


@dataclass(frozen=True)
class House:
    """Counts for an administrator; no reference, no words."""

    people: int
    without_two_step: int
    switched_off: int
    late_concerns: int
    comments_unread: int
    feedback_waiting: int


def coming_meetings(chair: Staff, today: date) -> tuple[ComingMeeting, ...]:
    """Return the next planned meetings of a chair, soonest first."""
    found = (
        select(Meeting)
        .where(Meeting.chair_id == chair.id, Meeting.held_on >= today, Meeting.status == MeetingStatus.PLANNED)
        .options(selectinload(Meeting.children), selectinload(Meeting.adults))
        .order_by(Meeting.held_on, Meeting.id)
        .limit(MEETINGS_SHOWN)
    )
    meetings = db.session.scalars(found).all()
    asked = people_asked([meeting.id for meeting in meetings])
    said = _said([meeting.id for meeting in meetings])

    def expected(who: Child | Adult) -> Expected:
        given = said.get(who.id)
        return Expected(
            who,
            asked=who.id in asked,
            answered=given is not None,
            private=bool(given and given.private),
            signs=signs_in(given.answers) if given else (),
        )

    return tuple(
        ComingMeeting(
            meeting,
            children=tuple(expected(child) for child in meeting.children),
            adults=tuple(expected(adult) for adult in meeting.adults),
        )
        for meeting in meetings
    )


def meetings_without_codes(today: date) -> tuple[WithoutCodes, ...]:
    """Return the planned meetings of the next two weeks at which somebody has no code, soonest first.

    A child under four does not answer, and needs none.
    """
    found = (
        select(Meeting)
        .where(
            Meeting.held_on.between(today, today + timedelta(days=DAYS_AHEAD)), Meeting.status == MeetingStatus.PLANNED
        )
        .options(selectinload(Meeting.children), selectinload(Meeting.adults))
        .order_by(Meeting.held_on, Meeting.id)
    )
    meetings = db.session.scalars(found).all()
    asked = people_asked([meeting.id for meeting in meetings])
    lacking = []
    for meeting in meetings:
        people = [*(child.id for child in meeting.children if child.age >= 4), *(one.id for one in meeting.adults)]
        missing = sum(one not in asked for one in people)
        if missing:
            lacking.append(WithoutCodes(meeting, missing, len(people)))
    return tuple(lacking)


def comments_waiting(manager: Staff) -> int:
    """Return how many comments nobody has read yet that this manager reads on duty."""
    found = (
        select(func.count())
        .select_from(FeedbackComment)
        .join(FeedbackComment.feedback)
        .where(FeedbackComment.state == CommentState.UNREAD)
        .where(duty_open_to(manager))
    )
    return db.session.scalar(found) or 0


def house_in_numbers() -> House:
    """Return what an administrator should know: counts only."""
    active = Staff.active.is_(True)
    late = (Concern.status == ConcernStatus.OPEN) & (Concern.acknowledge_by < datetime.now(UTC))
    counts = (
        select(func.count()).select_from(Staff).where(active),
        select(func.count()).select_from(Staff).where(active, Staff.tf_primary_method.is_(None)),
        select(func.count()).select_from(Staff).where(~active),
        select(func.count()).select_from(Concern).where(late),
        select(func.count()).select_from(FeedbackComment).where(FeedbackComment.state == CommentState.UNREAD),
        select(func.count()).select_from(SealedFeedback).where(SealedFeedback.sealed.is_not(None)),
    )
    return House(*db.session.execute(select(*(one.scalar_subquery() for one in counts))).one())


@dataclass
class _Said:
    """What one person's contributions ask, without their words."""

    answers: list[tuple[str, str]] = field(default_factory=list)
    private: bool = False


def _said(meeting_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, _Said]:
    """Return what each child or adult who sent something asks of the chair."""
    who = func.coalesce(Invitation.child_id, Invitation.adult_id).label("who")
    sent = select(who, Contribution.id, Contribution.questionnaire, Contribution.version).join(Contribution.invitation)
    contributions = db.session.execute(sent.where(Invitation.meeting_id.in_(meeting_ids), who.is_not(None))).all()
    said = {row.who: _Said() for row in contributions}
    by_id = {row.id: row for row in contributions}
    for answer in _asking(list(by_id)):
        said[by_id[answer.contribution_id].who].answers.append((answer.question, answer.value))
    for comment in _written(list(by_id)):
        row = by_id[comment.contribution_id]
        question = library().version(row.questionnaire, row.version).by_key.get(comment.question)
        said[row.who].private |= question is not None and question.private
    return said


def _asking(contribution_ids: Sequence[uuid.UUID]) -> Sequence[Row[uuid.UUID, str, str]]:
    """Return the answers that may ask something of the chair."""
    found = select(ContributionAnswer.contribution_id, ContributionAnswer.question, ContributionAnswer.value)
    return db.session.execute(
        found.where(
            ContributionAnswer.contribution_id.in_(contribution_ids),
            ContributionAnswer.question.in_({question for question, _ in SIGNS}),
        )
    ).all()


def _written(contribution_ids: Sequence[uuid.UUID]) -> Sequence[Row[uuid.UUID, str]]:
    """Return which questions were answered in words, never the words."""
    found = select(ContributionComment.contribution_id, ContributionComment.question)
    return db.session.execute(found.where(ContributionComment.contribution_id.in_(contribution_ids))).all()
