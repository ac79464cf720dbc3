"""Comments in feedback: those waiting for a duty reader, and those released to whoever may read them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager

from forms.library import library
from portal.exceptions import NotFoundError
from portal.extensions import db
from portal.models import CommentState, Feedback, FeedbackComment, ResponseCount, Staff, Team
from portal.queries.counts import audience_of
from portal.queries.disclosure import SMALLEST_BASE
from portal.queries.periods import Period

PAGE = 20


@dataclass(frozen=True)
class CommentCard:
    """One comment with all that may be known of it: never more than its week."""

    comment: FeedbackComment
    question: str
    team: str


@dataclass(frozen=True)
class CommentQueue:
    """One page of the comments in one state, and how many there are in all."""

    cards: tuple[CommentCard, ...]
    total: int
    page: int
    own: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


def comment_queue(staff: Staff, state: CommentState, page: int) -> CommentQueue:
    """Return the comments in a state that this person reads on duty, the oldest week first.

    `own` counts those of meetings they chaired: somebody else has to read these.
    """
    wanted = FeedbackComment.state == state
    total = _count(wanted, duty_open_to(staff))
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    found = _comments(wanted, duty_open_to(staff)).limit(PAGE).offset((page - 1) * PAGE)
    own = _count(wanted, _of_their_teams(staff), Feedback.chair_id == staff.id)
    return CommentQueue(cards_of(db.session.scalars(found).all()), total, page, own)


def comment_to_read(staff: Staff, comment_id: uuid.UUID) -> FeedbackComment:
    """Return one comment, for its duty reader; raises NotFoundError for anybody else."""
    found = _comments(FeedbackComment.id == comment_id, duty_open_to(staff))
    comment = db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if comment is None:
        raise NotFoundError
    return comment


def released_comments(staff: Staff, year: Period, *conditions: ColumnElement[bool]) -> tuple[CommentCard, ...]:
    """Return the released comments of a financial year that this person may read."""
    found = _comments(released_open_to(staff, year), *conditions)
    return cards_of(db.session.scalars(found).all())


def duty_open_to(staff: Staff) -> ColumnElement[bool]:
    """Return the condition on feedback whose comments this person reads before release.

    A manager's teams; never a meeting they chaired themselves.
    """
    return and_(_of_their_teams(staff), Feedback.chair_id != staff.id)


def released_open_to(staff: Staff, year: Period) -> ColumnElement[bool]:
    """Return the condition on comments of a financial year that this person may read, count and see under themes.

    On duty: their teams'. As chair: their own, of an audience that sent at least five forms in the year.
    """
    own = and_(Feedback.chair_id == staff.id, Feedback.audience.in_(_own_audiences(staff, year)))
    return and_(
        FeedbackComment.state == CommentState.RELEASED,
        Feedback.week >= year.first,
        Feedback.week < year.end,
        or_(duty_open_to(staff), own if staff.has_role("chair") else false()),
    )


def cards_of(comments: Sequence[FeedbackComment]) -> tuple[CommentCard, ...]:
    """Return comments with their question in words and their team's name."""
    teams = {team.id: team.name for team in db.session.scalars(select(Team))} if comments else {}
    return tuple(CommentCard(one, question_words(one), teams[one.feedback.team_id]) for one in comments)


def question_words(comment: FeedbackComment) -> str:
    """Return the question a comment answers, as it was asked."""
    form = library().version(comment.feedback.questionnaire, comment.feedback.version)
    question = form.by_key.get(comment.question)
    return question.label if question else comment.question


def _comments(*conditions: ColumnElement[bool]) -> Select[FeedbackComment]:
    return (
        select(FeedbackComment)
        .join(FeedbackComment.feedback)
        .where(*conditions)
        .options(contains_eager(FeedbackComment.feedback))
        .order_by(Feedback.week, FeedbackComment.id)
    )


def _count(*conditions: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(FeedbackComment).join(FeedbackComment.feedback).where(*conditions)
    return db.session.scalar(found) or 0


def _of_their_teams(staff: Staff) -> ColumnElement[bool]:
    if not staff.has_role("manager"):
        return false()
    return Feedback.team_id.in_([team.id for team in staff.teams])


def _own_audiences(staff: Staff, year: Period) -> list[str]:
    """Return the audiences from which a chair has at least five forms in a financial year."""
    counted = (
        select(ResponseCount.questionnaire, func.sum(ResponseCount.count))
        .where(ResponseCount.chair_id == staff.id, ResponseCount.quarter.in_(year.quarters))
        .group_by(ResponseCount.questionnaire)
    )
    forms: dict[str, int] = {}
    for questionnaire, number in db.session.execute(counted):
        audience = audience_of(questionnaire).value
        forms[audience] = forms.get(audience, 0) + number
    return [audience for audience, number in forms.items() if number >= SMALLEST_BASE]
