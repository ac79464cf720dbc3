"""The anonymous lane: from *Send* to feedback, without leaving a trail.

A sending is sealed in a row that names nothing. A release takes every sealed row there is, shuffles them, and
keeps them as feedback in one transaction, in which it also writes every tag again: no time, no transaction id
and no order of rows then leads from a feedback to its sending.
"""

import json
import random
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from forms.library import library
from forms.schema import WRITING, Given, Kind, Questionnaire
from portal.encryption import keyring
from portal.extensions import db, empty_sqlite_log, look
from portal.models import (
    AnswerCount,
    Feedback,
    FeedbackAnswer,
    FeedbackComment,
    MeetingFormat,
    ResponseCount,
    SealedFeedback,
)
from portal.models.feedback import CommentState
from portal.services.concerns import alerting_words, concern_from_feedback

_shuffle = random.SystemRandom().shuffle
_TAG = select(SealedFeedback.tag).where(SealedFeedback.tag == bindparam("tag"))


@dataclass(frozen=True)
class Sending:
    """One response and its scope. It knows neither who sent it nor when."""

    audience: str
    kind: str
    team_id: str
    chair_id: str
    format: str
    week: str
    questionnaire: str
    version: int
    language: str
    given: Given

    @property
    def form(self) -> Questionnaire:
        """The version that was answered."""
        return library().version(self.questionnaire, self.version)

    @property
    def quarter(self) -> date:
        """The first day of the quarter its week began in."""
        return quarter_of(date.fromisoformat(self.week))


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def quarter_of(day: date) -> date:
    """Return the first day of a day's quarter: January, April, July or October."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def tag_for(purpose: str, value: bytes) -> bytes:
    """Return the tag by which a second sending is known for one: a keyed digest, 32 bytes."""
    return keyring.fingerprint(f"sending {purpose}", value)


def seal(connection: Connection, tag: bytes, sending: Sending, *, forget_on: date) -> bool:
    """Seal a sending in a transaction that is under way; return False if this tag was sent before.

    `forget_on` is the day from which the tag need not be remembered: the code opens nothing any more.
    """
    row = {"tag": tag, "sealed": json.dumps(asdict(sending)), "forget_on": forget_on}
    return connection.execute(_sealing(connection.dialect.name), row).first() is not None


@cache
def _sealing(dialect: str) -> Any:
    """Return the statement that seals; made once for a database.

    What comes back is looked at, not the cursor's row count: PostgreSQL's driver does not give one here.
    """
    insert_into = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert_into(SealedFeedback).on_conflict_do_nothing().returning(SealedFeedback.tag)


def sent_before(tag: bytes) -> bool:
    """Return whether something was sent with this tag."""
    return look(_TAG, tag=tag) is not None


def release() -> int:
    """Release every sealed sending as feedback, shuffled; return how many. One transaction, then SQLite's log goes."""
    waiting = select(SealedFeedback).with_for_update()
    rows = db.session.execute(waiting).scalars().all()
    sealed = [row.sealed for row in rows if row.sealed is not None]
    if sealed:
        _shuffle(sealed)
        sendings = [Sending(**json.loads(text)) for text in sealed]
        store(sendings)
        _raise_concerns(sendings)
        _write_tags_again([(row.tag, row.forget_on) for row in rows])
    db.session.commit()
    empty_sqlite_log()
    return len(sealed)


def store(sendings: Sequence[Sending]) -> None:
    """Keep responses as feedback, with their counts, in the transaction that is under way."""
    feedback: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    comments: list[dict[str, Any]] = []
    for sending in sendings:
        row = _feedback_row(sending)
        feedback.append(row)
        given = list(_values(sending))
        answers += [
            {"feedback_id": row["id"], "question": key, "value": value}
            for key, kind, value in given
            if kind not in WRITING
        ]
        comments += [
            {
                "id": uuid.uuid4(),
                "feedback_id": row["id"],
                "question": key,
                "words": value,
                "state": CommentState.UNREAD,
            }
            for key, kind, value in given
            if kind in WRITING
        ]
    for model, rows in ((Feedback, feedback), (FeedbackAnswer, answers), (FeedbackComment, comments)):
        if rows:
            db.session.execute(insert(model), rows)
    _count(sendings)


def _values(sending: Sending) -> Iterable[tuple[str, Kind, str]]:
    questions = sending.form.by_key
    return (
        (key, questions[key].kind, value)
        for key, values in sending.given.items()
        for value in values
        if key in questions
    )


def _feedback_row(sending: Sending) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(),
        "audience": sending.audience,
        "kind": sending.kind,
        "team_id": uuid.UUID(sending.team_id),
        "chair_id": uuid.UUID(sending.chair_id),
        "format": MeetingFormat(sending.format),
        "week": date.fromisoformat(sending.week),
        "questionnaire": sending.questionnaire,
        "version": sending.version,
        "language": sending.language,
    }


def _count(sendings: Sequence[Sending]) -> None:
    """Add to the counts that summaries read."""
    responses: Counter[tuple[Any, ...]] = Counter()
    answers: Counter[tuple[Any, ...]] = Counter()
    for sending in sendings:
        scope = (
            sending.quarter,
            uuid.UUID(sending.team_id),
            uuid.UUID(sending.chair_id),
            sending.kind,
            sending.questionnaire,
            sending.version,
        )
        responses[scope] += 1
        answers.update(
            (*scope, key, value) for key, kind, value in _values(sending) if kind not in WRITING | {Kind.DATE}
        )
    _add(ResponseCount, responses)
    _add(AnswerCount, answers)


def _add(model: type[ResponseCount] | type[AnswerCount], counted: Counter[tuple[Any, ...]]) -> None:
    if not counted:
        return
    keys = [column.name for column in model.__table__.primary_key]
    added = _insert(model)
    summed = added.on_conflict_do_update(index_elements=keys, set_={"count": model.count + added.excluded.count})
    rows = [dict(zip(keys, scope, strict=True)) | {"count": count} for scope, count in counted.items()]
    db.session.execute(summed, rows)


def _raise_concerns(sendings: Sequence[Sending]) -> None:
    """Raise a concern, naming nobody, for each response that alerts."""
    for sending in sendings:
        if words := alerting_words(sending.form, sending.given):
            db.session.add(concern_from_feedback(uuid.UUID(sending.team_id), words))


def _write_tags_again(tags: Sequence[tuple[bytes, date]]) -> None:
    """Write every tag still needed anew, in the order of the tags, all in this one transaction."""
    today = datetime.now(UTC).date()
    db.session.execute(delete(SealedFeedback).where(SealedFeedback.tag.in_([tag for tag, _ in tags])))
    kept = [{"tag": tag, "sealed": None, "forget_on": day} for tag, day in sorted(tags) if day > today]
    if kept:
        db.session.execute(insert(SealedFeedback), kept)


def _insert(model: Any) -> Any:
    """Return an insert that can say what to do on a conflict, for the database in use."""
    return (sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert)(model)
