"""Deletes what is past its time. The times are the council's settings; the audit log says what went."""

from datetime import UTC, date, datetime, timedelta

from flask import current_app
from sqlalchemy import CursorResult, Executable, delete, func, select, type_coerce, update
from sqlalchemy.types import LargeBinary

from portal.config import Council
from portal.encryption import NONCE_BYTES
from portal.extensions import db
from portal.models import (
    Contribution,
    ContributionAnswer,
    ContributionComment,
    Draft,
    Feedback,
    FeedbackComment,
    Invitation,
    Meeting,
    RateLimit,
    SealedFeedback,
)
from portal.services.audit import note

# What an empty text weighs when it is sealed: the key's number, the nonce and the 16 bytes that prove it whole.
EMPTY_SEALED = 1 + NONCE_BYTES + 16


def purge() -> dict[str, int]:
    """Delete all that is past its time; return how much of what. One transaction."""
    council: Council = current_app.config["HEARD"].council
    now = datetime.now(UTC)
    today = now.date()
    gone = {
        "drafts": _count(delete(Draft).where(Draft.expires_at <= now)),
        "limits": _count(delete(RateLimit).where(RateLimit.expires_at <= now)),
        "tags": _count(
            delete(SealedFeedback).where(SealedFeedback.sealed.is_(None), SealedFeedback.forget_on <= today)
        ),
        "views": _views_of_meetings_before(today - timedelta(days=council.keep_views_days)),
        "comments": _words_before(months_before(today, council.keep_words_months)),
    }
    db.session.commit()
    return gone


def months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before a day's month."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


def _views_of_meetings_before(day: date) -> int:
    """Delete the views sent before meetings of before a day, and note it for each meeting."""
    old = (
        select(Meeting.id, func.count(Contribution.id))
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .join(Contribution, Contribution.invitation_id == Invitation.id)
        .where(Meeting.held_on < day)
        .group_by(Meeting.id)
    )
    counted = db.session.execute(old).all()
    for meeting_id, count in counted:
        note(None, "deleted_views", meeting_id, f"{count} past their time")
    invitations = select(Invitation.id).join(Meeting).where(Meeting.held_on < day)
    contributions = select(Contribution.id).where(Contribution.invitation_id.in_(invitations))
    for part in (ContributionAnswer, ContributionComment):
        _count(delete(part).where(part.contribution_id.in_(contributions)))
    return _count(delete(Contribution).where(Contribution.invitation_id.in_(invitations)))


def _words_before(day: date) -> int:
    """Empty the comments of feedback from before a day. Their themes stay counted."""
    old = select(Feedback.id).where(Feedback.week < day)
    written = func.length(type_coerce(FeedbackComment.words, LargeBinary)) > EMPTY_SEALED
    emptied = _count(update(FeedbackComment).where(FeedbackComment.feedback_id.in_(old), written).values(words=""))
    if emptied:
        note(None, "deleted_words_of_feedback", None, f"{emptied} past their time")
    return emptied


def _count(statement: Executable) -> int:
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)  # noqa: S101 - for the type checker; a change always gives one
    return result.rowcount
