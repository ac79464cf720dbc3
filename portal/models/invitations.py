"""Invitations: a way in, personal or shared, known to the database only by a keyed digest of its code."""

import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.encryption import Encrypted
from portal.models.base import Model, Moment, RandomKey, enumeration
from portal.models.meetings import Adult, Child, Meeting


class InvitationStatus(StrEnum):
    """Whether a code still opens anything."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Invitation(Model):
    """One code: for one child, for one adult, or shared by a room."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("audience IN ('child', 'parent', 'professional')", name="audience"),
        CheckConstraint("child_id IS NULL OR adult_id IS NULL", name="one_person"),
        CheckConstraint("(child_id IS NULL AND adult_id IS NULL) = shared", name="shared_or_personal"),
        CheckConstraint("(status = 'replaced') = (replaced_by_id IS NOT NULL)", name="replaced_by"),
    )

    id: Mapped[RandomKey]
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    audience: Mapped[str] = mapped_column(String(20))
    child_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("children.id", ondelete="CASCADE"), index=True)
    adult_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("adults.id", ondelete="CASCADE"), index=True)
    shared: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(10), default="en")
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    code: Mapped[str] = mapped_column(Encrypted("invitations.code"))
    status: Mapped[InvitationStatus] = mapped_column(enumeration(InvitationStatus), default=InvitationStatus.OPEN)
    replaced_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("invitations.id"), index=True)
    created_at: Mapped[Moment]
    meeting: Mapped[Meeting] = relationship()
    child: Mapped[Child | None] = relationship()
    adult: Mapped[Adult | None] = relationship()
