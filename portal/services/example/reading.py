"""What became of the example's comments: read, released, held or waiting, and coded under themes."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from sqlalchemy import select, update

from portal.extensions import db
from portal.models import Coding, CommentState, Feedback, FeedbackComment, Theme
from portal.services.example.county import YEAR_ENDS, dice
from portal.services.example.people import Service
from portal.services.example.rows import Row, Rows
from portal.services.example.words import Vocabulary, read_words

UNREAD_PERCENT = 10
CODED_PERCENT = 95

Comment = tuple[FeedbackComment, date, uuid.UUID]


def codeframe(rows: Rows) -> dict[str, Row]:
    """Return the themes, added to the rows, by their short names."""
    return {
        short: rows.add(Theme, name=theme["name"], description=theme["description"], retired=False)
        for short, theme in read_words("themes").items()
    }


def read_comments(rows: Rows, service: Service, themes: Mapping[str, Row], vocabulary: Vocabulary) -> None:
    """Settle the state of every comment of the year, and add the codings of most of those released."""
    luck = dice("reading")
    comments = _comments_in_order()
    unread = {comment.id for comment, _, _ in comments[: len(comments) * UNREAD_PERCENT // 100]}
    held_back = _held_back()
    states = {
        comment.id: CommentState.UNREAD
        if comment.id in unread
        else CommentState.HELD
        if comment.words in held_back
        else CommentState.RELEASED
        for comment, _, _ in comments
    }
    db.session.execute(update(FeedbackComment), [{"id": key, "state": state} for key, state in states.items()])
    released = [one for one in comments if states[one[0].id] is CommentState.RELEASED]
    _code(rows, service, luck, [(one, vocabulary.themes.get(one[0].words, frozenset())) for one in released], themes)


def _code(
    rows: Rows,
    service: Service,
    luck: Random,
    read: Sequence[tuple[Comment, frozenset[str]]],
    themes: Mapping[str, Row],
) -> None:
    for (comment, _, team_id), about in read:
        if luck.random() * 100 >= CODED_PERCENT:
            continue
        for short in sorted(about):
            rows.link(
                Coding,
                comment_id=comment.id,
                theme_id=themes[short]["id"],
                staff_id=service.manager_of(team_id)["id"],
            )


def _comments_in_order() -> Sequence[Comment]:
    """Return the year's comments, the latest weeks first; in an order that random keys do not change."""
    found = db.session.execute(
        select(FeedbackComment, Feedback.week, Feedback.team_id)
        .join(Feedback, Feedback.id == FeedbackComment.feedback_id)
        .where(Feedback.week <= YEAR_ENDS)
    )
    rows = [(comment, week, team_id) for comment, week, team_id in found]
    return sorted(rows, key=lambda row: (-row[1].toordinal(), row[0].question, row[0].words))


def _held_back() -> frozenset[str]:
    safety = read_words("safety")
    named = [words for pool in safety["held"].values() for words in pool]
    return frozenset([*named, *safety["child_after"]["middle"], *safety["parent_after"]["words"]])
