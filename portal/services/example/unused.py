"""Which codes of the example open a questionnaire today and have not been used."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Row, exists, select

from forms.library import library
from forms.schema import Questionnaire, Stage
from portal.exceptions import ClosedError
from portal.extensions import db
from portal.models import (
    Adult,
    Child,
    Contribution,
    Invitation,
    InvitationStatus,
    Meeting,
    MeetingStatus,
    MeetingType,
    SealedFeedback,
)
from portal.queries.opening import edition_slug, stage_of, today
from portal.services import example
from portal.services.sealed import tag_for

ENOUGH = 3
TIMES_TO_TOP_UP = 6


@dataclass(frozen=True)
class UnusedCode:
    """A code, and what it opens today."""

    form: Questionnaire
    meeting: str
    """Which kind of meeting it is a code of: review or conference."""
    shared: bool
    language: str
    code: str


def unused_codes() -> dict[str, list[UnusedCode]]:
    """Return the unused codes of every edition, by its slug: at least three of each.

    Where there are fewer, meetings are added. Raises RefusedError if this is not the example.
    """
    codes = _unused()
    for _ in range(TIMES_TO_TOP_UP):
        if all(len(codes[form.slug]) >= ENOUGH for form in library().newest_of_each()):
            break
        example.add_live_meetings()
        codes = _unused()
    return {form.slug: codes[form.slug] for form in library().newest_of_each()}


def _unused() -> defaultdict[str, list[UnusedCode]]:
    """Return what there is, those that stay open longest first."""
    now = today()
    unused: defaultdict[str, list[UnusedCode]] = defaultdict(list)
    rows = db.session.execute(_live(now)).all()
    used = _used([row.id for row in rows])
    for row in rows:
        slug = _opens(row, now)
        if slug is None or row.views_sent or (row.id in used):
            continue
        form = library().newest(slug)
        unused[slug].append(UnusedCode(form, row.kind, row.shared, row.language, row.code))
    return unused


def _live(now: date) -> Any:
    views_sent = exists().where(Contribution.invitation_id == Invitation.id)
    return (
        select(
            Invitation.id,
            Invitation.audience,
            Invitation.shared,
            Invitation.language,
            Invitation.code,
            Meeting.held_on,
            Meeting.status,
            MeetingType.kind,
            Child.age_band,
            Adult.role,
            # Views sent before use up a code only as long as it opens the views before.
            (views_sent & ~_is_after(now)).label("views_sent"),
        )
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .join(MeetingType, MeetingType.id == Meeting.type_id)
        .outerjoin(Child, Child.id == Invitation.child_id)
        .outerjoin(Adult, Adult.id == Invitation.adult_id)
        .where(Invitation.status == InvitationStatus.OPEN, Meeting.held_on >= now - _days_open())
        .order_by(Meeting.held_on.desc(), Invitation.code_hash)
    )


def _is_after(now: date) -> ColumnElement[bool]:
    return (Meeting.status == MeetingStatus.HELD) | (Meeting.held_on < now)


def _days_open() -> timedelta:
    return timedelta(days=current_app.config["HEARD"].council.feedback_days)


def _opens(row: Row[Any], now: date) -> str | None:
    """Return the slug of the edition an invitation opens, or None if it opens nothing."""
    try:
        stage: Stage = stage_of(held_on=row.held_on, status=row.status, audience=row.audience, now=now)
    except ClosedError:
        return None
    return edition_slug(audience=row.audience, stage=stage, kind=row.kind, band=row.age_band, adult_role=row.role)


def _used(invitation_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Return the personal codes that feedback was sent with: known only by their tags, to whoever holds the key."""
    tags = {tag_for("invitation", key.bytes): key for key in invitation_ids}
    kept = db.session.scalars(select(SealedFeedback.tag))
    return {tags[tag] for tag in kept if tag in tags}
