"""Keeps what somebody is in the middle of saying: encrypted, for one browser's session, 24 hours at most."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, update

from forms.answers import only_asked
from forms.schema import Page
from portal.extensions import db
from portal.models import Draft
from portal.queries.drafts import DraftState, draft_id, find_draft, lock_draft
from portal.queries.opening import Opening
from portal.services.concerns import alerting_words, concern_for

LIFE = timedelta(hours=24)


def start(opening: Opening, language: str) -> str:
    """Begin a draft; return the token for its cookie, which is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    state = DraftState(opening=opening, version=opening.questionnaire.version, language=language)
    kept = {"id": draft_id(token), "body": state.to_json(), "sent": False, "expires_at": _runs_out_at()}
    db.session.execute(insert(Draft), kept)
    db.session.commit()
    return token


def record_page(token: str | None, page: Page, given: dict[str, list[str]]) -> DraftState:
    """Keep one page's answers and return the draft; raises DraftGoneError or AlreadySentError."""
    state = lock_draft(token).with_page(page, given)
    _keep(token, state)
    return state


def restore(token: str, given: dict[str, list[str]]) -> DraftState:
    """Put back every answer of a draft that ran out, from the page that still held them."""
    state = replace(find_draft(token), given=given)
    _keep(token, state)
    return state


def tell_now(token: str | None) -> DraftState:
    """Raise a concern at once with what alerted so far, and remember that it was; raises like record_page."""
    state = lock_draft(token)
    words = alerting_words(state.questionnaire, only_asked(state.questionnaire, state.given))
    if state.told:
        db.session.rollback()
        return state
    db.session.add(concern_for(state.opening.invitation_id, state.opening.team_id, words))
    state = replace(state, told=words or "asked")
    _keep(token, state)
    return state


def forget(token: str | None) -> None:
    """Delete a draft, if there is one."""
    if token:
        db.session.execute(delete(Draft).where(Draft.id == draft_id(token)))
        db.session.commit()


def forget_old_drafts() -> int:
    """Delete the drafts that ran out; return how many."""
    gone = db.session.execute(delete(Draft).where(Draft.expires_at <= datetime.now(UTC)))
    db.session.commit()
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a delete counts its rows


def _keep(token: str | None, state: DraftState) -> None:
    db.session.execute(update(Draft).where(Draft.id == draft_id(token or "")).values(body=state.to_json()))
    db.session.commit()


def _runs_out_at() -> datetime:
    """Return the moment 24 hours on, to the hour, so that it does not tell when a draft began."""
    return (datetime.now(UTC) + LIFE).replace(minute=0, second=0, microsecond=0)
