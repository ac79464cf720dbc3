"""Keeps what somebody is in the middle of saying: encrypted, for one browser's session, 24 hours at most."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, update

from forms.answers import only_asked
from forms.schema import Page, Stage
from portal.exceptions import NotFoundError
from portal.extensions import db, writing
from portal.models import Concern, Draft
from portal.queries.drafts import DraftState, draft_id, lock_draft
from portal.queries.opening import Opening
from portal.services.concerns import alerting_words, concern_for

LIFE = timedelta(hours=24)
ASKED = "Asked for somebody to know now."
ASKED_AFTERWARDS = "Asked for somebody to get in touch, while giving feedback after the meeting."

_KEEP = update(Draft).where(Draft.id == bindparam("draft")).values(body=bindparam("words"))


def start(opening: Opening, language: str, given: dict[str, list[str]] | None = None) -> str:
    """Begin a draft; return the token for its cookie, which is kept nowhere else.

    `given` puts back the answers of a draft that ran out, from the page that still held them.
    """
    token = secrets.token_urlsafe(32)
    state = DraftState(opening=opening, version=opening.questionnaire.version, language=language, given=given or {})
    kept = {"id": draft_id(token), "body": state.to_json(), "sent": False, "expires_at": _runs_out_at()}
    with writing() as connection:
        connection.execute(insert(Draft), kept)
    return token


def record_page(token: str | None, page: Page, given: dict[str, list[str]]) -> DraftState:
    """Keep one page's answers and return the draft; raises DraftGoneError or AlreadySentError."""
    with writing() as connection:
        state = lock_draft(connection, token).with_page(page, given)
        _keep(connection, token, state)
    return state


def tell_now(token: str | None) -> DraftState:
    """Raise a concern at once because somebody asked for it, and remember that it was.

    Before a meeting it holds what alerted so far. Afterwards it holds no answer: whoever gives anonymous feedback says
    who they are, and nothing else. Raises like record_page, and NotFoundError for a room's code, which is nobody's.
    """
    with writing() as connection:
        state = lock_draft(connection, token)
        if state.told:
            return state
        words = _words_to_tell(state)
        connection.execute(insert(Concern), concern_for(state.opening.invitation_id, state.opening.team_id, words))
        state = replace(state, told=words)
        _keep(connection, token, state)
    return state


def _words_to_tell(state: DraftState) -> str:
    if state.opening.stage is Stage.BEFORE:
        return alerting_words(state.questionnaire, only_asked(state.questionnaire, state.given)) or ASKED
    if state.opening.shared:
        raise NotFoundError
    return ASKED_AFTERWARDS


def forget(token: str | None) -> None:
    """Delete a draft, if there is one."""
    if token:
        with writing() as connection:
            connection.execute(delete(Draft).where(Draft.id == draft_id(token)))


def forget_old_drafts() -> int:
    """Delete the drafts that ran out; return how many."""
    gone = db.session.execute(delete(Draft).where(Draft.expires_at <= datetime.now(UTC)))
    db.session.commit()
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a delete counts its rows


def _keep(connection: Connection, token: str | None, state: DraftState) -> None:
    connection.execute(_KEEP, {"draft": draft_id(token or ""), "words": state.to_json()})


def _runs_out_at() -> datetime:
    """Return the last full hour within 24 hours, so that it does not tell when a draft began."""
    return (datetime.now(UTC) + LIFE).replace(minute=0, second=0, microsecond=0)
