"""Writes the audit log: who, which, when."""

import uuid
from datetime import UTC, datetime

from portal.extensions import db
from portal.models import AuditEntry, Staff


def note(staff: Staff | None, action: str, subject_id: uuid.UUID | None = None, detail: str = "") -> None:
    """Add an entry to the transaction that is under way; whoever calls commits.

    `action` is a short verb phrase in code style ('opened_views'); `detail` never holds a person's words or a code.
    """
    db.session.add(
        AuditEntry(
            at=datetime.now(UTC),
            staff_id=staff.id if staff else None,
            action=action,
            subject_id=subject_id,
            detail=detail,
        )
    )
