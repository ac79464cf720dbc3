"""The second lane: feedback after a meeting, anonymous by the shape of its tables.

No key leads from feedback to an invitation. Keys are random and rows are kept by them. The finest date is the
week of the meeting. `docs/decisions/` says how a sending becomes feedback without leaving a trail.
"""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.encryption import Encrypted
from portal.models.base import WITHOUT_ROW_ORDER, Model, RandomKey, enumeration
from portal.models.meetings import MeetingFormat


class SealedFeedback(Model):
    """A sending that waits to be released; afterwards only its tag, so that a second sending is known for one.

    The tag is a keyed digest. Every release writes all tags again in one transaction, so that neither
    a transaction id nor the order of rows says when a tag came.
    """

    __tablename__ = "sealed_feedback"
    __table_args__ = (WITHOUT_ROW_ORDER,)

    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    sealed: Mapped[str | None] = mapped_column(Encrypted("sealed_feedback.sealed"))
    forget_on: Mapped[date]


class Feedback(Model):
    """One released response and its scope: kind, team, chair, format, week."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("audience IN ('child', 'parent', 'professional')", name="audience"),
        CheckConstraint("kind IN ('review', 'conference')", name="kind"),
        Index("ix_feedback_week_team_id", "week", "team_id"),
        WITHOUT_ROW_ORDER,
    )

    id: Mapped[RandomKey]
    audience: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    chair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    format: Mapped[MeetingFormat] = mapped_column(enumeration(MeetingFormat))
    week: Mapped[date]
    questionnaire: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))


class FeedbackAnswer(Model):
    """An option chosen, a point on a scale or a date."""

    __tablename__ = "feedback_answers"
    __table_args__ = (WITHOUT_ROW_ORDER,)

    feedback_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class CommentState(StrEnum):
    """Where a comment stands with its duty reader."""

    UNREAD = "unread"
    RELEASED = "released"
    HELD = "held"


class FeedbackComment(Model):
    """A person's own words: read by a duty reader before anybody else sees them."""

    __tablename__ = "feedback_comments"
    __table_args__ = (Index("ix_feedback_comments_state", "state"), WITHOUT_ROW_ORDER)

    id: Mapped[RandomKey]
    feedback_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Encrypted("feedback_comments.words"))
    state: Mapped[CommentState] = mapped_column(enumeration(CommentState), default=CommentState.UNREAD)
    feedback: Mapped[Feedback] = relationship()


class ResponseCount(Model):
    """How many responses there are in one quarter: kept up on release, so that a summary need not count them."""

    __tablename__ = "response_counts"
    __table_args__ = (WITHOUT_ROW_ORDER,)

    quarter: Mapped[date] = mapped_column(primary_key=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    chair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]


class AnswerCount(Model):
    """How many chose one value of one question in one quarter: raw; what it means is read later."""

    __tablename__ = "answer_counts"
    __table_args__ = (WITHOUT_ROW_ORDER,)

    quarter: Mapped[date] = mapped_column(primary_key=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    chair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int]
