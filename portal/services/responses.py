"""Sends a draft: it becomes a response, whole, once."""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from forms.answers import only_asked
from forms.schema import WRITING, Given, Questionnaire, Stage
from portal.exceptions import AlreadySentError, ClosedError, RecordError, TooManyTriesError
from portal.extensions import writing
from portal.models import Concern, Contribution, ContributionAnswer, ContributionComment, Draft
from portal.queries.drafts import DraftState, draft_id, lock_draft
from portal.queries.opening import Opening, last_day, still_open
from portal.services.concerns import alerting_words, concern_for
from portal.services.limits import SENDING, count_try
from portal.services.sealed import Sending, seal, tag_for, week_of

_EMPTIED = update(Draft).where(Draft.id == bindparam("draft")).values(body=None, sent=True)


def send(token: str | None) -> DraftState:
    """Turn a draft into a response; return what was sent, for the thank-you page.

    One transaction: the draft is emptied as the response is kept. Raises AlreadySentError for a second press,
    DraftGoneError if the draft has run out, ClosedError if the code was withdrawn meanwhile, RecordError if
    nothing was answered.
    """
    with writing() as connection:
        state = lock_draft(connection, token)
        given = only_asked(state.questionnaire, state.given)
        if not given:
            raise RecordError("send", "nothing was answered")
        if not still_open(connection, state.opening.invitation_id):
            raise ClosedError("unknown")
        if state.opening.stage is Stage.BEFORE:
            _keep_contribution(connection, state, given)
        else:
            sending = _sending(state.opening, state.questionnaire, state.language, given)
            _seal(connection, _tag(state.opening, token), sending, state.opening)
        connection.execute(_EMPTIED, {"draft": draft_id(token or "")})
    return state


def send_at_once(opening: Opening, language: str, given: Given, *, sending: str) -> None:
    """Keep a one-page form's answers; `sending` is the random key the page came with.

    Raises AlreadySentError for a second press, TooManyTriesError if one room sends more than a room can,
    RecordError if nothing was answered.
    """
    if not given:
        raise RecordError("send", "nothing was answered")
    with writing() as connection:
        if not count_try(connection, SENDING, opening.invitation_id.hex):
            raise TooManyTriesError
        whole = _sending(opening, opening.questionnaire, language, given)
        _seal(connection, tag_for("page", sending.encode()), whole, opening)


def _keep_contribution(connection: Connection, state: DraftState, given: dict[str, list[str]]) -> None:
    questionnaire = state.questionnaire
    key = uuid.uuid4()
    contribution = {
        "id": key,
        "invitation_id": state.opening.invitation_id,
        "questionnaire": questionnaire.slug,
        "version": questionnaire.version,
        "language": state.language,
        "sent_at": datetime.now(UTC),
    }
    answers: list[dict[str, Any]] = []
    comments: list[dict[str, Any]] = []
    for question, values in given.items():
        if questionnaire.by_key[question].kind in WRITING:
            comments.append({"contribution_id": key, "question": question, "words": values[0]})
        else:
            answers += [{"contribution_id": key, "question": question, "value": value} for value in values]
    connection.execute(insert(Contribution), contribution)
    for model, rows in ((ContributionAnswer, answers), (ContributionComment, comments)):
        if rows:
            connection.execute(insert(model), rows)
    words = alerting_words(questionnaire, given)
    if words and words != state.told:
        connection.execute(insert(Concern), concern_for(state.opening.invitation_id, state.opening.team_id, words))


def _tag(opening: Opening, token: str | None) -> bytes:
    """One feedback for a personal code, whichever browser it comes from; one a draft for a room's code."""
    if opening.shared:
        return tag_for("draft", draft_id(token or ""))
    return tag_for("invitation", opening.invitation_id.bytes)


def _sending(opening: Opening, questionnaire: Questionnaire, language: str, given: Given) -> Sending:
    return Sending(
        audience=opening.audience,
        kind=opening.kind,
        team_id=str(opening.team_id),
        chair_id=str(opening.chair_id),
        format=opening.format,
        week=week_of(opening.held_on).isoformat(),
        questionnaire=questionnaire.slug,
        version=questionnaire.version,
        language=language,
        given=given,
    )


def _seal(connection: Connection, tag: bytes, sending: Sending, opening: Opening) -> None:
    if not seal(connection, tag, sending, forget_on=last_day(opening.held_on)):
        raise AlreadySentError
