"""Reads the counts kept on release: what they cost to read never depends on how many responses there are."""

import uuid
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import case, func, literal, select

from forms.library import library
from forms.schema import Audience, Questionnaire, Stage
from portal.extensions import db
from portal.models import AnswerCount, ResponseCount
from portal.queries.periods import Period

MINE = "mine"
OTHERS = "others"


class AnswerRow(NamedTuple):
    """How many chose one value, in one finest cell."""

    quarter: date
    team_id: uuid.UUID
    kind: str
    whose: str
    questionnaire: str
    version: int
    question: str
    value: str
    number: int


class FormRow(NamedTuple):
    """How many forms of one questionnaire came back, in one finest cell."""

    quarter: date
    team_id: uuid.UUID
    kind: str
    whose: str
    questionnaire: str
    number: int

    @property
    def audience(self) -> Audience:
        """Who answered."""
        return audience_of(self.questionnaire)


@cache
def feedback_questionnaires(audience: Audience) -> tuple[Questionnaire, ...]:
    """Return every version of every questionnaire an audience answers after a meeting."""
    return tuple(form for form in library() if form.audience is audience and form.stage is Stage.AFTER)


@cache
def audience_of(questionnaire: str) -> Audience:
    """Return who answers a questionnaire."""
    return library().newest(questionnaire).audience


def answer_rows(audience: Audience, years: Iterable[Period], *, chair_id: uuid.UUID | None = None) -> list[AnswerRow]:
    """Return the answers of one audience that count toward a measure, in these financial years. One statement.

    With a chair, what was said after that chair's meetings is told apart from the others'.
    """
    forms = feedback_questionnaires(audience)
    cell = (AnswerCount.quarter, AnswerCount.team_id, AnswerCount.kind, _whose(AnswerCount, chair_id))
    answer = (AnswerCount.questionnaire, AnswerCount.version, AnswerCount.question, AnswerCount.value)
    counted = (
        select(*cell, *answer, func.sum(AnswerCount.count))
        .where(
            AnswerCount.quarter.in_([quarter for year in years for quarter in year.whole_year.quarters]),
            AnswerCount.questionnaire.in_({form.slug for form in forms}),
            AnswerCount.question.in_({key for form in forms for key, one in form.by_key.items() if one.measure}),
        )
        .group_by(*cell, *answer)
    )
    return [AnswerRow(*row) for row in db.session.execute(counted)]


def form_rows(*, chair_id: uuid.UUID | None = None) -> list[FormRow]:
    """Return the forms that came back after meetings, in every quarter there is. One statement."""
    cell = (
        ResponseCount.quarter,
        ResponseCount.team_id,
        ResponseCount.kind,
        _whose(ResponseCount, chair_id),
        ResponseCount.questionnaire,
    )
    counted = select(*cell, func.sum(ResponseCount.count)).group_by(*cell)
    return [FormRow(*row) for row in db.session.execute(counted)]


def _whose(model: type[AnswerCount] | type[ResponseCount], chair_id: uuid.UUID | None) -> Any:
    if chair_id is None:
        return literal(OTHERS).label("whose")
    return case((model.chair_id == chair_id, MINE), else_=OTHERS).label("whose")
