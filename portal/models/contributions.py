"""The first lane: views before a meeting, tied to one meeting and one person."""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.encryption import Encrypted
from portal.models.base import Model, Moment, RandomKey
from portal.models.invitations import Invitation


class Contribution(Model):
    """One sending of somebody's views."""

    __tablename__ = "contributions"

    id: Mapped[RandomKey]
    invitation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), index=True)
    questionnaire: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    sent_at: Mapped[Moment]
    invitation: Mapped[Invitation] = relationship()
    answers: Mapped[list["ContributionAnswer"]] = relationship()
    comments: Mapped[list["ContributionComment"]] = relationship()


class ContributionAnswer(Model):
    """An option chosen, a point on a scale or a date."""

    __tablename__ = "contribution_answers"

    contribution_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class ContributionComment(Model):
    """A person's own words."""

    __tablename__ = "contribution_comments"

    contribution_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    words: Mapped[str] = mapped_column(Encrypted("contribution_comments.words"))
