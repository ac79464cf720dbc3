"""Concerns: raising them, taking them, closing them."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import update

from forms.schema import WRITING, Given, Questionnaire
from portal.exceptions import RecordError
from portal.extensions import db
from portal.models import Concern, ConcernStatus, Invitation, Staff
from portal.queries.concerns import concern_to_read
from portal.services.audit import note


def alerting_words(questionnaire: Questionnaire, given: Given) -> str:
    """Return each alerting question with what was answered, and what was written when asked about it, a line each.

    Empty if nothing alerts.
    """
    alerting = {key for key, one in questionnaire.by_key.items() if key in given and one.alerts(given[key])}
    lines = []
    for key, question in questionnaire.by_key.items():
        if key in alerting:
            lines.append(f"{question.label} {', '.join(question.label_of(value) for value in given[key])}")
        elif key in given and question.kind in WRITING and question.only_if and question.only_if.question in alerting:
            lines += given[key]
    return "\n".join(lines)


def concern_for(invitation_id: uuid.UUID, team_id: uuid.UUID, words: str) -> dict[str, Any]:
    """Return the columns of a concern about one invitation's person, not yet kept."""
    now = datetime.now(UTC)
    return {
        "invitation_id": invitation_id,
        "team_id": team_id,
        "words": words,
        "raised_at": now,
        "acknowledge_by": now + _time_to_acknowledge(),
    }


def concern_from_feedback(team_id: uuid.UUID, words: str) -> Concern:
    """Return a concern that names nobody, not yet kept: its time is only the day."""
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Concern(team_id=team_id, words=words, raised_at=day, acknowledge_by=day + timedelta(days=1))


def raise_now(invitation: Invitation, words: str) -> None:
    """Raise a concern at once, because somebody asked for it."""
    db.session.add(Concern(**concern_for(invitation.id, invitation.meeting.team_id, words)))
    db.session.commit()


def raise_from_feedback(team_id: uuid.UUID, words: str) -> None:
    """Raise a concern that names nobody, from something read in feedback."""
    db.session.add(concern_from_feedback(team_id, words))
    db.session.commit()


def open_concern(staff: Staff, concern_id: uuid.UUID) -> Concern:
    """Return a concern with its words, once the audit log says who opened it.

    Raises NotFoundError if this person may not see it.
    """
    concern_to_read(staff, concern_id)
    # The reading ends here, so that SQLite can wait for its turn to write.
    db.session.commit()
    note(staff, "opened_concern", concern_id)
    db.session.commit()
    return concern_to_read(staff, concern_id)


def take(staff: Staff, concern_id: uuid.UUID) -> bool:
    """Take a concern in hand; return False if somebody already has.

    Raises NotFoundError if this person may not see it.
    """
    concern = concern_to_read(staff, concern_id)
    now = datetime.now(UTC)
    return _step(
        staff,
        concern,
        ConcernStatus.OPEN,
        "took_concern",
        {"status": ConcernStatus.TAKEN, "owner_id": staff.id, "taken_at": now},
    )


def close(staff: Staff, concern_id: uuid.UUID, words: str) -> bool:
    """Close a concern that is in hand, with a note of what was done; return False if it is not in hand any more.

    Raises RecordError if the note is empty, NotFoundError if this person may not see the concern.
    """
    concern = concern_to_read(staff, concern_id)
    if not words.strip():
        raise RecordError("note", _("Write what was done, so that whoever looks later can follow it."))
    now = datetime.now(UTC)
    return _step(
        staff,
        concern,
        ConcernStatus.TAKEN,
        "closed_concern",
        {"status": ConcernStatus.CLOSED, "closed_at": now, "note": words.strip()},
    )


def _step(staff: Staff, concern: Concern, from_status: ConcernStatus, action: str, values: dict[str, object]) -> bool:
    """Move a concern on if it still stands where it did: two people may press at once."""
    moved = update(Concern).where(Concern.id == concern.id, Concern.status == from_status).values(**values)
    done = bool(db.session.execute(moved).rowcount)  # type: ignore[attr-defined]  # an update counts
    if done:
        note(staff, action, concern.id)
    db.session.commit()
    return done


def _time_to_acknowledge() -> timedelta:
    return timedelta(hours=current_app.config["HEARD"].council.acknowledge_hours)
