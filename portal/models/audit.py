"""The audit log: who did what to which thing, and when. Never words, codes or addresses."""

import uuid

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Model, Moment, RandomKey


class AuditEntry(Model):
    """One thing done by one person, or by the portal itself (no person)."""

    __tablename__ = "audit_log"
    __table_args__ = (Index("ix_audit_log_at", "at"), Index("ix_audit_log_subject_id", "subject_id"))

    id: Mapped[RandomKey]
    at: Mapped[Moment]
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID | None]
    detail: Mapped[str] = mapped_column(String(200), default="")
