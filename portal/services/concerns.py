"""Concerns: raising them, taking them, closing them."""

import uuid
from datetime import UTC, datetime, timedelta

from flask import current_app

from forms.schema import Given, Questionnaire
from portal.extensions import db
from portal.models import Concern, Invitation


def alerting_words(questionnaire: Questionnaire, given: Given) -> str:
    """Return each alerting question with what was answered, a line each; empty if nothing alerts."""
    return "\n".join(
        f"{question.label} {', '.join(question.label_of(value) for value in given[key])}"
        for key, question in questionnaire.by_key.items()
        if key in given and question.alerts(given[key])
    )


def concern_for(invitation_id: uuid.UUID, team_id: uuid.UUID, words: str) -> Concern:
    """Return a concern about one invitation's person, not yet kept."""
    now = datetime.now(UTC)
    return Concern(
        invitation_id=invitation_id,
        team_id=team_id,
        words=words,
        raised_at=now,
        acknowledge_by=now + _time_to_acknowledge(),
    )


def concern_from_feedback(team_id: uuid.UUID, words: str) -> Concern:
    """Return a concern that names nobody, not yet kept: its time is only the day."""
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Concern(team_id=team_id, words=words, raised_at=day, acknowledge_by=day + timedelta(days=1))


def raise_now(invitation: Invitation, words: str) -> None:
    """Raise a concern at once, because somebody asked for it."""
    db.session.add(concern_for(invitation.id, invitation.meeting.team_id, words))
    db.session.commit()


def _time_to_acknowledge() -> timedelta:
    return timedelta(hours=current_app.config["HEARD"].council.acknowledge_hours)
