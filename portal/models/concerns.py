"""Concerns: something a person should look at now."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.encryption import Encrypted
from portal.models.base import Model, Moment, RandomKey, UtcDateTime, enumeration
from portal.models.invitations import Invitation
from portal.models.staff import Staff, Team


class ConcernStatus(StrEnum):
    """Whether somebody has it in hand."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class Concern(Model):
    """The words that raised it, where from, by when it is to be taken, who has it, and how it ended.

    A concern from feedback names nobody: no invitation, and its time is only a day.
    """

    __tablename__ = "concerns"
    __table_args__ = (
        CheckConstraint("(status = 'open') = (owner_id IS NULL)", name="owner"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        Index("ix_concerns_status_acknowledge_by", "status", "acknowledge_by"),
    )

    id: Mapped[RandomKey]
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="SET NULL"), index=True
    )
    words: Mapped[str] = mapped_column(Encrypted("concerns.words"))
    raised_at: Mapped[Moment]
    acknowledge_by: Mapped[Moment]
    status: Mapped[ConcernStatus] = mapped_column(enumeration(ConcernStatus), default=ConcernStatus.OPEN)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(Encrypted("concerns.note"))
    team: Mapped[Team] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    owner: Mapped[Staff | None] = relationship()
