"""What somebody is in the middle of saying."""

import hashlib
import json
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from forms.library import library
from forms.schema import Audience, Page, Questionnaire, Stage
from portal.exceptions import AlreadySentError, DraftGoneError
from portal.extensions import look
from portal.models import Draft
from portal.queries.opening import Opening


@dataclass(frozen=True)
class DraftState:
    """An open draft: what it answers and what was given so far."""

    opening: Opening
    version: int
    language: str
    given: dict[str, list[str]] = field(default_factory=dict)
    told: str = ""

    @property
    def questionnaire(self) -> Questionnaire:
        """The version it began with, even if a newer one has come."""
        return library().version(self.opening.slug, self.version)

    def with_page(self, page: Page, given: dict[str, list[str]]) -> "DraftState":
        """Return the draft with one page's answers in place of what was there."""
        keys = {question.key for question in page.asking}
        kept = {key: values for key, values in self.given.items() if key not in keys}
        return replace(self, given=kept | given)

    def to_json(self) -> str:
        """Return the draft as the text that is encrypted and kept."""
        opening = {name: getattr(self.opening, name) for name in Opening.__dataclass_fields__}
        body = {
            "opening": opening,
            "version": self.version,
            "language": self.language,
            "given": self.given,
            "told": self.told,
        }
        return json.dumps(body, default=str, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "DraftState":
        """Return the draft that to_json wrote."""
        body = json.loads(text)
        opening = body.pop("opening")
        for name in ("invitation_id", "team_id", "chair_id"):
            opening[name] = uuid.UUID(opening[name])
        opening |= {
            "audience": Audience(opening["audience"]),
            "stage": Stage(opening["stage"]),
            "held_on": date.fromisoformat(opening["held_on"]),
        }
        return cls(opening=Opening(**opening), **body)


def draft_id(token: str) -> bytes:
    """Return the key of the draft that belongs to a cookie: a stolen table opens no draft."""
    return hashlib.sha256(token.encode()).digest()


_DRAFT = select(Draft.body, Draft.sent, Draft.expires_at).where(Draft.id == bindparam("id"))
_LOCKED = _DRAFT.with_for_update()


def find_draft(token: str | None) -> DraftState:
    """Return the open draft of a cookie; raises DraftGoneError or AlreadySentError. One statement."""
    return _state(look(_DRAFT, id=draft_id(token)) if token else None)


def lock_draft(connection: Connection, token: str | None) -> DraftState:
    """Like find_draft, and nobody else can send or change it until this transaction ends."""
    return _state(connection.execute(_LOCKED, {"id": draft_id(token)}).first() if token else None)


def _state(row: Row[*tuple[Any, ...]] | None) -> DraftState:
    if row is None or row.expires_at <= datetime.now(UTC):
        raise DraftGoneError
    if row.sent:
        raise AlreadySentError
    return DraftState.from_json(row.body)
