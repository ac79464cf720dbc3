"""The audit log, a page at a time."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select

from portal.extensions import db
from portal.models import AuditEntry, Staff
from portal.queries.opening import LONDON

PAGE_SIZE = 100


@dataclass(frozen=True)
class AuditFilter:
    """Whose doings, which kind, and from which day to which, both included; None and '' ask for all."""

    person_id: uuid.UUID | None = None
    action: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class AuditLine:
    """One thing done: by whom (nobody means the portal itself), what, to which, when."""

    at: datetime
    name: str | None
    action: str
    subject_id: uuid.UUID | None
    detail: str


@dataclass(frozen=True)
class AuditPage:
    """Some lines of the log, and where among all of them."""

    lines: tuple[AuditLine, ...]
    number: int
    pages: int
    total: int


def audit_page(wanted: AuditFilter, number: int = 1) -> AuditPage:
    """Return one page of the log, newest first; a number outside the log gives the nearest page."""
    conditions = _conditions(wanted)
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), pages)
    found = (
        select(AuditEntry.at, Staff.name, AuditEntry.action, AuditEntry.subject_id, AuditEntry.detail)
        .outerjoin(Staff, Staff.id == AuditEntry.staff_id)
        .where(*conditions)
        .order_by(AuditEntry.at.desc(), AuditEntry.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return AuditPage(tuple(AuditLine(*row) for row in db.session.execute(found)), number, pages, total)


def audit_actions() -> Sequence[str]:
    """Return every kind of thing that stands in the log."""
    return db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.person_id is not None:
        conditions.append(AuditEntry.staff_id == wanted.person_id)
    if wanted.action:
        conditions.append(AuditEntry.action == wanted.action)
    if wanted.since is not None:
        conditions.append(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until is not None:
        conditions.append(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    return conditions


def _midnight(day: date) -> datetime:
    """Return the moment a day begins in England."""
    return datetime.combine(day, time.min, LONDON)
